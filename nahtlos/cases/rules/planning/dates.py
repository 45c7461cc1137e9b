"""When a step is due: so many days from its anchor, on a day on which offices work, and never so
that somebody with little time left begins with a red plan.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Protocol

from nahtlos.cases.rules.spans import Span
from nahtlos.cases.rules.vocabulary import Anchor
from nahtlos.foundation.ruling import states
from nahtlos.foundation.workdays import workday_from, workday_until

SHORT_NOTICE: Final = timedelta(days=3)
# While nobody knows the release: what must be ready, so many days after the admission.
READY_AFTER: Final = 30
# Dates outside are typing errors; inside, no offset can leave the calendar.
EARLIEST: Final = date(1950, 1, 1)
LATEST: Final = date(2150, 12, 31)


@dataclass(frozen=True, slots=True)
class Anchors:
    """The days a plan counts from; None means not known. Raises ValueError for a day outside
    EARLIEST and LATEST.
    """

    admission: date | None = None
    release: date | None = None
    summons: date | None = None

    def __post_init__(self) -> None:
        """Refuse years that can only be typing errors."""
        for day in (self.admission, self.release, self.summons):
            if day is not None and not EARLIEST <= day <= LATEST:
                raise ValueError(f"Dieses Datum kann nicht stimmen: {day.isoformat()}")

    def on(self, anchor: Anchor) -> date | None:
        """The day of ANCHOR."""
        days = {Anchor.ADMISSION: self.admission, Anchor.RELEASE: self.release}
        return days.get(anchor, self.summons)


class Timed(Protocol):
    """What has a date that follows from an anchor: a milestone, or the timing of an own step."""

    @property
    def anchor(self) -> Anchor: ...
    @property
    def offset(self) -> int: ...
    @property
    def months(self) -> int: ...
    @property
    def min_lead_days(self) -> int: ...
    @property
    def readiness(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Timing:
    """The timing of a step that somebody added: OFFSET days and MONTHS from ANCHOR."""

    anchor: Anchor
    offset: int
    min_lead_days: int = 0
    readiness: bool = False
    months: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """When a step is due. `on` None: as soon as there is a date. `shortened`: there is less time
    than the step should have, and nobody is to blame. `readiness`: dated although nobody knows the
    release. `use_fallback`: too little time for the usual way.
    """

    on: date | None = None
    shortened: bool = False
    readiness: bool = False
    use_fallback: bool = False


@dataclass(frozen=True, slots=True)
class _Span:
    """The days on which a step can be done."""

    first: date
    last: date | None
    land: str

    def fit(self, day: date) -> date:
        """The last working day up to DAY; the next one where there is none; where there is neither,
        the nearest day.
        """
        near = max(day if self.last is None else min(day, self.last), self.first)
        before = workday_until(near, self.land)
        if before >= self.first:
            return before
        after = workday_from(near, self.land)
        return after if self.last is None or after <= self.last else near


@states(
    "Plan",
    "Ist die Zeit zu kurz für einen Schritt, wird er verkürzt: Er ist in drei Tagen dran und nie"
    " überfällig.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/cases/test_rules_dates.py::test_a_short_stay_shortens_and_never_turns_red",
        "tests/cases/test_rules_dates.py::test_no_step_is_born_overdue",
    ),
)
@states(
    "Plan",
    "Fällt ein Termin vor der Entlassung auf ein Wochenende oder einen Feiertag, gilt der letzte"
    " Werktag davor, nach der Entlassung der nächste.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/cases/test_rules_dates.py::test_before_release_a_holiday_moves_back_after_it_on",
    ),
)
@states(
    "Plan",
    "Ist die Entlassung noch unbekannt, haben nur die Schritte nach der Aufnahme einen Termin und"
    " das, was für alle Fälle bereit sein soll.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/cases/test_rules_dates.py::test_without_a_release_only_readiness_gets_a_date",
    ),
)
def due_of(milestone: Timed, anchors: Anchors, *, today: date, land: str) -> Due:
    """When MILESTONE is due as seen on TODAY, with the working days of LAND."""
    start = anchors.on(milestone.anchor)
    if start is None:
        return _ready(milestone, anchors, today, land)
    day = Span(milestone.months, milestone.offset).from_day(start)
    if milestone.anchor is Anchor.RELEASE and day >= start:
        return _afterwards(start, day, today, land)
    return _beforehand(milestone, start, anchors, today, land)


def _ready(milestone: Timed, anchors: Anchors, today: date, land: str) -> Due:
    """The date of a step whose anchor nobody knows."""
    if not milestone.readiness or anchors.admission is None:
        return Due()
    due = due_of(Timing(Anchor.ADMISSION, READY_AFTER), anchors, today=today, land=land)
    return replace(due, readiness=True)


def _afterwards(release: date, day: date, today: date, land: str) -> Due:
    """On the day of the release, which may be any day, or on a working day after it."""
    on = workday_from(day, land) if day > release else day
    if on >= today:
        return Due(on)
    return Due(workday_from(today + SHORT_NOTICE, land), shortened=True)


def _beforehand(milestone: Timed, start: date, anchors: Anchors, today: date, land: str) -> Due:
    """While there is still time: not before what it counts from has begun, not after its end."""
    inside = milestone.anchor is not Anchor.SUMMONS
    begin = anchors.admission if inside else None
    end = anchors.release if inside else start
    day = Span(milestone.months, milestone.offset).from_day(start)
    on = _Span(begin or date.min, end, land).fit(day)
    first = max(today, begin or today)
    missed = on < first or (begin is not None and day < begin)
    shortened = missed or (end is not None and day > end)
    if missed:
        reachable = end if end is not None and end >= first else None
        on = _Span(first, reachable, land).fit(first + SHORT_NOTICE)
    late = end is not None and (end - today).days < milestone.min_lead_days
    return Due(on, shortened=shortened or late, use_fallback=late)
