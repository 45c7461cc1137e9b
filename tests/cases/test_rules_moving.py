"""Moving a release: open steps move with their reminders, done ones stay, dated ones ask."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nahtlos.cases.rules.planning import (
    Anchors,
    Change,
    Difference,
    Line,
    PlannedStep,
    StepNow,
    Timing,
    plan,
    remind_on,
    replan,
)
from nahtlos.cases.rules.template import template
from nahtlos.cases.rules.vocabulary import FINISHED, Anchor, CustodyKind, StepState, Tag

TODAY = date(2026, 11, 26)
LAND = "MU"
MARCH = Anchors(admission=date(2025, 11, 3), release=date(2027, 3, 15))
APRIL = replace(MARCH, release=date(2027, 4, 1))
UNKNOWN = replace(MARCH, release=None)
RELEASES = st.none() | st.dates(date(2026, 11, 27), date(2029, 12, 31))
ADMISSIONS = st.none() | st.dates(date(2025, 1, 1), date(2026, 11, 26))
CUSTODIES = st.sampled_from(sorted(CustodyKind))
ANSWERS = st.dictionaries(st.sampled_from(sorted(Tag)), st.sampled_from(["yes", "no"]))
OPEN = (StepState.OPEN, StepState.WAITING)


def now(step: PlannedStep, state: StepState = StepState.OPEN, **other: bool) -> StepNow:
    """A planned STEP as it is stored."""
    return StepNow(
        step.code,
        state,
        step.due.on,
        shortened=step.due.shortened,
        timed=step.milestone,
        depends_on=step.milestone.depends_on,
        **other,
    )


def steps(anchors: Anchors, custody: CustodyKind = CustodyKind.SENTENCE) -> list[StepNow]:
    """Every step of a plan made today, all of them open."""
    answers: dict[str, str] = dict.fromkeys(map(str, Tag), "yes")
    made = plan(template(), anchors, answers, custody, today=TODAY, land=LAND)
    return [now(step) for step in made]


def moved(given: list[StepNow], before: Anchors, after: Anchors) -> Difference:
    return replan(given, before, after, today=TODAY, land=LAND)


def lines(difference: Difference) -> dict[str, Line]:
    return {line.key: line for line in difference.lines}


def carried_out(given: list[StepNow], difference: Difference) -> list[StepNow]:
    """The steps after everything that DIFFERENCE writes."""
    found = lines(difference)
    dues = {key: line.due for key, line in found.items() if line.due is not None}
    return [
        replace(step, due_on=dues[step.key].on, shortened=dues[step.key].shortened)
        if step.key in dues
        else step
        for step in given
    ]


def test_open_steps_move_done_ones_stay_dated_ones_ask() -> None:
    card = StepNow("M34", StepState.OPEN, date(2027, 3, 1), timed=template().by_code["M34"])
    done = StepNow("M28", StepState.DONE, date(2027, 1, 14), timed=template().by_code["M28"])
    dated = StepNow("S-1", StepState.OPEN, date(2027, 3, 10), by_hand=True)
    note = StepNow("S-2", StepState.OPEN, None)
    said = lines(moved([card, done, dated, note], MARCH, APRIL))
    assert (said["M34"].change, said["M34"].old, said["M34"].new) == (
        Change.MOVES,
        date(2027, 3, 1),
        date(2027, 3, 18),
    )
    assert (said["M28"].change, said["M28"].new) == (Change.STAYS, date(2027, 1, 14))
    assert said["S-1"].change is Change.ASKS
    assert said["S-1"].new == date(2027, 3, 10)
    assert said["S-1"].proposal == date(2027, 3, 25)  # 17 days later is Saturday at Easter
    assert said["S-2"].change is Change.UNCHANGED


def test_the_reminder_follows_the_step() -> None:
    card = StepNow("M34", StepState.OPEN, date(2027, 3, 1), timed=template().by_code["M34"])
    said = lines(moved([card], MARCH, APRIL))["M34"]
    assert remind_on(date(2027, 3, 1), today=TODAY, land=LAND) == date(2027, 2, 22)
    assert said.remind_on == date(2027, 3, 11)
    later = moved([card], MARCH, replace(MARCH, release=date(2026, 12, 20)))
    assert lines(later)["M34"].remind_on == date(2026, 12, 2)  # T-14 is Sunday, so Friday 4th


@pytest.mark.parametrize("state", sorted(FINISHED))
def test_what_is_finished_never_moves(state: StepState) -> None:
    given = [replace(step, state=state) for step in steps(MARCH)]
    difference = moved(given, MARCH, APRIL)
    assert {line.change for line in difference.lines} == {Change.STAYS}
    assert difference.is_empty


def test_an_earlier_release_shortens_and_never_turns_red() -> None:
    soon = replace(MARCH, release=TODAY + timedelta(days=8))
    difference = moved(steps(MARCH), MARCH, soon)
    said = lines(difference)
    assert said["M28"].change is Change.SHORTENED
    assert said["M28"].due is not None
    assert said["M28"].due.use_fallback
    assert [line.key for line in difference.written if line.new and line.new < TODAY] == []


def test_a_release_that_becomes_unknown_takes_the_dates_with_it() -> None:
    said = lines(moved(steps(MARCH), MARCH, UNKNOWN))
    assert said["M28"].change is Change.LOSES_DATE
    assert (said["M28"].new, said["M28"].remind_on) == (None, None)
    assert said["M34"].due is not None
    assert said["M34"].due.readiness
    assert said["M01"].change is Change.UNCHANGED


def test_a_release_that_becomes_known_gives_dates() -> None:
    said = lines(moved(steps(UNKNOWN), UNKNOWN, APRIL))
    assert (said["M30"].change, said["M30"].new) == (Change.GETS_DATE, date(2027, 2, 15))
    assert said["M30"].remind_on == date(2027, 2, 8)


def test_a_date_set_by_hand_is_offered_a_working_day() -> None:
    appointment = StepNow("S-1", StepState.OPEN, date(2027, 3, 10), by_hand=True)
    for release, proposal in (
        (date(2027, 3, 19), date(2027, 3, 12)),  # 14 March is a Sunday
        (date(2027, 3, 14), date(2027, 3, 9)),
        (date(2026, 11, 28), TODAY),  # never in the past
    ):
        said = moved([appointment], MARCH, replace(MARCH, release=release))
        assert [(line.key, line.proposal) for line in said.asked] == [("S-1", proposal)]
    after = StepNow("S-2", StepState.OPEN, date(2027, 3, 18), by_hand=True)
    said = moved([after], MARCH, replace(MARCH, release=date(2027, 3, 17)))
    assert said.asked[0].proposal == date(2027, 3, 22)  # 20 March is a Saturday
    fetched = StepNow("S-3", StepState.OPEN, date(2027, 3, 15), by_hand=True)
    sunday = replace(MARCH, release=date(2027, 3, 21))  # the day of the release may be any day
    assert moved([fetched], MARCH, sunday).asked[0].proposal == date(2027, 3, 21)
    assert moved([appointment], MARCH, UNKNOWN).asked[0].proposal is None
    assert moved([appointment], UNKNOWN, MARCH).is_empty


def test_a_date_set_by_hand_asks_only_where_its_own_anchor_moved() -> None:
    visit = StepNow(
        "S-1", StepState.OPEN, date(2026, 12, 2), by_hand=True, timed=Timing(Anchor.ADMISSION, 30)
    )
    assert moved([visit], MARCH, APRIL).is_empty


def test_an_own_step_counted_from_the_release_moves() -> None:
    own = StepNow("S-1", StepState.WAITING, date(2027, 3, 5), timed=Timing(Anchor.RELEASE, -10))
    said = lines(moved([own], MARCH, APRIL))["S-1"]
    assert (said.change, said.new) == (Change.MOVES, date(2027, 3, 22))


def test_a_step_that_is_late_stays_late() -> None:
    late = StepNow("M08", StepState.OPEN, date(2025, 11, 24), timed=template().by_code["M08"])
    assert moved([late], MARCH, APRIL).is_empty


def test_a_step_with_more_time_again_loses_its_mark() -> None:
    given = [s for s in steps(replace(MARCH, release=TODAY + timedelta(days=8))) if s.key == "M28"]
    assert given[0].shortened
    said = lines(moved(given, replace(MARCH, release=TODAY + timedelta(days=8)), APRIL))["M28"]
    assert said.due is not None
    assert not said.due.shortened
    assert said.change is Change.MOVES


def test_a_shortened_step_that_stays_shortened_just_moves() -> None:
    # the day before the release, brought forward from the very day
    near, nearer = (replace(MARCH, release=date(2026, 11, day)) for day in (28, 26))
    given = [step for step in steps(near) if step.key == "M28"]
    said = lines(moved(given, near, nearer))["M28"]
    assert (said.change, said.old, said.new) == (Change.MOVES, date(2026, 11, 27), TODAY)


def test_the_same_day_without_the_mark_is_written_and_called_unchanged() -> None:
    card = StepNow(
        "M34", StepState.OPEN, date(2027, 3, 18), shortened=True, timed=template().by_code["M34"]
    )
    said = lines(moved([card], MARCH, APRIL))["M34"]
    assert said.change is Change.UNCHANGED
    assert said.due is not None
    assert not said.due.shortened


@given(ADMISSIONS, RELEASES, CUSTODIES, ANSWERS, st.lists(st.sampled_from(sorted(StepState))))
def test_the_same_date_changes_nothing(
    admission: date | None,
    release: date | None,
    custody: CustodyKind,
    answers: dict[str, str],
    states: list[StepState],
) -> None:
    anchors = Anchors(admission, release)
    made = plan(template(), anchors, answers, custody, today=TODAY, land=LAND)
    given = [now(s, states[n % len(states)] if states else OPEN[0]) for n, s in enumerate(made)]
    assert moved(given, anchors, anchors).is_empty


@given(
    ADMISSIONS,
    RELEASES,
    RELEASES,
    CUSTODIES,
    ANSWERS,
    st.lists(st.sampled_from(sorted(StepState)), min_size=1),
    st.sampled_from(["MU", "BY", "SN", ""]),
)
def test_moving_there_and_back_restores_untouched_steps(
    admission: date | None,
    first: date | None,
    second: date | None,
    custody: CustodyKind,
    answers: dict[str, str],
    states: list[StepState],
    land: str,
) -> None:
    before, after = Anchors(admission, first), Anchors(admission, second)
    made = plan(template(), before, answers, custody, today=TODAY, land=land)
    given = [now(step, states[n % len(states)]) for n, step in enumerate(made)]
    there = carried_out(given, replan(given, before, after, today=TODAY, land=land))
    back = carried_out(there, replan(there, after, before, today=TODAY, land=land))
    assert back == given


@given(ADMISSIONS, RELEASES, RELEASES, CUSTODIES, ANSWERS)
def test_moving_leads_to_the_plan_of_the_new_date(
    admission: date | None,
    first: date | None,
    second: date | None,
    custody: CustodyKind,
    answers: dict[str, str],
) -> None:
    before, after = Anchors(admission, first), Anchors(admission, second)
    given = [now(s) for s in plan(template(), before, answers, custody, today=TODAY, land=LAND)]
    afresh = plan(template(), after, answers, custody, today=TODAY, land=LAND)
    assume({step.code for step in afresh} == {step.key for step in given})
    found = {s.key: s.due_on for s in carried_out(given, moved(given, before, after))}
    assert found == {step.code: step.due.on for step in afresh}


@given(ADMISSIONS, RELEASES, RELEASES, ANSWERS)
def test_every_change_is_called_what_it_is(
    admission: date | None, first: date | None, second: date | None, answers: dict[str, str]
) -> None:
    before, after = Anchors(admission, first), Anchors(admission, second)
    made = plan(template(), before, answers, CustodyKind.SENTENCE, today=TODAY, land=LAND)
    given = {step.code: now(step) for step in made}
    for line in moved(list(given.values()), before, after).lines:
        old, new = given[line.key].due_on, line.new
        assert line.old == old
        assert {
            Change.MOVES: old is not None and new is not None and old != new,
            Change.SHORTENED: line.due is not None and line.due.shortened,
            Change.GETS_DATE: old is None and new is not None,
            Change.LOSES_DATE: old is not None and new is None,
            Change.UNCHANGED: old == new,
        }[line.change]
        if line.due is not None:
            assert line.remind_on == remind_on(new, today=TODAY, land=LAND)
