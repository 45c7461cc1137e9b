"""The plan that moves with the date: when a step is due, which steps a person has, what a new date
changes, and how a step stands today.
"""

from nahtlos.cases.rules.planning.dates import EARLIEST, LATEST, Anchors, Due, Timing, due_of
from nahtlos.cases.rules.planning.drafting import (
    PlannedStep,
    applicability,
    blocked_by,
    known_circumstances,
    plan,
)
from nahtlos.cases.rules.planning.moving import Change, Difference, Line, StepNow, replan
from nahtlos.cases.rules.planning.recurring import next_code, next_on, series_of
from nahtlos.cases.rules.planning.standing import (
    Standing,
    is_overdue,
    release_passed,
    remind_on,
    standing,
)

__all__ = [
    "EARLIEST",
    "LATEST",
    "Anchors",
    "Change",
    "Difference",
    "Due",
    "Line",
    "PlannedStep",
    "Standing",
    "StepNow",
    "Timing",
    "applicability",
    "blocked_by",
    "due_of",
    "is_overdue",
    "known_circumstances",
    "next_code",
    "next_on",
    "plan",
    "release_passed",
    "remind_on",
    "replan",
    "series_of",
    "standing",
]
