"""Due dates: anchors, short stays, unknown releases, weekends and holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nahtlos.cases.rules.planning import Anchors, Due, Timing, due_of
from nahtlos.cases.rules.template import BEFORE, Milestone, template
from nahtlos.cases.rules.vocabulary import Anchor
from nahtlos.foundation.workdays import is_workday, workday_from

TODAY = date(2026, 11, 26)  # a Thursday
DAYS = st.dates(date(2025, 1, 1), date(2030, 12, 31))
MAYBE = st.none() | DAYS
ALL = (*template().milestones, *template(BEFORE).milestones)
MILESTONES = st.sampled_from(ALL)
LANDS = st.sampled_from(["MU", "BY", "SN", "BE", ""])


def step(code: str) -> Milestone:
    return template(BEFORE if code.startswith("L") else "2026-1").by_code[code]


def due(code: str, anchors: Anchors, *, today: date = TODAY, land: str = "MU") -> Due:
    return due_of(step(code), anchors, today=today, land=land)


def test_a_due_date_is_its_anchor_and_an_offset() -> None:
    anchors = Anchors(admission=TODAY, release=date(2028, 3, 15))
    assert due("M01", anchors) == Due(date(2026, 11, 27))  # A+3 is a Sunday
    assert due("M02", anchors) == Due(date(2026, 11, 27))
    assert due("M34", anchors) == Due(date(2028, 3, 1))
    assert due("M45", anchors) == Due(date(2028, 4, 12))


def test_a_short_stay_shortens_and_never_turns_red() -> None:
    anchors = Anchors(admission=TODAY, release=TODAY + timedelta(days=10))
    assert due("M26", anchors) == Due(date(2026, 11, 27), shortened=True, use_fallback=True)
    assert due("M16", anchors) == Due(date(2026, 11, 27), shortened=True)
    # eight weeks after admission would be after the release
    assert due("M11", anchors) == Due(date(2026, 12, 4), shortened=True)
    assert due("M37", anchors).shortened is False
    assert due("M37", anchors).on == date(2026, 11, 27)
    assert due("M40", anchors) == Due(date(2026, 12, 7))


def test_too_little_time_means_the_fallback() -> None:
    for left, late in ((43, False), (42, False), (41, True)):
        found = due("M26", Anchors(release=TODAY + timedelta(days=left)))
        assert (found.use_fallback, found.shortened) == (late, True)


def test_an_own_step_with_too_little_lead_is_shortened_on_its_day() -> None:
    own = Timing(Anchor.RELEASE, -2, min_lead_days=30)
    found = due_of(own, Anchors(release=date(2026, 12, 10)), today=TODAY, land="MU")
    assert found == Due(date(2026, 12, 8), shortened=True, use_fallback=True)


def test_a_shortened_step_is_not_due_after_the_release() -> None:
    tomorrow = Anchors(admission=TODAY, release=TODAY + timedelta(days=1))
    assert due("M37", tomorrow) == Due(tomorrow.release, shortened=True, use_fallback=True)


def test_without_a_release_only_readiness_gets_a_date() -> None:
    anchors = Anchors(admission=TODAY)
    dated = {m.code for m in template().milestones if due(m.code, anchors).on}
    admission = {m.code for m in template().milestones if m.anchor is Anchor.ADMISSION}
    assert dated == admission | {"M26", "M27", "M34", "M36"}
    assert due("M34", anchors) == Due(date(2026, 12, 24), readiness=True)  # A+30 is 26 December
    assert due("M34", Anchors(date(2026, 11, 16))).on == date(2026, 12, 16)
    assert due("M24", anchors) == Due()


def test_without_any_date_nothing_is_due() -> None:
    assert {due(m.code, Anchors()) for m in ALL} == {Due()}


def test_before_release_a_holiday_moves_back_after_it_on() -> None:
    # Easter 2027: Good Friday 26 March, Easter Monday 29 March
    assert due("M37", Anchors(release=date(2027, 4, 4))).on == date(2027, 3, 25)  # T-7 is Sunday
    assert due("M44", Anchors(release=date(2027, 3, 20))).on == date(2027, 3, 30)  # T+7 Saturday


def test_the_land_decides_what_a_holiday_is() -> None:
    anchors = Anchors(release=date(2027, 1, 13))  # T-7 is 6 January, Heilige Drei Könige
    assert due("M37", anchors, land="MU").on == date(2027, 1, 6)
    assert due("M37", anchors, land="BY").on == date(2027, 1, 5)


def test_the_day_of_the_release_may_be_any_day() -> None:
    for day in (date(2027, 3, 26), date(2027, 1, 3), date(2026, 12, 25)):
        assert due("M39", Anchors(release=day)) == Due(day)


def test_the_first_meeting_is_on_the_next_working_day() -> None:
    friday = Anchors(release=date(2026, 12, 4))
    assert due("M40", friday) == Due(date(2026, 12, 7))


def test_nothing_is_due_before_the_admission() -> None:
    saturday = Anchors(admission=date(2026, 11, 28))
    assert due("M02", saturday) == Due(date(2026, 11, 30))  # A+1 is a Sunday


def test_before_custody_the_summons_counts() -> None:
    anchors = Anchors(summons=date(2027, 1, 4))
    assert due("L02", anchors) == Due(date(2026, 12, 7))
    assert due("L14", anchors) == Due(date(2026, 12, 31))  # L-3 is New Year's Day
    soon = Anchors(summons=TODAY + timedelta(days=5))
    assert due("L02", soon) == Due(date(2026, 11, 27), shortened=True, use_fallback=True)


def test_an_own_step_counts_like_any_other() -> None:
    own = Timing(Anchor.RELEASE, -10)
    anchors = Anchors(release=date(2027, 3, 15))
    assert due_of(own, anchors, today=TODAY, land="MU") == Due(date(2027, 3, 5))


@pytest.mark.parametrize("night", [date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)])
@pytest.mark.parametrize("days", [-365, -14, -7, -1, 1, 14, 182])
def test_the_nights_of_the_clocks_move_no_date(night: date, days: int) -> None:
    today = date(2024, 1, 2)
    for release in (night - timedelta(days=days), night):
        found = due_of(Timing(Anchor.RELEASE, days), Anchors(release=release), today=today, land="")
        raw = release + timedelta(days=days)
        assert found.on is not None
        assert abs((found.on - raw).days) <= 4
        assert found.on == raw or not is_workday(raw)


@pytest.mark.parametrize("year", [1, 1899, 9999])
def test_a_year_that_cannot_be_is_refused(year: int) -> None:
    with pytest.raises(ValueError, match="kann nicht stimmen"):
        Anchors(release=date(year, 12, 31))


@given(MILESTONES, MAYBE, MAYBE, MAYBE, DAYS, LANDS)
@example(step("M39"), None, date(2026, 11, 25), None, TODAY, "MU")
@example(step("M37"), None, date(2026, 11, 25), None, TODAY, "MU")
@example(step("M02"), date(2026, 11, 28), date(2026, 11, 29), None, TODAY, "MU")
def test_no_step_is_born_overdue(
    milestone: Milestone,
    admission: date | None,
    release: date | None,
    summons: date | None,
    today: date,
    land: str,
) -> None:
    anchors = Anchors(admission, release, summons)
    found = due_of(milestone, anchors, today=today, land=land)
    if found.on is not None:
        assert found.on >= today
        assert is_workday(found.on, land) or found.on in (admission, release, summons)
    assert found.shortened or not found.use_fallback


@given(MILESTONES, MAYBE, DAYS, DAYS, LANDS)
def test_what_belongs_before_the_release_is_never_after_it(
    milestone: Milestone, admission: date | None, release: date, today: date, land: str
) -> None:
    if (admission or today) > release or today > release:
        return
    found = due_of(milestone, Anchors(admission, release), today=today, land=land)
    if milestone.anchor is Anchor.RELEASE and milestone.offset > 0:
        assert found.on is not None
        assert found.on > release
        assert found.on - release >= timedelta(days=milestone.offset)
    elif found.on is not None:
        assert found.on <= release


@given(MILESTONES, DAYS, DAYS, LANDS)
def test_with_enough_time_a_step_stands_at_its_offset(
    milestone: Milestone, admission: date, today: date, land: str
) -> None:
    release = max(admission, today) + timedelta(days=800)
    anchors = Anchors(admission, release, summons=today + timedelta(days=100))
    start = anchors.on(milestone.anchor)
    assert start is not None
    raw = start + timedelta(days=milestone.offset)
    if raw < max(today, admission) + timedelta(days=6):
        return
    found = due_of(milestone, anchors, today=today, land=land)
    assert not found.shortened
    assert found.on is not None
    assert abs((found.on - raw).days) <= 5
    after = milestone.anchor is Anchor.RELEASE and milestone.offset > 0
    assert found.on == raw or (found.on > raw) == after


@given(st.integers(0, 40), DAYS, LANDS)
def test_a_stay_of_days_has_a_plan_without_red(stay: int, today: date, land: str) -> None:
    anchors = Anchors(admission=today, release=today + timedelta(days=stay))
    last = workday_from(today + timedelta(days=stay + 182), land)
    for milestone in template().milestones:
        on = due_of(milestone, anchors, today=today, land=land).on
        assert on is not None
        assert today <= on <= last
