"""Who may do what with referrals. Whether somebody reads a case or works where a request went to is
answered by the fetch.
"""

from datetime import date

from nahtlos.cases.policy import can_work_on_cases
from nahtlos.foundation.access import Actor, Decision, Kind, Role, allow, refuse
from nahtlos.foundation.ruling import states
from nahtlos.referrals.models import INTAKE, Referral

ANSWER = "answer_referral"


def _works_here(actor: Actor) -> bool:
    return actor.kind is Kind.STAFF and actor.organisation_id is not None


def can_refer(actor: Actor) -> Decision:
    """Everybody who accompanies people; which requests she finds, the fetch says."""
    return can_work_on_cases(actor)


def can_see_inbox(actor: Actor) -> Decision:
    """Those who answer what others ask their organisation."""
    return allow() if _works_here(actor) and actor.has(*INTAKE) else refuse()


@states(
    "Überleitung",
    "Wer ohne Zugang über einen Link antwortet, erreicht genau diese eine Anfrage.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/referrals/test_answering.py::test_a_link_answers_its_own_request_and_no_other",
    ),
)
def can_answer(actor: Actor, referral: Referral) -> Decision:
    """The receiver's people, or whoever holds the link to exactly this request."""
    if actor.organisation_id != referral.to_organisation_id:
        return refuse()
    if actor.kind is Kind.LINK:
        held = actor.link
        fits = held is not None and (held.verb, held.object_id) == (ANSWER, referral.pk)
        return allow() if fits else refuse()
    return can_see_inbox(actor)


def can_record_agreed_reply(actor: Actor) -> Decision:
    """The Fachleitung and the administration note what was agreed."""
    if _works_here(actor) and actor.has(Role.LEAD, Role.ORG_ADMIN):
        return allow()
    return refuse()
