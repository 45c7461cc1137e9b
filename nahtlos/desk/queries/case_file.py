"""A case on one page: what several rooms know of it."""

from dataclasses import dataclass
from datetime import date

from nahtlos.cases.models import Case, ReleaseScenario, Stay
from nahtlos.cases.queries import (
    CourseLine,
    FourAnswer,
    MemberLine,
    PlanPage,
    case_plan,
    course,
    current_scenario,
    four_questions,
    lead_of,
    members_of,
    stay_of,
)
from nahtlos.cases.queries.merging import MergeLine, merges_of, other_files
from nahtlos.cases.queries.names import PersonHit
from nahtlos.consents.queries import WhoMayKnow, who_may_know
from nahtlos.foundation.access import Actor
from nahtlos.records.queries import contact_standing
from nahtlos.records.rules.contact import ContactStanding
from nahtlos.referrals.models import Referral
from nahtlos.referrals.queries import HandoverCheck, handover_check, of_case

# From so many days before the release on, the must-haves of the first evening stand in the file.
CHECK_DAYS = 30


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The page of a case. `check` is None while the release is far and no hand-over runs; `also`
    are further files of the person, `merges` how they came to be hers.
    """

    case: Case
    stay: Stay | None
    scenario: ReleaseScenario | None
    prison: str
    lead: MemberLine | None
    members: list[MemberLine]
    questions: list[FourAnswer]
    plan: PlanPage
    course: list[CourseLine]
    who_may_know: list[WhoMayKnow]
    requests: list[Referral]
    check: HandoverCheck | None
    contact: ContactStanding
    also: list[PersonHit]
    merges: list[MergeLine]


def _is_near(stay: Stay | None, today: date) -> bool:
    if stay is None:
        return False
    if stay.ended_on is not None:
        return (today - stay.ended_on).days <= CHECK_DAYS
    return stay.release_on is not None and (stay.release_on - today).days <= CHECK_DAYS


def case_file(actor: Actor, case: Case, today: date) -> CaseFile:
    """Everything on the page of CASE, which `case_for` fetched for ACTOR."""
    stay, plan = stay_of(case), case_plan(case, today)
    many = bool(getattr(case, "is_one_of_many", False))
    check = handover_check(case) if not case.closed_on and _is_near(stay, today) else None
    return CaseFile(
        case=case,
        stay=stay,
        scenario=current_scenario(stay),
        prison=getattr(stay, "prison", "") or "",
        lead=lead_of(case),
        members=members_of(case),
        questions=four_questions(case),
        plan=plan,
        course=course(case),
        who_may_know=who_may_know(case),
        requests=of_case(case),
        check=check,
        contact=contact_standing(case, today),
        also=other_files(actor, case) if many else [],
        merges=merges_of(case) if many else [],
    )
