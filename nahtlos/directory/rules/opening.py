"""Opening hours: what somebody types, and what holds at an instant. Hours that nobody told, or
whose time is over, are unknown and never "open".
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from nahtlos.foundation.workdays import is_holiday, is_holiday_somewhere

DAY: Final = 24 * 60  # minutes
MOST_SPANS: Final = 4  # of one day
MOST_EXCEPTIONS: Final = 60
AHEAD: Final = 15  # days in which the next opening is looked for
WEEKDAYS: Final = (
    *("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
)
_ALWAYS: Final = re.compile(r"(rund um die uhr|24 ?(h|std\.?|stunden)|ganzt[äa]gig)", re.IGNORECASE)
_CLOSED: Final = re.compile(r"(geschlossen|zu|-|–|kein|keine)", re.IGNORECASE)
_CLOCK: Final = r"(\d{1,2})(?:[:.](\d{2}))?"
_SPAN: Final = re.compile(
    rf"{_CLOCK}\s*(?:uhr)?\s*(?:-|–|—|bis)\s*{_CLOCK}\s*(?:uhr)?", re.IGNORECASE
)
_BETWEEN: Final = re.compile(r"\s*(?:,|;|/|\bund\b|\bu\.)\s*", re.IGNORECASE)

Span = tuple[int, int]  # minutes since midnight; the second may lie beyond the next midnight
Spans = tuple[Span, ...]


class Unclear(ValueError):
    """The text is the German sentence that says what to change."""


class OnHolidays(StrEnum):
    """What holds on public holidays of the Land."""

    CLOSED = "closed"
    USUAL = "usual"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Hours:
    """week: {0 (Monday) to 6: spans}; a day that is missing is closed, a week without any span was
    not told. exceptions: {day: spans, () for closed}. land: whose public holidays count, '' where
    that is not known. valid_until: after that nobody knows.
    """

    week: Mapping[int, Spans]
    exceptions: Mapping[date, Spans] = field(default_factory=dict)
    on_holidays: OnHolidays = OnHolidays.CLOSED
    land: str = ""
    zone: str = "Europe/Berlin"
    valid_until: date | None = None


class Standing(StrEnum):
    """How it stands at an instant."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Now:
    """How it stands, and when that changes: of OPEN the closing time, of CLOSED the next opening,
    None where it lies too far ahead. until: the instant up to which this may be said.
    """

    standing: Standing
    change: datetime | None
    until: datetime


def read_day(text: str) -> Spans:
    """What somebody typed for one day: `9-12, 13:30-17`, `geschlossen`, `rund um die Uhr`; () where
    it is closed. Unclear where it is no time, or where two spans overlap.
    """
    text = " ".join(text.split())
    if not text or _CLOSED.fullmatch(text):
        return ()
    if _ALWAYS.fullmatch(text):
        return ((0, DAY),)
    spans = [_read_span(part) for part in _BETWEEN.split(text.rstrip("."))]
    if len(spans) > MOST_SPANS:
        raise Unclear(f"Mehr als {MOST_SPANS} Zeiten an einem Tag gehen nicht.")
    spans.sort()
    for (_, closes), (opens, _) in pairwise(spans):
        if opens < closes:
            raise Unclear("Zwei dieser Zeiten überschneiden sich.")
    return tuple(spans)


def _read_span(text: str) -> Span:
    found = _SPAN.fullmatch(text.strip())
    if not found:
        raise Unclear(
            f"„{text[:30]}“ verstehen wir nicht. Bitte so: 9-12, 13:30-17. Ist geschlossen, lassen"
            " Sie das Feld leer."
        )
    opens, closes = (_minutes(found[hour], found[hour + 1], text) for hour in (1, 3))
    if opens == closes:
        raise Unclear(f"„{text[:30]}“: Beginn und Ende sind gleich.")
    return (opens, closes if closes > opens else closes + DAY)


def _minutes(hours: str, minutes: str | None, text: str) -> int:
    found = int(hours) * 60 + int(minutes or 0)
    if int(minutes or 0) > 59 or found > DAY:
        raise Unclear(f"„{text[:30]}“: Diese Uhrzeit gibt es nicht.")
    return found


def written_clock(minutes: int) -> str:
    """`9` and `13:30`, as people write it; 24 for midnight at the end."""
    hours, rest = divmod(minutes if minutes <= DAY else minutes - DAY, 60)
    return f"{hours}:{rest:02}" if rest else str(hours)


def written_day(spans: Spans) -> str:
    """As `read_day` reads it; '' where it is closed."""
    if spans == ((0, DAY),):
        return "rund um die Uhr"
    return ", ".join(f"{written_clock(opens)}–{written_clock(closes)}" for opens, closes in spans)


def _on(hours: Hours, day: date) -> Spans | None:
    """The spans that begin on DAY; None where nobody knows."""
    if day in hours.exceptions:
        return hours.exceptions[day]
    if not any(hours.week.values()) or (hours.valid_until and day > hours.valid_until):
        return None
    if hours.on_holidays is not OnHolidays.USUAL:
        if is_holiday(day, hours.land):
            return () if hours.on_holidays is OnHolidays.CLOSED else None
        if not hours.land and is_holiday_somewhere(day):
            return None
    return hours.week.get(day.weekday(), ())


def _instant(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """The wall clock of the place counts, also on the nights when the clocks change: nine o'clock
    is nine o'clock. In UTC, so that instants compare.
    """
    ahead, rest = divmod(minutes, DAY)
    local = datetime.combine(day + timedelta(days=ahead), time(rest // 60, rest % 60), zone)
    return local.astimezone(UTC)


def _spans(hours: Hours, first: date, days: int) -> Iterator[tuple[datetime, datetime]]:
    """Every span that begins within DAYS from FIRST, those that touch joined into one."""
    zone, last = ZoneInfo(hours.zone), None
    for ahead in range(days):
        day = first + timedelta(days=ahead)
        for opens, closes in _on(hours, day) or ():
            begins, ends = _instant(day, opens, zone), _instant(day, closes, zone)
            if begins >= ends:  # in the hour that is left out when summer time begins
                continue
            if last and begins <= last[1]:
                last = (last[0], max(last[1], ends))
                continue
            if last:
                yield last
            last = (begins, ends)
    if last:
        yield last


def standing(hours: Hours, moment: datetime) -> Now:
    """How it stands at MOMENT; the instants of the answer are in the time of the place."""
    zone = ZoneInfo(hours.zone)
    today = moment.astimezone(zone).date()
    midnight = _instant(today, DAY, zone)
    spans = _spans(hours, today - timedelta(days=1), AHEAD + 1)
    ahead = next(((begins, ends) for begins, ends in spans if ends > moment), None)
    if ahead and ahead[0] <= moment:
        long = ahead[1] > moment + timedelta(days=AHEAD - 2)
        return _now(Standing.OPEN, None if long else ahead[1], midnight, zone)
    if _on(hours, today) is None:
        return _now(Standing.UNKNOWN, None, midnight, zone)
    next_one = ahead[0] if ahead and _all_known(hours, today, ahead[0], zone) else None
    return _now(Standing.CLOSED, next_one, min(midnight, next_one or midnight), zone)


def _now(standing: Standing, change: datetime | None, until: datetime, zone: ZoneInfo) -> Now:
    said = min(until, change) if change else until
    return Now(standing, change.astimezone(zone) if change else None, said.astimezone(zone))


def _all_known(hours: Hours, today: date, opening: datetime, zone: ZoneInfo) -> bool:
    """Whether every day up to that opening is known; a place may open before, where one is not."""
    days = (opening.astimezone(zone).date() - today).days
    return all(_on(hours, today + timedelta(days=n)) is not None for n in range(days + 1))


def read_exceptions(text: str) -> dict[date, Spans]:
    """{day: spans} of lines such as `24.12.2026 geschlossen` and `31.12.2026 9-12`. Unclear with
    the line that is none.
    """
    found: dict[date, Spans] = {}
    for line in (" ".join(one.split()) for one in text.splitlines()):
        if not line:
            continue
        day, _, rest = line.partition(" ")
        try:
            on = datetime.strptime(day.rstrip(":"), "%d.%m.%Y").date()  # noqa: DTZ007 (a day only)
        except ValueError as error:
            raise Unclear(
                f"„{line[:30]}“ verstehen wir nicht, oder den Tag gibt es nicht. Bitte so:"
                " 24.12.2026 geschlossen"
            ) from error
        if on in found:
            raise Unclear(f"{day.rstrip(':')} steht zweimal da.")
        if len(found) >= MOST_EXCEPTIONS:
            raise Unclear(f"Mehr als {MOST_EXCEPTIONS} Ausnahmen gehen nicht.")
        found[on] = read_day(rest.lstrip(": "))
    return found
