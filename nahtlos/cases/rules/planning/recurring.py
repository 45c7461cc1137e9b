"""Steps that come again: which one it is, and when the next one is due."""

import re
from datetime import date
from typing import Final

from nahtlos.cases.rules.spans import Span
from nahtlos.foundation.workdays import workday_until

_OCCURRENCE: Final = re.compile(r"([A-Z]\d{2})-(\d{1,3})")
MOST: Final = 999


def series_of(code: str) -> tuple[str, int]:
    """(code of the template's step, which one it is) of the step CODE: "P01" is the first, "P01-2"
    the second. An own step is the only one of its kind.
    """
    found = _OCCURRENCE.fullmatch(code)
    return (found[1], int(found[2])) if found else (code, 1)


def next_code(code: str) -> str:
    """The code of the one after CODE; '' after the last that fits."""
    base, number = series_of(code)
    return f"{base}-{number + 1}" if number < MOST else ""


def next_on(
    every: Span, *, done_on: date | None, due_on: date | None, today: date, land: str
) -> date | None:
    """When the one after is due: EVERY so long after it was done, else after its day, on the last
    working day of LAND up to that. What lies in the past is passed over: nobody catches up on three
    years of reviews. None where neither day is known.
    """
    last = done_on or due_on
    if last is None:
        return None
    day = every.from_day(last)
    turns = 1
    while workday_until(day, land) <= today:
        turns += 1
        day = Span(every.months * turns, every.days * turns).from_day(last)
    return workday_until(day, land)
