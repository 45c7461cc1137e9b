"""Steps that come again: the next one appears when one is done or its day passes."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.cases import actions, queries
from nahtlos.cases.actions import bring_passed
from nahtlos.cases.models import Case, Stay
from nahtlos.cases.queries.plan import case_plan
from nahtlos.cases.rules.planning import next_code, next_on, series_of
from nahtlos.cases.rules.spans import Span
from nahtlos.cases.rules.template import recurring_codes, template
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import version_of
from nahtlos.foundation.workdays import workday_until
from tests.cases.made import again, in_days, inside, planned_case, step
from tests.cast import organisation_id
from tests.reading import Page
from tests.records import recorded, said

SIX = Span(months=6)


@pytest.fixture
def aylin(db: None) -> Iterator[Actor]:
    """Aylin, inside her organisation."""
    with inside() as who:
        yield who


def detained(who: Actor, **values: object) -> Case:
    """Somebody in preventive detention since a hundred days; nobody knows until when."""
    known = {"custody": "preventive", "scenario": "unknown", "release_on": None, **values}
    return planned_case(who, **known)


def finish(who: Actor, case: Case, code: str, state: str = "done", **more: object) -> None:
    """The step CODE comes to an end."""
    row = step(case, code)
    known = {"evidence": "document_seen", "done_on": today()} if state == "done" else {}
    change = actions.StepChange(state=state, **{**known, **more})
    actions.change_step(actor=who, step=row, change=change, version=version_of(row))


def reviews(case: Case) -> list[str]:
    """The reviews in the plan."""
    return sorted(again(case).steps.filter(code__startswith="P0").values_list("code", flat=True))


def test_the_review_stands_once_in_the_plan_six_months_after_the_admission(aylin: Actor) -> None:
    case = detained(aylin)
    assert reviews(case) == ["P01"]
    assert step(case, "P01").due_on == workday_until(SIX.from_day(in_days(-100)), "")


def test_done_brings_the_next_one(aylin: Actor) -> None:
    case = detained(aylin)
    finish(aylin, case, "P01")
    assert reviews(case) == ["P01", "P01-2"]
    following = step(case, "P01-2")
    assert following.due_on == workday_until(SIX.from_day(today()), "")
    assert following.remind_on is not None
    assert queries.title_of(following, case.plan_version) == "Überprüfung des Plans (2.)"
    finish(aylin, case, "P01-2")
    assert reviews(case) == ["P01", "P01-2", "P01-3"]


def test_done_opened_and_done_again_brings_one(aylin: Actor) -> None:
    case = detained(aylin)
    finish(aylin, case, "P01")
    finish(aylin, case, "P01", "open")
    finish(aylin, case, "P01")
    assert reviews(case) == ["P01", "P01-2"]


@pytest.mark.parametrize("state", ["not_applicable", "not_wanted"])
def test_what_does_not_apply_does_not_come_again(aylin: Actor, state: str) -> None:
    case = detained(aylin)
    finish(aylin, case, "P01", state, reason="Wird anders geregelt")
    bring_passed(organisation_id(), in_days(900))
    assert reviews(case) == ["P01"]


def test_a_day_that_passes_brings_the_next_one(aylin: Actor) -> None:
    case = detained(aylin)
    due = step(case, "P01").due_on
    assert due is not None
    with recorded() as found:
        assert bring_passed(organisation_id(), due) == 0
        assert bring_passed(organisation_id(), due + timedelta(days=1)) == 1
        assert bring_passed(organisation_id(), due + timedelta(days=1)) == 0
    assert said(found) == [("created", "steps", "")]
    assert reviews(case) == ["P01", "P01-2"]
    assert (step(case, "P01").state, step(case, "P01").due_on) == ("open", due)
    assert step(case, "P01-2").due_on == workday_until(SIX.from_day(due), "")


def test_nobody_catches_up_on_years(aylin: Actor) -> None:
    case = detained(aylin)
    bring_passed(organisation_id(), in_days(1000))
    assert reviews(case) == ["P01", "P01-2"]
    due = step(case, "P01-2").due_on
    assert due is not None
    assert in_days(1000) < due <= SIX.from_day(in_days(1000))


def test_after_the_end_of_the_stay_nothing_comes_again(aylin: Actor) -> None:
    case = detained(aylin)
    actions.end_stay(actor=aylin, case=case, how="released", on=today())
    finish(aylin, case, "P01")
    bring_passed(organisation_id(), in_days(900))
    assert reviews(case) == ["P01"]


def test_before_a_known_release_nothing_is_planned_after_it(aylin: Actor) -> None:
    case = detained(aylin, scenario="fixed", release_on=in_days(120))
    finish(aylin, case, "P01")
    assert reviews(case) == ["P01"]


def test_a_closed_case_gets_nothing_new(aylin: Actor) -> None:
    case = detained(aylin)
    actions.mark_closed(actor=aylin, case=case, closing="reached")
    assert bring_passed(organisation_id(), in_days(900)) == 0


def test_in_another_kind_of_custody_it_is_closed_and_comes_back_with_its_day(aylin: Actor) -> None:
    case = detained(aylin)
    finish(aylin, case, "P01")
    due = step(case, "P01-2").due_on
    for custody, state in (("sentence", "not_applicable"), ("preventive", "open")):
        stay = Stay.objects.get(case=case)
        values = {"custody": custody}
        actions.edit_stay(actor=aylin, case=case, values=values, version=version_of(stay))
        assert (step(case, "P01-2").state, step(case, "P01-2").due_on) == (state, due)


def test_a_day_chosen_for_the_second_one_can_be_given_back(aylin: Actor) -> None:
    case = detained(aylin)
    finish(aylin, case, "P01")
    due = step(case, "P01-2").due_on
    finish(aylin, case, "P01-2", "open", due_on=in_days(40))
    assert step(case, "P01-2").due_on == in_days(40)
    finish(aylin, case, "P01-2", "open", due_on=None)
    assert (step(case, "P01-2").due_on, step(case, "P01-2").by_hand) == (due, False)


def test_a_moved_release_leaves_the_second_one_where_it_is(aylin: Actor) -> None:
    case = detained(aylin)
    finish(aylin, case, "P01")
    due = step(case, "P01-2").due_on
    actions.write_release(
        actor=aylin,
        case=case,
        scenario="fixed",
        on=in_days(700),
        approved=(),
        version=version_of(again(case)),
    )
    assert step(case, "P01-2").due_on == due


def test_in_a_land_that_says_how_often_it_comes_as_often(aylin: Actor) -> None:
    case = detained(aylin, custody="youth", prison_code="MU-03")
    three = Span(months=3)
    finish(aylin, case, "Y04")
    assert step(case, "Y04-2").due_on == workday_until(three.from_day(today()), "MU")


def test_the_pages_show_the_second_one(as_: Callable[[str], Client]) -> None:
    with inside() as aylin:
        case = detained(aylin)
        finish(aylin, case, "P01")
        lines = {
            line.code: line for line in case_plan(queries.case_for(aylin, case.code), today()).lines
        }
        assert not lines["P01-2"].own
    client = as_("aylin")
    page = Page(client.get(f"/intern/faelle/{case.code}/schritte/P01-2/"))
    assert "Überprüfung des Plans (2.)" in page.text
    assert "alle 6 Monate" in page.text
    assert (
        "Überprüfung des Plans (2.)" in Page(client.get(f"/intern/faelle/{case.code}/plan/")).text
    )


def test_version_two_has_two_reviews_and_no_more(db: None) -> None:
    assert recurring_codes() == {"P01", "Y04"}
    old = template("2026-2-preventive").by_code
    assert (old["P01"].every, old["P01"].offset, old["P02"].offset) == (None, 182, 364)


def test_codes_of_own_steps_are_no_series() -> None:
    assert series_of("S-7F3M-2") == ("S-7F3M-2", 1)
    assert series_of("P01") == ("P01", 1)
    assert series_of("P01-12") == ("P01", 12)
    assert (next_code("P01"), next_code("P01-2"), next_code("P01-999")) == ("P01-2", "P01-3", "")


DAYS = st.dates(date(2000, 1, 1), date(2060, 1, 1))


@given(DAYS, st.integers(1, 400), st.sampled_from(["days", "weeks", "months", "years"]), DAYS)
def test_the_next_one_is_always_ahead_and_never_further_than_its_span(
    last: date, number: int, unit: str, day: date
) -> None:
    if unit == "days" and number < 14:
        number += 14
    span = Span.of(number, unit) if unit != "years" else Span.of(min(number, 20), unit)
    on = next_on(span, done_on=last, due_on=None, today=day, land="")
    assert on is not None
    assert on > day
    assert on <= span.from_day(max(last, day) + timedelta(days=10))


def test_a_month_after_the_last_of_january_is_the_last_of_february() -> None:
    assert Span(months=1).from_day(date(2027, 1, 31)) == date(2027, 2, 28)
    assert Span(months=-6).from_day(date(2028, 8, 31)) == date(2028, 2, 29)
    assert Span(months=6).before().from_day(date(2027, 1, 15)) == date(2026, 7, 15)
    with pytest.raises(ValueError, match="Einheit"):
        Span.of(1, "Monde")
