"""Working days: Monday to Friday, unless the day is a public holiday of the Land. Plain dates, so
that no change of the clocks can lose or double a day.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import count
from typing import Final

import holidays

LAENDER: Final = frozenset(
    (
        *("BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV"),
        *("NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH"),
    )
)
# Musterland is invented and has no law of its own; "" stands for a Land that is not known.
NATIONWIDE: Final = frozenset({"MU", ""})
_SATURDAY: Final = 5


@cache
def _holidays(land: str, year: int) -> frozenset[date]:
    """The public holidays of LAND in YEAR. Holidays of single towns (Augsburg, Mariä Himmelfahrt in
    parts of Bavaria, Fronleichnam in parts of Saxony and Thuringia) count as working days.
    """
    if land not in LAENDER | NATIONWIDE:
        raise ValueError(f"Unbekanntes Land: {land!r}")
    part = land if land in LAENDER else None
    return frozenset(holidays.country_holidays("DE", subdiv=part, years=year))


def named_holidays(land: str, year: int) -> list[tuple[date, str]]:
    """The public holidays of LAND in YEAR with their German names, in order."""
    part = land if land in LAENDER else None
    found = holidays.country_holidays("DE", subdiv=part, years=year, language="de")
    return sorted((day, name) for day, name in found.items() if day in _holidays(land, year))


def is_holiday(day: date, land: str = "") -> bool:
    """Whether DAY is a public holiday in LAND, as `is_workday` knows them."""
    return day in _holidays(land, day.year)


def is_holiday_somewhere(day: date) -> bool:
    """Whether DAY is a public holiday in at least one Land."""
    return any(is_holiday(day, land) for land in LAENDER)


def is_workday(day: date, land: str = "") -> bool:
    """Whether offices work on DAY in LAND: a two-letter code; "MU" and "" know only the holidays of
    the whole country.
    """
    return day.weekday() < _SATURDAY and not is_holiday(day, land)


def _workdays(day: date, direction: int, land: str) -> Iterator[date]:
    """The working days after (+1) or before (-1) DAY, without end."""
    days = (day + timedelta(days=direction * n) for n in count(1))
    return (found for found in days if is_workday(found, land))


def add_workdays(day: date, n: int, land: str = "") -> date:
    """The Nth working day after DAY, before it where N is negative; DAY itself where N is 0."""
    found = day
    steps = _workdays(day, 1 if n > 0 else -1, land)
    for _ in range(abs(n)):
        found = next(steps)
    return found


def last_workday_before(day: date, land: str = "") -> date:
    """The working day before DAY, never DAY itself."""
    return add_workdays(day, -1, land)


def workday_until(day: date, land: str = "") -> date:
    """DAY where offices work on it, otherwise the last working day before it."""
    return day if is_workday(day, land) else last_workday_before(day, land)


def workday_from(day: date, land: str = "") -> date:
    """DAY where offices work on it, otherwise the next working day."""
    return day if is_workday(day, land) else add_workdays(day, 1, land)
