"""How a step stands today, and when somebody is reminded of it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.cases.rules.planning import (
    Standing,
    is_overdue,
    release_passed,
    remind_on,
    standing,
)
from nahtlos.cases.rules.planning.standing import next_due
from nahtlos.cases.rules.vocabulary import FINISHED, StepState
from nahtlos.foundation.workdays import is_workday

TODAY = date(2026, 11, 26)  # a Thursday
DAYS = st.dates(date(2025, 1, 1), date(2030, 12, 31))


@dataclass(frozen=True)
class Row:
    """A step as a row of the database tells it."""

    state: str = "open"
    due_on: date | None = TODAY
    shortened: bool = False


def in_berlin(instant: datetime) -> date:
    return instant.astimezone(ZoneInfo("Europe/Berlin")).date()


def test_due_on_the_16th_is_overdue_from_the_17th() -> None:
    due = date(2026, 9, 16)
    for hours, late in ((-24, False), (-12, False), (21.99, False), (22, True), (46, True)):
        instant = datetime(2026, 9, 16, tzinfo=UTC) + timedelta(hours=hours)  # 22:00 UTC = 24 Uhr
        assert is_overdue(due, in_berlin(instant)) is late
        assert (standing(Row(due_on=due), in_berlin(instant)) is Standing.OVERDUE) is late


@pytest.mark.parametrize("night", [date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)])
def test_a_night_of_the_clocks_makes_nothing_overdue_early(night: date) -> None:
    midnight = datetime(night.year, night.month, night.day, tzinfo=ZoneInfo("Europe/Berlin"))
    next_midnight = midnight + timedelta(days=1)
    last_second = next_midnight.astimezone(UTC) - timedelta(seconds=1)
    assert not is_overdue(night, in_berlin(last_second))
    assert is_overdue(night, in_berlin(next_midnight.astimezone(UTC)))


def test_a_shortened_step_is_never_called_overdue() -> None:
    late = Row(due_on=TODAY - timedelta(days=40), shortened=True)
    assert standing(late, TODAY) is Standing.SHORTENED
    assert standing(Row(due_on=TODAY, shortened=True), TODAY) is Standing.TODAY


def test_the_week_ends_on_sunday() -> None:
    said = {n: standing(Row(due_on=TODAY + timedelta(days=n)), TODAY) for n in (0, 1, 3, 4)}
    assert said == {
        0: Standing.TODAY,
        1: Standing.THIS_WEEK,
        3: Standing.THIS_WEEK,
        4: Standing.LATER,
    }
    assert standing(Row(due_on=date(2027, 1, 3)), date(2026, 12, 28)) is Standing.THIS_WEEK


@given(st.sampled_from(sorted(FINISHED)), st.none() | DAYS, DAYS, st.booleans())
def test_what_is_finished_is_never_late(
    state: str, due_on: date | None, today: date, shortened: bool
) -> None:
    assert standing(Row(state, due_on, shortened), today) is Standing.FINISHED


def test_without_a_date_a_step_waits_for_one() -> None:
    assert standing(Row(due_on=None), TODAY).label == "sobald ein Termin feststeht"


def test_waiting_for_others_can_be_overdue_too() -> None:
    assert standing(Row("waiting", TODAY - timedelta(days=1)), TODAY) is Standing.OVERDUE


def test_a_release_date_of_yesterday_is_passed_and_not_forgotten() -> None:
    yesterday = TODAY - timedelta(days=1)
    assert release_passed(yesterday, ended_on=None, today=TODAY)
    assert not release_passed(TODAY, ended_on=None, today=TODAY)
    assert not release_passed(yesterday, ended_on=yesterday, today=TODAY)
    assert not release_passed(None, ended_on=None, today=TODAY)


def test_reminders_come_a_week_before_or_two_days_where_it_is_soon() -> None:
    assert remind_on(date(2026, 12, 17), today=TODAY, land="MU") == date(2026, 12, 10)
    assert remind_on(date(2026, 12, 10), today=TODAY, land="MU") == date(2026, 12, 8)
    assert remind_on(date(2026, 12, 21), today=TODAY, land="MU") == date(2026, 12, 14)
    assert remind_on(date(2027, 1, 8), today=TODAY, land="MU") == date(2026, 12, 31)  # 1 January
    assert remind_on(TODAY + timedelta(days=1), today=TODAY, land="MU") == TODAY
    assert remind_on(TODAY - timedelta(days=1), today=TODAY, land="MU") is None
    assert remind_on(None, today=TODAY, land="MU") is None


def test_on_a_free_day_nobody_is_reminded_in_vain() -> None:
    saturday = date(2026, 11, 28)
    assert remind_on(date(2026, 12, 1), today=saturday, land="MU") == date(2026, 11, 30)
    assert remind_on(date(2026, 11, 29), today=saturday, land="MU") is None


@given(DAYS, DAYS, st.sampled_from(["MU", "BY", "SN"]))
def test_a_reminder_is_a_working_day_between_today_and_the_date(
    due: date, today: date, land: str
) -> None:
    day = remind_on(due, today=today, land=land)
    if day is None:
        between = (due - today).days
        assert not any(is_workday(today + timedelta(days=n), land) for n in range(between + 1))
    else:
        assert today <= day <= due
        assert is_workday(day, land)


def test_the_next_date_is_that_of_a_step_still_to_do() -> None:
    early, late = TODAY + timedelta(days=1), TODAY + timedelta(days=9)
    rows = [Row("done", early), Row("open", None), Row(StepState.WAITING, late)]
    assert next_due(rows) == late
    assert next_due(rows[:2]) is None
