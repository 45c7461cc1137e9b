"""Which steps a person has: by kind of custody, by what is known, in an order one can work in."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.cases.rules.planning import (
    Anchors,
    PlannedStep,
    applicability,
    blocked_by,
    known_circumstances,
    plan,
)
from nahtlos.cases.rules.template import BEFORE, template
from nahtlos.cases.rules.vocabulary import ASKED, CustodyKind, Fact, Fits, StepState, Tag

TODAY = date(2026, 11, 26)
YEAR = Anchors(admission=TODAY, release=date(2028, 3, 15))
SENTENCE_ONLY = {"M11", "M22", "M23", "M25"}
CUSTODIES = st.sampled_from(sorted(CustodyKind))
ANSWERS = st.dictionaries(st.sampled_from(sorted(ASKED)), st.sampled_from(["yes", "no"]))
MAYBE = st.none() | st.dates(date(2025, 1, 1), date(2030, 12, 31))


def drafted(
    custody: str, anchors: Anchors = YEAR, answers: dict[str, str] | None = None
) -> dict[str, PlannedStep]:
    kind = CustodyKind(custody)
    made = plan(template(), anchors, answers or {}, kind, today=TODAY, land="MU")
    return {step.code: step for step in made}


def facts(custody: str, anchors: Anchors) -> dict[Tag, Fact]:
    return known_circumstances({}, CustodyKind(custody), anchors, today=TODAY)


def test_remand_shows_no_step_of_a_sentence() -> None:
    answers = dict.fromkeys(map(str, ASKED), "yes")
    assert SENTENCE_ONLY & set(drafted("remand", Anchors(TODAY), answers)) == set()
    assert set(drafted("sentence", YEAR, answers)) >= SENTENCE_ONLY
    assert set(drafted("youth", YEAR, answers)) >= SENTENCE_ONLY


def test_for_an_unpaid_fine_the_way_out_comes_first() -> None:
    short = Anchors(TODAY, TODAY + timedelta(days=20))
    codes = list(drafted("short_fine", short))
    assert codes[0] == "M12"
    assert SENTENCE_ONLY & set(codes) == set()
    assert "M12" not in drafted("sentence")


def test_in_open_custody_flat_and_work_are_not_asked_for() -> None:
    asked_elsewhere = {"M04", "M05", "M18", "M24", "M30", "M42"}
    assert set(drafted("sentence")) >= asked_elsewhere
    assert asked_elsewhere & set(drafted("open")) == set()
    # where somebody says so, it is a step like any other
    assert drafted("open", YEAR, {"no_flat": "yes"})["M24"].fits is Fits.YES


def test_what_nobody_knows_is_a_question_with_a_date() -> None:
    unknown = drafted("sentence")["M10"]
    assert (unknown.fits, unknown.due.on) == (Fits.UNCLEAR, date(2027, 1, 25))
    assert drafted("sentence", YEAR, {"debts": "yes"})["M10"].fits is Fits.YES
    assert "M10" not in drafted("sentence", YEAR, {"debts": "no"})


def test_one_circumstance_of_several_is_enough() -> None:
    assert (
        drafted("sentence", YEAR, {"fa": "yes", "probation_likely": "no"})["M22"].fits is Fits.YES
    )
    assert drafted("sentence", YEAR, {"probation_likely": "no"})["M22"].fits is Fits.UNCLEAR
    assert "M22" not in drafted("sentence", YEAR, {"fa": "no", "probation_likely": "no"})


@pytest.mark.parametrize(
    ("days", "fact"), [(30, Fact.NO), (31, Fact.YES), (None, Fact.UNKNOWN), (-40, Fact.YES)]
)
def test_thirty_days_of_custody_are_counted_or_lived(days: int | None, fact: Fact) -> None:
    begin = TODAY if days is None or days > 0 else TODAY + timedelta(days=days)
    end = begin + timedelta(days=days) if days and days > 0 else None
    assert facts("remand", Anchors(begin, end))[Tag.STAY_OVER_30D] is fact


def test_being_accompanied_is_offered_to_everybody() -> None:
    for release in (None, TODAY + timedelta(days=180), TODAY + timedelta(days=181)):
        known = facts("sentence", Anchors(TODAY, release))
        assert Fact.YES in (known[Tag.REMAINING_OVER_180D], known[Tag.ASAP])
        assert drafted("sentence", Anchors(TODAY, release))["M13"].fits is Fits.YES


def test_a_kind_of_custody_nobody_knows_leaves_questions() -> None:
    known = facts("unknown", YEAR)
    assert (known[Tag.SENTENCE], known[Tag.EFF]) == (Fact.UNKNOWN, Fact.UNKNOWN)
    assert drafted("unknown")["M11"].fits is Fits.UNCLEAR
    assert facts("mother_child", YEAR)[Tag.SENTENCE] is Fact.UNKNOWN


def test_what_follows_from_the_dates_cannot_be_overridden() -> None:
    stored = {"sentence": "yes", "all": "no", "stay_over_30d": "no", "horoscope": "yes"}
    known = known_circumstances(stored, CustodyKind.REMAND, YEAR, today=TODAY)
    assert known[Tag.SENTENCE] is Fact.NO
    assert known[Tag.ALL] is Fact.YES
    assert known[Tag.STAY_OVER_30D] is Fact.YES
    assert set(known) == set(Tag)


def test_a_step_says_what_it_waits_for() -> None:
    assert drafted("sentence", YEAR, {"flat_in_sight": "yes"})["M30"].blocked_by == ("M24", "M27")
    made = plan(
        template(),
        YEAR,
        {"flat_in_sight": "yes", "no_income": "no"},
        CustodyKind.SENTENCE,
        today=TODAY,
        land="MU",
        finished={"M24"},
    )
    assert {step.code: step.blocked_by for step in made}["M30"] == ()
    states = {"M24": StepState.NOT_WANTED, "M27": StepState.WAITING}
    assert blocked_by(template().by_code["M30"], states) == ("M27",)


def test_in_a_short_stay_no_step_is_due_before_what_it_waits_for() -> None:
    made = drafted("sentence", Anchors(TODAY - timedelta(days=1), TODAY + timedelta(days=70)))
    assert made["M11"].due.on == date(2027, 1, 20)
    assert made["M25"].due.on == made["M11"].due.on  # on its own it would be due in three days


def test_before_custody_the_family_has_a_plan_of_its_own() -> None:
    made = plan(
        template(BEFORE),
        Anchors(summons=date(2027, 1, 4)),
        {"children": "yes"},
        CustodyKind.BEFORE,
        today=TODAY,
        land="MU",
    )
    codes = [step.code for step in made]
    assert codes[0] == "L01"
    assert {"L02", "L09", "L13"} <= set(codes)
    assert all(step.due.on and step.due.on < date(2027, 1, 4) for step in made)


@given(CUSTODIES, ANSWERS, MAYBE, MAYBE, st.sampled_from(["MU", "BY", ""]))
def test_no_step_is_ever_due_before_one_it_depends_on(
    custody: CustodyKind,
    answers: dict[str, str],
    admission: date | None,
    release: date | None,
    land: str,
) -> None:
    anchors = Anchors(admission, release)
    made = plan(template(), anchors, answers, custody, today=TODAY, land=land)
    dues = {step.code: step.due.on for step in made}
    for step in made:
        for needed in step.blocked_by:
            own, other = dues[step.code], dues[needed]
            assert own is None or other is None or own >= other
        assert step.due.on is None or step.due.on >= TODAY
        assert (step.due.on is None) <= (step.remind_on is None)


@given(CUSTODIES, ANSWERS, MAYBE, MAYBE)
def test_a_plan_is_in_the_order_of_its_dates(
    custody: CustodyKind, answers: dict[str, str], admission: date | None, release: date | None
) -> None:
    anchors = Anchors(admission, release)
    made = plan(template(), anchors, answers, custody, today=TODAY, land="MU")
    rest = [s for s in made if custody not in s.milestone.first_for]
    assert made[len(made) - len(rest) :] == tuple(rest)
    days = [step.due.on or date.max for step in rest]
    assert days == sorted(days)


@given(CUSTODIES, ANSWERS)
def test_more_knowledge_never_brings_a_question_back(
    custody: CustodyKind, answers: dict[str, str]
) -> None:
    vague = known_circumstances({}, custody, YEAR, today=TODAY)
    clear = known_circumstances(answers, custody, YEAR, today=TODAY)
    for milestone in template().milestones:
        if custody not in milestone.quiet_for:
            before = applicability(milestone, vague, custody)
            after = applicability(milestone, clear, custody)
            assert before in (after, Fits.UNCLEAR)


@given(CUSTODIES)
def test_answering_everything_leaves_no_question_but_those_of_custody(custody: CustodyKind) -> None:
    for answer in ("yes", "no"):
        answers = dict.fromkeys(map(str, ASKED), answer)
        unclear = {c for c, s in drafted(custody, YEAR, answers).items() if s.fits is Fits.UNCLEAR}
        assert unclear <= {"M11", "M12", "M25"}
