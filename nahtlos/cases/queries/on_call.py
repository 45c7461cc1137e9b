"""Whom one reaches outside the usual hours, in words."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from nahtlos.cases.rules.paper import day_words
from nahtlos.directory.rules.opening import (
    WEEKDAYS,
    Hours,
    OnHolidays,
    Spans,
    Standing,
    standing,
    written_clock,
)
from nahtlos.foundation.clock import now, today
from nahtlos.organisations.models import Organisation
from nahtlos.people.models import OnCall
from nahtlos.people.queries import on_call

DAY: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class OnCallPage:
    """The on-call telephone. `week`: (days, hours) with like days together; `others`: the days from
    today on that differ; `open`: whether somebody answers now; `holidays`: what holds on them.
    """

    function: str
    phone: str
    note: str
    week: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    open: bool
    holidays: str


def on_call_page(organisation_id: UUID) -> OnCallPage | None:
    """That of an organisation; None where nobody said."""
    row = on_call(organisation_id)
    return page_of_row(row) if row else None


def page_of_row(row: OnCall) -> OnCallPage:
    """ROW in words, as of now."""
    home = Organisation.objects.values_list("land_id", flat=True).get(pk=row.organisation_id)
    hours = hours_of(row, home or "")
    others = sorted(day for day in hours.exceptions if day >= today())
    usual = hours.on_holidays is OnHolidays.USUAL
    return OnCallPage(
        function=row.function,
        phone=row.phone,
        note=row.note,
        week=week_words(hours),
        others=tuple((day_words(day), said(hours.exceptions[day])) for day in others),
        open=standing(hours, now()).standing is Standing.OPEN,
        holidays="an Feiertagen wie sonst auch" if usual else "an Feiertagen nicht erreichbar",
    )


def hours_of(row: OnCall, land: str) -> Hours:
    """The hours of ROW; LAND says whose holidays count."""
    return Hours(
        week={int(day): _spans(spans) for day, spans in row.week.items()},
        exceptions={date.fromisoformat(day): _spans(them) for day, them in row.exceptions.items()},
        on_holidays=OnHolidays(row.on_holidays),
        land=land,
    )


def _spans(stored: Any) -> Spans:  # noqa: ANN401 (what JSON holds)
    return tuple((begins, ends) for begins, ends in stored)


def said(spans: Spans) -> str:
    """SPANS as people read them: "18 bis 22 Uhr"."""
    if spans == ((0, DAY),):
        return "rund um die Uhr"
    if not spans:
        return "nicht erreichbar"
    return " und ".join(f"{written_clock(a)} bis {written_clock(b)} Uhr" for a, b in spans)


def week_words(hours: Hours) -> tuple[tuple[str, str], ...]:
    """(days, hours) of a week: days that follow each other with the same hours are one line; days
    on which nobody answers are left out.
    """
    lines: list[tuple[int, int, str]] = []
    for day in range(7):
        words = said(hours.week.get(day, ()))
        if lines and lines[-1][1] == day - 1 and lines[-1][2] == words:
            lines[-1] = (lines[-1][0], day, words)
        else:
            lines.append((day, day, words))
    return tuple((_days(a, b), words) for a, b, words in lines if words != said(()))


def _days(first: int, last: int) -> str:
    if (first, last) == (0, 6):
        return "jeden Tag"
    if first == last:
        return WEEKDAYS[first]
    joint = " und " if last == first + 1 else " bis "
    return f"{WEEKDAYS[first]}{joint}{WEEKDAYS[last]}"
