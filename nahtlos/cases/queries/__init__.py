"""Everything that is seen of cases, by who is on them."""

from nahtlos.cases.queries.card import release_card
from nahtlos.cases.queries.caseload import LANES, ORDERS, CaseLine, Caseload, caseload
from nahtlos.cases.queries.course import CourseLine, course
from nahtlos.cases.queries.file import (
    MemberLine,
    case_for,
    case_with_person,
    lead_of,
    member_choice,
    member_choices,
    members_of,
    part_in,
)
from nahtlos.cases.queries.moving import title_of
from nahtlos.cases.queries.names import PersonHit, Sought, search_people
from nahtlos.cases.queries.plan import (
    DueStep,
    FourAnswer,
    PlanArea,
    PlanPage,
    StepLine,
    case_plan,
    due_soon,
    four_questions,
    proposal,
    step_line,
    step_of,
)
from nahtlos.cases.queries.roster import (
    Roster,
    RosterCounts,
    RosterLine,
    case_to_reassign,
    roster,
    roster_counts,
)
from nahtlos.cases.queries.stays import anchors_at, current_scenario, running_stay, stay_of

__all__ = [
    "LANES",
    "ORDERS",
    "CaseLine",
    "Caseload",
    "CourseLine",
    "DueStep",
    "FourAnswer",
    "MemberLine",
    "PersonHit",
    "PlanArea",
    "PlanPage",
    "Roster",
    "RosterCounts",
    "RosterLine",
    "Sought",
    "StepLine",
    "anchors_at",
    "case_for",
    "case_plan",
    "case_to_reassign",
    "case_with_person",
    "caseload",
    "course",
    "current_scenario",
    "due_soon",
    "four_questions",
    "lead_of",
    "member_choice",
    "member_choices",
    "members_of",
    "part_in",
    "proposal",
    "release_card",
    "roster",
    "roster_counts",
    "running_stay",
    "search_people",
    "stay_of",
    "step_line",
    "step_of",
    "title_of",
]
