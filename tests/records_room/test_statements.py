"""What the pages of records cost in statements, counted with session, settings and savepoints."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from nahtlos.desk.cast import HOME
from nahtlos.records import actions
from nahtlos.records.actions import StepWords
from tests.cases.made import inside
from tests.records_room.made import a_case, logged, seen, written
from tests.records_room.sampled import RECORDS
from tests.test_budgets import count

BUDGETS = {
    "journal": 14,
    "new_note": 12,
    "note": 12,
    "new_contact": 10,
    "contact": 10,
    "rhythm": 10,
    "areas": 12,
    "begin": 10,
    "area": 12,
    "goals": 12,
    "goals_sheet": 12,
    "new_goal": 10,
    "goal": 12,
    "goal_step": 10,
    "files": 12,
    "file": 10,
}


def test_the_pages_of_records_stay_within_their_statements(as_: Callable[[str], Client]) -> None:
    client = as_("role:coach")
    spent = {
        name: count(client, reverse(f"records:{name}", kwargs=RECORDS[f"records:{name}"][0](HOME)))
        for name in BUDGETS
    }
    assert {name: number for name, number in spent.items() if number > BUDGETS[name]} == {}, spent


def test_hours_cost_few_statements(as_: Callable[[str], Client]) -> None:
    assert count(as_("role:lead"), "/intern/stunden/") <= 9


def test_a_full_file_costs_no_more_than_an_empty_one(as_: Callable[[str], Client]) -> None:
    client = as_("aylin")
    empty, full = a_case(), a_case()
    with inside() as aylin:
        for _ in range(12):
            written(aylin, full)
            logged(aylin, full)
            goal = actions.set_goal(actor=aylin, case=full, words="Arbeit")
            step = StepWords("Anrufen")
            actions.add_goal_step(actor=aylin, case=full, code=goal.code, values=step)
        for area in ("WOH", "SCH"):
            begun = actions.begin_assessment(actor=aylin, case=full, age_group="adult")
            seen(aylin, full, begun.code, area, "open", "open")
    for name in ("journal", "areas", "goals", "files"):
        costs = [
            count(client, reverse(f"records:{name}", kwargs={"code": one.code}))
            for one in (empty, full)
        ]
        # What hangs on rows is fetched once for all of them.
        assert costs[1] <= costs[0] + 1, name
