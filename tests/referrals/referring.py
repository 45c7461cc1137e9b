"""A person, her case, what she allowed, and a request to Wohnhilfe Süd: what the tests of this room
begin with.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from nahtlos.cases.actions import NewCase, open_plan
from nahtlos.cases.models import Case
from nahtlos.consents.models import Consent, Revocation
from nahtlos.foundation.access import Actor, Kind, LinkHold
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.referrals.actions import (
    Answered,
    ReferralDraft,
    answer_referral,
    draft_referral,
    send_referral,
)
from nahtlos.referrals.models import Referral, ReferralEvent
from nahtlos.referrals.policy import ANSWER
from tests.cast import FOREIGN, actor, begin_case, organisation, organisation_id

THIRD = "suchthilfe-musterfluss"
WORDS = "Gesucht wird ein Zimmer ab dem Tag der Entlassung."
GIVEN, FAMILY, PHONE = "Kunibert", "Kaltenbrunner", "040 66969-777"
HOUSING = ("PERS", "TERM", "WOH")


def opened(who: str = "aylin", **values: Any) -> Case:
    """A case of WHO, with a plan."""
    acting = actor(who)
    new = {
        "given_name": GIVEN,
        "family_name": FAMILY,
        "called": f"{GIVEN} K.",
        "born_on": date(1988, 3, 24),
        "phone": PHONE,
        "prison_code": "MU-01",
        "custody": "sentence",
        "admitted_on": today() - timedelta(days=400),
        "scenario": "fixed",
        "release_on": today() + timedelta(days=60),
        **values,
    }
    with tenant(acting.organisation, acting.account_id):
        case = begin_case(acting, NewCase(**new))
        open_plan(actor=acting, case=case)
        return Case.objects.select_related("client").get(pk=case.pk)


def allowed(
    case: Case, *, to: str = FOREIGN, categories: Iterable[str] = HOUSING, **values: Any
) -> Consent:
    """A signed consent of CASE to tell an organisation CATEGORIES; planted as a row, because how it
    comes about is another room's test.
    """
    with tenant(case.organisation_id):
        consent = Consent(
            organisation_id=case.organisation_id,
            case=case,
            number=values.pop("number", f"E-{Consent.objects.count():04}"),
            text_version="test",
            text_hash="0" * 64,
            from_function="Integrationscoach",
            to_organisation=organisation(to),
            to_function=values.pop("to_function", "Aufnahme"),
            purpose="housing",
            extent=["status"],
            valid_from=values.pop("valid_from", today()),
            valid_until=values.pop("valid_until", today() + timedelta(days=90)),
            signed_on=values.pop("signed_on", today()),
            entered_by=actor("aylin").account_id,
            **values,
        )
        consent.categories = list(categories)
        consent.save(force_insert=True)
        return consent


def drafted(case: Case, *, who: str = "aylin", to: str = FOREIGN, **values: Any) -> Referral:
    """A draft to an organisation; what is not said is a request for housing."""
    acting = actor(who)
    said = {"words": WORDS, "categories": HOUSING, "topic": "wohnen_nach_haft", **values}
    with tenant(acting.organisation, acting.account_id):
        draft = ReferralDraft(to_organisation=organisation(to), **said)
        return draft_referral(actor=acting, case=case, values=draft)


def sent(
    case: Case | None = None, *, who: str = "aylin", to: str = FOREIGN, **values: Any
) -> Referral:
    """A request on its way; with a consent of its own where no case is given."""
    if case is None:
        case = opened(who)
        allowed(case, to=to)
    acting = actor(who)
    referral = drafted(case, who=who, to=to, **values)
    with tenant(acting.organisation, acting.account_id):
        return send_referral(actor=acting, referral=referral)


def by_link(referral: Referral) -> Actor:
    """Whoever holds the link to REFERRAL."""
    hold = LinkHold("referral", referral.pk, ANSWER)
    return Actor(kind=Kind.LINK, organisation_id=referral.to_organisation_id, link=hold)


def answered(
    referral: Referral, move: str, *, by: Actor | None = None, channel: str = "inbox", **values: Any
) -> Referral:
    """REFERRAL after somebody said MOVE; the receiver in her inbox where nothing else is said."""
    acting = by or actor("cem")
    with tenant(acting.organisation, acting.account_id):
        return answer_referral(
            actor=acting, referral=referral, answer=Answered(move, **values), channel=channel
        )


def fresh(referral: Referral, key: str | None = None) -> Referral:
    """REFERRAL as it is in the database, seen from an organisation."""
    with tenant(organisation_id(key) if key else referral.from_organisation_id):
        return Referral.objects.select_related("to_organisation", "from_organisation").get(
            pk=referral.pk
        )


def events(referral: Referral, key: str | None = None) -> list[ReferralEvent]:
    """What happened to REFERRAL, the newest last."""
    with tenant(organisation_id(key) if key else referral.from_organisation_id):
        return list(ReferralEvent.objects.filter(referral=referral))


def verbs(referral: Referral) -> list[tuple[str, str, str]]:
    """(side, verb, channel) of each event."""
    return [(event.side, event.verb, event.channel) for event in events(referral)]


def revocations(consent: Consent) -> int:
    """How often CONSENT was withdrawn."""
    with tenant(consent.organisation_id):
        return Revocation.objects.filter(consent=consent).count()
