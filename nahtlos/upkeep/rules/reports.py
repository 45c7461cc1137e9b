"""By when a report about an entry is answered, and how long its words are kept; pure."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from nahtlos.foundation.workdays import add_workdays

# Working days somebody has to look at what a visitor says is wrong.
DUE_IN: Final = 5
# A closed report is read again where somebody doubts how it was closed; then its words go.
KEEP_WORDS: Final = timedelta(days=90)


class Result(StrEnum):
    """How a report ended."""

    CORRECTED = "corrected"
    RIGHT = "right"
    UNCLEAR = "unclear"


def due_on(received_on: date, land: str) -> date:
    """The last day for an answer, by the working days of LAND."""
    return add_workdays(received_on, DUE_IN, land)


def is_late(due: date, today: date) -> bool:
    """Whether the day is over; on the day itself there is still time."""
    return today > due


def words_go(closed_on: date | None, today: date) -> bool:
    """Whether the visitor's words are erased on TODAY."""
    return closed_on is not None and today - closed_on >= KEEP_WORDS
