"""When a web address counts as gone, and when it is asked again; pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

# Servers rest, providers move: one bad night says nothing.
FAILURES: Final = 3
ASK_EVERY: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an address: the last day it was asked, on how many days in a row it failed,
    and since when.
    """

    checked_on: date | None = None
    failures: int = 0
    failing_since: date | None = None


def is_due(known: Known, today: date) -> bool:
    """Whether it is asked on TODAY: one that failed every day, the others every week."""
    if known.checked_on is None:
        return True
    waited = today - known.checked_on
    return waited >= ASK_EVERY or (known.failures > 0 and waited > timedelta(0))


def after(known: Known, today: date, *, answered: bool) -> Known:
    """What is known once it was asked on TODAY. A second failure on one day is no other one."""
    if answered:
        return Known(today)
    again = known.checked_on == today and known.failures > 0
    return Known(today, known.failures + (0 if again else 1), known.failing_since or today)


def is_gone(failures: int) -> bool:
    """Whether it counts as gone."""
    return failures >= FAILURES


def is_our_fault(asked: int, unreached: int) -> bool:
    """Whether a night says something about our own network only: nothing at all was reached."""
    return asked > 1 and asked == unreached
