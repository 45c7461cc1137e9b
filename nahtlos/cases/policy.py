"""Who may do what with cases. Whether somebody is on a case is answered by the fetch; here stands
what follows from her roles and from her part in it.
"""

from datetime import date
from typing import Final
from uuid import UUID

from nahtlos.cases.models import MemberPart
from nahtlos.foundation.access import Actor, Decision, Kind, Role, allow, refuse
from nahtlos.foundation.ruling import states
from nahtlos.people.models import Membership

# Who accompanies people. Everybody else finds no page of a case.
CASEWORK: Final[frozenset[Role]] = frozenset(
    {Role.COACH, Role.LEAD, Role.PRISON_SOCIAL, Role.PRISON_FAMILY, Role.COORDINATION}
)


def can_work_on_cases(actor: Actor) -> Decision:
    """Pages of cases; which of them she finds, the fetch says."""
    staff = actor.kind is Kind.STAFF and actor.organisation_id is not None
    return allow() if staff and actor.has(*CASEWORK) else refuse()


def can_open_case(actor: Actor) -> Decision:
    """Everybody who accompanies people."""
    return can_work_on_cases(actor)


def can_see_roster(actor: Actor) -> Decision:
    """The Fachleitung: who leads what, without a name or a content."""
    return allow() if can_work_on_cases(actor) and actor.has(Role.LEAD) else refuse()


@states(
    "Begleitung",
    "Die Fachleitung gibt einen Fall in andere Hände, ohne dafür die Akte zu lesen.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/cases/test_members.py::test_the_fachleitung_reassigns_without_reading",
        "tests/cases/test_members.py::test_a_plain_member_reads_why_she_cannot_reassign",
    ),
)
def can_reassign(actor: Actor, part: str) -> Decision:
    """The Fachleitung every case of the organisation, the lead her own. PART is what the actor is
    in the case; '' where she is not on it.
    """
    if not can_work_on_cases(actor):
        return refuse()
    if actor.has(Role.LEAD) or part == MemberPart.LEAD:
        return allow()
    return refuse(
        "Die Fallführung ändert, wer den Fall führt, oder die Fachleitung.", visible=bool(part)
    )


def can_note_absence(actor: Actor, account_id: UUID | None) -> Decision:
    """One's own, and the Fachleitung everybody's. ACCOUNT_ID is that of who is away."""
    if not can_work_on_cases(actor):
        return refuse()
    own = account_id is not None and account_id == actor.account_id
    return allow() if own or actor.has(Role.LEAD) else refuse()


def can_see_on_call(actor: Actor) -> Decision:
    """Who accompanies people, and the administration that keeps it."""
    return allow() if can_work_on_cases(actor) or can_set_on_call(actor) else refuse()


def can_set_on_call(actor: Actor) -> Decision:
    """The Fachleitung and the administration of the organisation."""
    staff = actor.kind is Kind.STAFF and actor.organisation_id is not None
    return allow() if staff and actor.has(Role.LEAD, Role.ORG_ADMIN) else refuse()


def can_join_case(membership: Membership) -> Decision:
    """Whether somebody of the organisation may be lead, deputy or member of a case."""
    roles = {Role(role) for role in membership.roles}
    if membership.ended_on is None and not CASEWORK.isdisjoint(roles):
        return allow()
    return refuse("Diese Person begleitet zurzeit niemanden. Bitte wählen Sie eine andere.")
