"""Which consent each address shows in the access matrix, and valid bodies for its forms."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from nahtlos.consents.models import Consent
from nahtlos.foundation import stamps
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from tests.cast import FOREIGN, account, organisation, organisation_id
from tests.world import CONSENT_WORDS, LEADS

Things = Callable[[str], dict[str, Any]]


def consent(key: str) -> Consent:
    """The one that waits for its signature in the case of KEY."""
    lead = account(LEADS[key]).pk
    with tenant(organisation_id(key.partition("#")[0])):
        waiting = Consent.objects.filter(case__members__account_id=lead, signed_on=None)
        rows = waiting.filter(case__members__part="lead").select_related("case")
        return next(one for one in rows if one.purpose_words == CONSENT_WORDS)


def _code(key: str) -> dict[str, Any]:
    return {"code": consent(key).case.code}


def _number(key: str) -> dict[str, Any]:
    return {"number": consent(key).number}


def _body(**more: Any) -> dict[str, Any]:
    return {
        "receiver": organisation(FOREIGN).name,
        "to_function": "Aufnahme",
        "from_function": "Integrationscoach",
        "purpose_words": "ein Zimmer",
        "plain": ["PERS", "WOH"],
        "valid_from": f"{today():%d.%m.%Y}",
        "valid_until": f"{today() + timedelta(days=30):%d.%m.%Y}",
        "stamp": stamps.issue(),
        **more,
    }


def _consent(key: str) -> dict[str, Any]:
    return _body(purpose="housing", extent=["status"], direction="one_way")


def _notice(key: str) -> dict[str, Any]:
    return _body(legal_basis="present_danger", informed_on=f"{today():%d.%m.%Y}")


def _signature(key: str) -> dict[str, Any]:
    return {
        "signed_on": f"{today():%d.%m.%Y}",
        "informed_on": f"{today():%d.%m.%Y}",
        "form": "paper",
        "given_in": "custody",
        "version": version_of(consent(key)),
    }


# {address: what a `Sample` is made of}
CONSENTS: dict[str, tuple[Things, ...]] = {
    "consents:list": (_code,),
    "consents:new": (_code, _consent),
    "consents:new_notice": (_code, _notice),
    "consents:consent": (_number,),
    "consents:sheet": (_number,),
    "consents:sign": (_number, _signature),
    "consents:discard": (_number,),
}
