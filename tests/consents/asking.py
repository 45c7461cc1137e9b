"""A case of Aylin's, and what is asked of the person in it."""

from datetime import date, timedelta
from typing import Any

from nahtlos.cases.actions.opening import NewCase
from nahtlos.cases.models import Case
from nahtlos.consents import actions
from nahtlos.consents.models import Consent
from nahtlos.consents.rules.scope import default_until
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from tests.cast import FOREIGN, actor, begin_case, organisation

GIVEN, FAMILY = "Karim", "Kaßmann-Weißdorn"
WORDS = "damit ich im Januar nicht auf der Straße stehe"
CONDITION = "nur wenn ich nach Musterstadt ziehe"
BORN = date(1990, 2, 28)


def a_case(who: str = "aylin", **values: Any) -> Case:
    """A case that WHO leads."""
    acting = actor(who)
    person = {"given_name": GIVEN, "family_name": FAMILY, "born_on": BORN, **values}
    with tenant(acting.organisation):
        return begin_case(acting, NewCase(**person))


def asked(**values: Any) -> dict[str, Any]:
    """What a consent for Wohnhilfe Süd is prepared from."""
    return {
        "to_organisation": organisation(FOREIGN),
        "to_function": "Aufnahme",
        "from_function": "Integrationscoach",
        "purpose": "housing",
        "purpose_words": WORDS,
        "categories": ["PERS", "TERM", "WOH", "SCH"],
        "extent": ["status", "talk"],
        "direction": "one_way",
        "valid_from": today(),
        "valid_until": default_until(today(), None),
        "condition": CONDITION,
        "given_in": "custody",
        **values,
    }


def noticed(**values: Any) -> dict[str, Any]:
    """What a notice by law is recorded from."""
    return {
        "to_organisation": organisation(FOREIGN),
        "to_function": "Leitung",
        "from_function": "Integrationscoach",
        "legal_basis": "present_danger",
        "purpose_words": "Ein Brand war angekündigt.",
        "categories": ["PERS"],
        "valid_from": today(),
        "valid_until": today() + timedelta(days=30),
        "informed_on": today(),
        "condition": "",
        **values,
    }


def signature(**values: Any) -> dict[str, Any]:
    """A signature of today, on paper."""
    return {
        "signed_on": today(),
        "informed_on": today(),
        "form": "paper",
        "given_in": "custody",
        "insight": "",
        "interpreter": "",
        **values,
    }


def prepared(case: Case, who: str = "aylin", **values: Any) -> Consent:
    """A consent that nobody has signed yet."""
    acting = actor(who)
    with tenant(acting.organisation):
        return actions.prepare_consent(actor=acting, case=case, values=asked(**values))


def signed(case: Case, who: str = "aylin", **values: Any) -> Consent:
    """A consent in force."""
    return sign(prepared(case, who, **values), who)


def sign(consent: Consent, who: str = "aylin", **values: Any) -> Consent:
    """The person has signed CONSENT."""
    acting = actor(who)
    with tenant(acting.organisation):
        return actions.sign_consent(
            actor=acting,
            consent=consent,
            values=signature(**values),
            version=version_of(consent),
        )
