"""How a step stands today, and when to remind somebody of it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, Protocol

from nahtlos.cases.rules.vocabulary import FINISHED, StepState, Word
from nahtlos.foundation.ruling import states
from nahtlos.foundation.workdays import workday_from, workday_until

REMIND_BEFORE: Final = timedelta(days=7)
REMIND_SHORTLY_BEFORE: Final = timedelta(days=2)
SOON: Final = timedelta(days=14)
_SUNDAY: Final = 6


class Standing(Word):
    """How a step stands today."""

    SHORTENED = "shortened", "verkürzt"
    OVERDUE = "overdue", "überfällig"
    TODAY = "today", "heute"
    THIS_WEEK = "this_week", "diese Woche"
    LATER = "later", "später"
    UNDATED = "undated", "sobald ein Termin feststeht"
    FINISHED = "finished", "abgeschlossen"


class Standable(Protocol):
    """What a step must tell to be judged; a row of the database does."""

    @property
    def state(self) -> str: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def shortened(self) -> bool: ...


@states(
    "Plan",
    "Ein Schritt ist erst am Tag nach seinem Termin überfällig, ab 0 Uhr in Berlin.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/cases/test_rules_standing.py::test_due_on_the_16th_is_overdue_from_the_17th",
    ),
)
def is_overdue(due_on: date | None, today: date) -> bool:
    """Whether DUE_ON has passed; TODAY is the day in Berlin."""
    return due_on is not None and due_on < today


def standing(step: Standable, today: date) -> Standing:
    """How STEP stands on TODAY; "this week" ends on Sunday. A shortened step whose day has
    passed is shortened, never overdue.
    """
    if step.state in FINISHED:
        return Standing.FINISHED
    if step.due_on is None:
        return Standing.UNDATED
    if is_overdue(step.due_on, today):
        return Standing.SHORTENED if step.shortened else Standing.OVERDUE
    if step.due_on == today:
        return Standing.TODAY
    sunday = today + timedelta(days=_SUNDAY - today.weekday())
    return Standing.THIS_WEEK if step.due_on <= sunday else Standing.LATER


def remind_on(due_on: date | None, *, today: date, land: str) -> date | None:
    """The working day on which to remind somebody: seven days before DUE_ON, two days where it is
    due within 14 days; never before TODAY and never too late (then None).
    """
    if due_on is None or is_overdue(due_on, today):
        return None
    early = REMIND_SHORTLY_BEFORE if due_on - today <= SOON else REMIND_BEFORE
    day = workday_until(due_on - early, land)
    if day >= today:
        return day
    day = workday_from(today, land)
    return day if day <= due_on else None


def release_passed(release_on: date | None, *, ended_on: date | None, today: date) -> bool:
    """Whether the day of the release is over and nobody has written down that it happened."""
    return ended_on is None and is_overdue(release_on, today)


def next_due(steps: Sequence[Standable]) -> date | None:
    """The earliest date among the STEPS that are not finished."""
    days = [s.due_on for s in steps if s.due_on and StepState(s.state) not in FINISHED]
    return min(days, default=None)
