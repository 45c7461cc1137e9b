"""How long what was asked is kept, when somebody is told before it goes, when an answer is due."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final

from nahtlos.foundation.workdays import add_workdays

KEEP_DAYS: Final = 90
CALL_BACK_DAYS: Final = 14
MOST_TRIES: Final = 3
WARNINGS: Final = (14, 3)
REPLY_WORKDAYS: Final = 3
LONGEST_REPLY: Final = 20


def kept_until(last_message_on: date) -> date:
    """The last day on which a question can be read: ninety days after the last message of either
    side.
    """
    return last_message_on + timedelta(days=KEEP_DAYS)


def is_over(expires_on: date, today: date) -> bool:
    """Whether it may not be read any more; the last day itself still counts."""
    return today > expires_on


def warning_due(expires_on: date, today: date, warned: int | None) -> int | None:
    """The mark (14 or 3 days before the end) that is reached on TODAY and was not told of yet; None
    where there is none. WARNED is the last one told. Where both are reached, the nearer one.
    """
    left = (expires_on - today).days
    reached: Collection[int] = [mark for mark in WARNINGS if left <= mark]
    if left < 0 or not reached:
        return None
    mark = min(reached)
    return mark if warned is None or mark < warned else None


def reply_due(asked_on: date, workdays: int, land: str) -> date:
    """The day by which somebody answers: WORKDAYS working days of LAND after the question."""
    return add_workdays(asked_on, workdays, land)


def call_back_until(asked_on: date) -> date:
    """The last day on which a number is kept."""
    return asked_on + timedelta(days=CALL_BACK_DAYS)


def tries_are_over(tries: int) -> bool:
    """Whether nobody calls again after so many TRIES."""
    return tries >= MOST_TRIES
