"""One referral in each state for the rows of the access matrix: out of the case that everybody at
home is on, out of one that nobody is on, and out of a foreign one.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from nahtlos.cases.actions import NewCase, add_member, mark_closed, open_case, open_plan
from nahtlos.cases.models import Case
from nahtlos.cases.policy import CASEWORK
from nahtlos.consents.actions import prepare_consent, sign_consent
from nahtlos.desk.cast import HOME
from nahtlos.foundation import links, stamps
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import in_days, today
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.people.queries import team
from nahtlos.referrals.actions import (
    Answered,
    ReferralDraft,
    answer_referral,
    begin_handover,
    draft_referral,
    send_referral,
)
from nahtlos.referrals.models import Referral
from nahtlos.referrals.policy import ANSWER
from nahtlos.referrals.rules.states import WAITING
from tests.cast import FOREIGN, account, actor, organisation, organisation_id
from tests.world import LEADS

Things = Callable[[str], dict[str, Any]]
REFERRED = "Gesucht wird ein Zimmer, sagt Leberecht."
QUIET = "Stille Akte"
# Allowed as well, and nobody has asked her yet.
THIRD = "suchthilfe-musterfluss"
RECEIVER = {HOME: FOREIGN, f"{HOME}#other": FOREIGN, FOREIGN: HOME}


def _home(key: str) -> str:
    return key.partition("#")[0]


def _mine(key: str) -> list[Case]:
    """The cases of the one who leads for KEY, the first one first."""
    with tenant(organisation_id(_home(key))):
        rows = Case.objects.filter(members__account_id=account(LEADS[key]).pk)
        return list(rows.select_related("client").order_by("client__created_at"))


def _allow(lead: Actor, case: Case, receiver: str) -> None:
    """A signed consent, through the actions."""
    values = {
        "to_organisation": organisation(receiver),
        "to_function": "Aufnahme",
        "from_function": "Integrationscoach",
        "purpose": "housing",
        "categories": ["PERS", "TERM", "WOH", "SCH"],
        "extent": ["status"],
        "valid_from": today(),
        "valid_until": today() + timedelta(days=120),
    }
    consent = prepare_consent(actor=lead, case=case, values=values)
    signed = {"signed_on": today(), "informed_on": today(), "form": "paper", "given_in": "freedom"}
    sign_consent(actor=lead, consent=consent, values=signed, version=version_of(consent))


def furnish_referrals() -> None:
    """For every row: a consent, a draft, a request on its way, one with a meeting, a hand-over that
    runs; and a further case without any of it.
    """
    for key, who in LEADS.items():
        case, lead = _mine(key)[0], actor(who)
        with tenant(lead.organisation, lead.account_id):
            _allow(lead, case, RECEIVER[key])
            _allow(lead, case, THIRD)
            values = ReferralDraft(
                organisation(RECEIVER[key]), REFERRED, ("PERS", "WOH"), "wohnen_nach_haft"
            )
            drafts = [draft_referral(actor=lead, case=case, values=values) for _ in range(4)]
            for draft in drafts[1:]:
                send_referral(actor=lead, referral=draft)
            for draft in drafts[2:]:
                answer_referral(
                    actor=lead,
                    referral=draft,
                    answer=Answered("meeting", in_days(3), "Zimmer 2", who="Aufnahme", on=today()),
                    channel="phone",
                )
            begin_handover(actor=lead, case=case, occasion="change")
            _furnish_quiet(lead, key)


def _furnish_quiet(lead: Actor, key: str) -> None:
    """A case with nothing that runs, to be closed, released and handed over."""
    values = NewCase(
        called=QUIET,
        custody="sentence",
        admitted_on=today() - timedelta(days=100),
        scenario="fixed",
        release_on=today() + timedelta(days=9),
    )
    case = open_case(actor=lead, values=values)
    open_plan(actor=lead, case=case)
    roles = {f"Rolle {role}" for role in CASEWORK}
    for colleague in team(lead).filter(account__name__in=roles if key == HOME else ()):
        add_member(actor=lead, case=case, membership=colleague)


def _found(key: str, state: str) -> Referral:
    case = _mine(key)[0]
    with tenant(case.organisation_id):
        rows = Referral.objects.filter(origin__case=case, state=state).order_by("code")
        return rows[0]


def _waits(key: str) -> dict[str, Any]:
    return {"referral": _on_its_way(key).code}


def _of(state: str) -> Things:
    return lambda key: {"referral": _found(key, state).code}


def _on_its_way(key: str) -> Referral:
    """One that waits for an answer, opened before or not."""
    case = _mine(key)[0]
    with tenant(case.organisation_id):
        rows = Referral.objects.filter(origin__case=case, state__in=WAITING)
        return rows.order_by("code")[0]


def _received(key: str) -> dict[str, Any]:
    """A request that came to KEY's organisation."""
    sender = FOREIGN if key == HOME else HOME
    return {"referral": _on_its_way(sender).code}


def _case(key: str) -> dict[str, Any]:
    return {"code": _mine(key)[0].code}


def _quiet(key: str) -> dict[str, Any]:
    return {"code": _mine(key)[-1].code}


def _closed(key: str) -> dict[str, Any]:
    case, lead = _mine(key)[-1], actor(LEADS[key])
    if case.closed_on is None:
        with tenant(lead.organisation, lead.account_id):
            mark_closed(actor=lead, case=case, closing="reached")
    return {"code": case.code}


def _token(key: str) -> dict[str, Any]:
    referral = _on_its_way(HOME if key == FOREIGN else FOREIGN)
    with tenant(referral.to_organisation_id):
        return {"token": links.issue("referral", referral.pk, ANSWER, in_days(1))}


def _said(**values: Any) -> Things:
    """A valid body with a fresh stamp."""
    return lambda key: {"stamp": stamps.issue(), **values}


def _asked(key: str) -> dict[str, Any]:
    """A filled request to the receiver whom nobody has asked yet."""
    return _request_to(THIRD)


def _rewritten(key: str) -> dict[str, Any]:
    """A draft of KEY's case, written anew."""
    version = version_of(_found(key, "draft"))
    return {**_request_to(RECEIVER[key]), "version": version}


def _request_to(receiver: str) -> dict[str, Any]:
    slug = organisation(receiver).slug
    return {
        "stamp": stamps.issue(),
        "deed": "draft",
        "topic": "wohnen_nach_haft",
        "words": REFERRED,
        "to": f"org:{slug}",
        "scope_for": slug,
        "categories": ["WOH"],
    }


def _moved(key: str) -> dict[str, Any]:
    return {
        "deed": "write",
        "scenario": "fixed",
        "on": f"{today() + timedelta(days=20):%d.%m.%Y}",
        "version": version_of(_mine(key)[-1]),
    }


def _next(key: str) -> dict[str, Any]:
    return {
        "stamp": stamps.issue(),
        "deed": "begin",
        "occasion": "change",
        "to": f"referral:{_found(key, 'meeting').code}",
    }


def _released(key: str) -> dict[str, Any]:
    return {"stamp": stamps.issue(), "what": "released", "on": f"{today():%d.%m.%Y}"}


TOOK = {"channel": "phone", "who": "Aufnahme", "said_on": f"{today():%d.%m.%Y}", "deed": "accept"}
# {name of the address: (its parameters, a valid body)}
REFERRALS: dict[str, tuple[Things, Things]] = {
    "reply:request": (_token, _said(deed="code")),
    "referrals:new": (_case, _asked),
    "referrals:move_release": (_quiet, _moved),
    "referrals:release": (_quiet, _released),
    "referrals:handover": (_case, _next),
    "referrals:confirm": (_case, _said(who="client")),
    "referrals:call_off": (_case, _said()),
    "referrals:close_case": (_quiet, lambda key: {"closing": "reached"}),
    "referrals:reopen": (_closed, _said()),
    "referrals:sent_list": (lambda key: {}, _said()),
    "referrals:sent": (_of("meeting"), _said()),
    "referrals:edit_draft": (_of("draft"), _rewritten),
    "referrals:send": (_of("draft"), _said()),
    "referrals:amend": (_waits, _said(words="Noch etwas.")),
    "referrals:withdraw": (_waits, _said()),
    "referrals:reroute": (_waits, _asked),
    "referrals:take_down": (_waits, _said(**TOOK)),
    "referrals:attendance": (_of("meeting"), _said(what="attended")),
    "referrals:close": (_of("meeting"), _said(outcome="helped")),
    "referrals:find": (
        lambda key: {},
        lambda key: {"code": _on_its_way(key).code},
    ),
    "referrals:inbox": (lambda key: {}, _said()),
    "referrals:inbox_item": (_received, _said()),
    "referrals:answer": (
        _received,
        _said(deed="accept", on="", at="", place="", reason="", words=""),
    ),
    "referrals:revoke": (lambda key: {}, lambda key: {"channel": "phone", "code": "E-7F3M-2"}),
    "referrals:sheet": (_waits, _said()),
    "referrals:who_does_what": (_case,),
    "referrals:carry": (_case, lambda key: {"categories": ["bed", "missing"]}),
    "referrals:by_site": (lambda key: {}, _said()),
}
