"""Tables of persons, cases, stays and plans."""

from nahtlos.cases.models.merging import ClientMerge, Ground
from nahtlos.cases.models.person import (
    Case,
    CaseEvent,
    CaseKind,
    CaseMember,
    Client,
    Closing,
    MemberPart,
    NameShelf,
    read_by,
)
from nahtlos.cases.models.plan import (
    Answer,
    AnswerState,
    Began,
    Custody,
    Evidence,
    Question,
    ReleaseScenario,
    Scenario,
    Stay,
    StayEnd,
    Step,
    StepState,
)

__all__ = [
    "Answer",
    "AnswerState",
    "Began",
    "Case",
    "CaseEvent",
    "CaseKind",
    "CaseMember",
    "Client",
    "ClientMerge",
    "Closing",
    "Custody",
    "Evidence",
    "Ground",
    "MemberPart",
    "NameShelf",
    "Question",
    "ReleaseScenario",
    "Scenario",
    "Stay",
    "StayEnd",
    "Step",
    "StepState",
    "read_by",
]
