"""Opening hours as rules of recurrence (RFC 5545 as HSDS takes it over): the days with the same
hours together, one schedule for each span. Nothing told: no schedule.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final
from uuid import UUID, uuid5

from nahtlos.directory.rules.opening import DAY, Hours, OnHolidays, Span
from nahtlos.exchange.rules.shapes import Schedule

DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
HOLIDAYS: Final = {
    OnHolidays.CLOSED: "An Feiertagen geschlossen.",
    OnHolidays.USUAL: "Auch an Feiertagen.",
    OnHolidays.UNKNOWN: "An Feiertagen nicht bekannt.",
}


def clock(minutes: int) -> str:
    """`09:30`; what ends after midnight ends on the clock of the next day."""
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def _end(span: Span) -> str:
    return "24:00" if span[1] == DAY else clock(span[1])


def schedules_of(hours: Hours | None, owner: UUID, today: date, note: str = "") -> list[Schedule]:
    """The schedules of HOURS; none where nobody told them, or where their time is over."""
    if hours is None or (hours.valid_until and hours.valid_until < today):
        return []
    return [*_weekly(hours, owner, note), *_single(hours, owner, today)]


def _weekly(hours: Hours, owner: UUID, note: str) -> Iterator[Schedule]:
    days: dict[Span, list[str]] = {}
    for day in range(7):
        for span in hours.week.get(day, ()):
            days.setdefault(span, []).append(DAYS[day])
    notes = " ".join(part for part in (note, HOLIDAYS[hours.on_holidays]) if part)
    for span in sorted(days):
        yield Schedule(
            id=uuid5(owner, f"schedule:{span[0]}-{span[1]}"),
            freq="WEEKLY",
            interval=1,
            wkst="MO",
            byday=",".join(days[span]),
            opens_at=clock(span[0]),
            closes_at=_end(span),
            valid_to=hours.valid_until.isoformat() if hours.valid_until else None,
            description=f"Ortszeit {hours.zone}",
            notes=notes,
        )


def _single(hours: Hours, owner: UUID, today: date) -> Iterator[Schedule]:
    """The days that differ, from TODAY on."""
    for day, spans in sorted(hours.exceptions.items()):
        if day < today:
            continue
        for span in spans or (None,):
            yield Schedule(
                id=uuid5(owner, f"schedule:{day}:{span}"),
                dtstart=day.isoformat(),
                valid_from=day.isoformat(),
                valid_to=day.isoformat(),
                opens_at=clock(span[0]) if span else None,
                closes_at=_end(span) if span else None,
                description="nur an diesem Tag" if span else "an diesem Tag geschlossen",
            )
