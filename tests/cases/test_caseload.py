"""The list a day begins with: whose turn it is, who waits, who comes out when."""

from collections.abc import Callable, Iterator
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nahtlos.cases import actions, queries
from nahtlos.cases.actions import StepChange
from nahtlos.cases.models import Case
from nahtlos.cases.queries import CaseLine, Caseload
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import version_of
from tests.cases.made import (
    MANY,
    MINE,
    crowd,
    in_days,
    inside,
    membership,
    new_case,
    planned_case,
    step,
)

# Enough to turn pages; in a crowd that would take minutes.
FEW = 130


def line(actor: Actor, case: Case, **options: object) -> CaseLine | None:
    """The line of CASE in the list, wherever it stands; None where it is not in it."""
    return next((one for one in _all(actor, **options) if one.code == case.code), None)


def _all(actor: Actor, **options: object) -> Iterator[CaseLine]:
    after = ""
    while True:
        page = queries.caseload(actor, after=after, **options)  # type: ignore[arg-type]
        yield from page.lines
        after = page.after
        if not after:
            return


def test_a_line_says_what_is_next_and_how_long_it_is(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin, called="Herr N.", admitted_on=today())
        found = line(aylin, case)
        assert found is not None
        assert (found.name, found.lead, found.part) == ("Herr N.", "Aylin", "lead")
        assert (found.days, found.scenario, found.custody) == (200, "fester Termin", "Strafhaft")
        assert found.next_title
        assert found.next_on is not None
        assert (found.lane, found.lane_label) == ("week", "diese Woche")
        assert found.standing_label in ("diese Woche", "heute", "später")


def test_yesterdays_release_is_marked_and_never_dropped(db: None) -> None:
    with inside() as aylin:
        case = new_case(aylin, release_on=in_days(-1))
        for order in queries.ORDERS:
            found = line(aylin, case, order=order)
            assert found is not None
            assert (found.release_passed, found.days) == (True, -1)
        assert line(aylin, case, within_days=90) is not None
        actions.end_stay(actor=aylin, case=case, how="released", on=today())
        found = line(aylin, case)
        assert found is not None
        assert not found.release_passed


def test_todays_release_has_not_passed(db: None) -> None:
    with inside() as aylin:
        found = line(aylin, new_case(aylin, release_on=today()))
        assert found is not None
        assert not found.release_passed


def test_lanes_hold_what_they_say(db: None) -> None:
    with inside() as aylin:
        quiet = new_case(aylin)
        week = planned_case(aylin, admitted_on=today())
        asked = new_case(aylin)
        actions.mark_waiting(case=asked, since=today())
        other = new_case(aylin)
        own = actions.add_step(
            actor=aylin, case=other, title="x", area="MOB", due_on=in_days(8), assigned=None
        )
        waiting = StepChange(state="waiting", due_on=in_days(8))
        actions.change_step(actor=aylin, step=own, change=waiting, version=version_of(own))
        lanes = {
            lane: {one.code for one in _all(aylin, lane=lane)}
            for lane in ("week", "waiting", "quiet")
        }
        assert quiet.code in lanes["quiet"] - lanes["week"] - lanes["waiting"]
        assert week.code in lanes["week"] - lanes["quiet"]
        assert {asked.code, other.code} <= lanes["waiting"] - lanes["quiet"]
        counts = queries.caseload(aylin).counts
        assert {lane: len(codes) for lane, codes in lanes.items()} == {
            lane: counts[lane] for lane in lanes
        }
        assert counts["open"] == len(list(_all(aylin)))


@pytest.mark.parametrize(("days", "lane"), [(-30, "week"), (0, "week"), (7, "week"), (8, "quiet")])
def test_this_week_is_seven_days_and_what_is_late(db: None, days: int, lane: str) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        actions.add_step(
            actor=aylin, case=case, title="x", area="MOB", due_on=in_days(days), assigned=None
        )
        found = line(aylin, case, lane=lane)
        assert found is not None
        assert (found.lane, found.next_title) == (lane, "x")


def test_within_ninety_days(db: None) -> None:
    with inside() as aylin:
        near, far = new_case(aylin, release_on=in_days(90)), new_case(aylin, release_on=in_days(91))
        unknown = new_case(aylin, scenario="unknown", release_on=None)
        codes = {one.code for one in _all(aylin, within_days=90)}
        assert near.code in codes
        assert not {far.code, unknown.code} & codes
        for odd in (-5, 10**9):
            queries.caseload(aylin, within_days=odd)


def test_unknown_words_are_as_none(db: None) -> None:
    with inside() as aylin:
        new_case(aylin)
        plain = queries.caseload(aylin)
        assert queries.caseload(aylin, order="'", lane="x", after="F-0000-0") == plain


def test_the_next_steps_of_all_cases_and_nothing_finished(db: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        own = actions.add_step(
            actor=aylin, case=case, title="Anrufen", area="MOB", due_on=today(), assigned=None
        )
        due = next(one for one in queries.due_soon(aylin, 0) if one.case_code == case.code)
        assert (due.title, due.standing.label) == ("Anrufen", "heute")
        row = step(case, own.code)
        end = StepChange(state="not_wanted")
        actions.change_step(actor=aylin, step=row, change=end, version=version_of(row))
        assert case.code not in {one.case_code for one in queries.due_soon(aylin, 0)}


@pytest.fixture
def crowded(db: None) -> Iterator[Actor]:
    """Aylin in an organisation with 2,500 cases, 900 of them hers."""
    with inside() as aylin:
        crowd(aylin, MANY, MINE)
        with connection.cursor() as cursor:
            for table in ("cases_case", "cases_casemember", "cases_stay", "cases_step"):
                cursor.execute(f"ANALYZE {table}")
        yield aylin


@pytest.fixture
def busy(db: None) -> Iterator[Actor]:
    """Aylin with more cases than four pages hold."""
    with inside() as aylin:
        crowd(aylin, FEW, FEW - 20)
        yield aylin


def test_a_page_of_nine_hundred_costs_at_most_twelve_statements(crowded: Actor) -> None:
    for order in queries.ORDERS:
        first = queries.caseload(crowded, order=order)
        with CaptureQueriesContext(connection) as caught:
            page = queries.caseload(crowded, order=order, after=first.after)
        assert len(caught) <= 8, "the page around it needs four more"
        assert len(page.lines) == 25
        assert page.total >= MINE


@pytest.mark.parametrize("order", list(queries.ORDERS))
def test_turning_pages_shows_everybody_once_and_in_order(busy: Actor, order: str) -> None:
    lines = list(_all(busy, order=order))
    codes = [one.code for one in lines]
    assert len(codes) == len(set(codes)) == queries.caseload(busy).total
    keys: dict[str, Callable[[CaseLine], object]] = {
        "next": lambda one: one.next_on or date.max,
        "release": lambda one: one.release_on or date.max,
        "name": lambda one: one.name.casefold(),
    }
    mine = [one for one in lines if one.code.startswith("F-T")]
    assert mine == sorted(mine, key=keys[order])  # type: ignore[arg-type]


def test_the_parts_of_a_case_page_cost_at_most_nine_statements(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        actions.add_member(actor=aylin, case=case, membership=membership("bernd"))
        with CaptureQueriesContext(connection) as caught:
            fetched = queries.case_for(aylin, case.code)
            assert queries.case_plan(fetched, today()).lines
            assert len(queries.four_questions(fetched)) == 4
            assert queries.course(fetched)
            assert len(queries.members_of(fetched)) == 2
        assert len(caught) <= 9


def test_a_page_is_a_page(db: None) -> None:
    with inside() as aylin:
        assert isinstance(queries.caseload(aylin), Caseload)
        assert queries.caseload(aylin, after=str(uuid4())).lines == queries.caseload(aylin).lines


def test_the_roster_is_turned_in_pages_and_shows_every_case_once(busy: Actor) -> None:
    with inside("helga") as helga:
        codes, after = [], ""
        while True:
            page = queries.roster(helga, after=after)
            codes += [one.code for one in page.lines]
            after = page.after
            if not after:
                break
        assert len(codes) == len(set(codes))
        assert len(codes) >= FEW
        counts = queries.roster_counts(helga)
        assert sum(counts.by_lead.values()) == len(codes)
        assert counts.by_lead["Bernd"] >= 20
        assert 0 < counts.without_deputy <= len(codes)
        with CaptureQueriesContext(connection) as caught:
            queries.roster(helga, after=codes[0])
        assert len(caught) <= 4
    assert queries.roster_counts(busy) == queries.RosterCounts({}, 0, 0)
