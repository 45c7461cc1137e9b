"""Goals in the person's own words, and small steps to them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.http import Http404

from nahtlos.cases.actions import mark_closed
from nahtlos.cases.models import CaseEvent
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import Stale, version_of
from nahtlos.records import actions, queries
from nahtlos.records.actions import StepWords
from nahtlos.records.models import Goal, GoalStep
from tests.cases.made import inside
from tests.cast import FOREIGN
from tests.records import assert_by, recorded, said
from tests.records_room.made import WISH, a_case

STEP = StepWords("Onkel Gisbert anrufen", today() + timedelta(days=3))


def test_a_goal_is_set_with_its_first_step_and_reached(db: None) -> None:
    case = a_case()
    with recorded() as found, inside() as aylin:
        goal = actions.set_goal(actor=aylin, case=case, words=f"  {WISH} ")
        step = actions.add_goal_step(actor=aylin, case=case, code=goal.code, values=STEP)
        actions.change_goal_step(
            actor=aylin,
            case=case,
            code=goal.code,
            step=step.code,
            values=StepWords(STEP.words, STEP.due_on, "reached"),
            version=version_of(step),
        )
        actions.change_goal(
            actor=aylin,
            case=case,
            code=goal.code,
            words=WISH,
            state="reached",
            version=version_of(goal),
        )
        (now,) = queries.goals_of(case)
        assert (now.words, now.state) == (WISH, "reached")
        assert [(one.words, one.state) for one in now.steps.all()] == [(STEP.words, "reached")]
        verbs = {event.verb for event in CaseEvent.objects.filter(case=case)}
        assert {"goal_set", "goal_step_added", "goal_step_changed", "goal_reached"} <= verbs
    assert said(found) == [("created", "goal", case.code), *[("changed", "goal", case.code)] * 3]
    assert_by(found, "aylin", WISH, "Gisbert")


def test_not_wanted_any_more_is_a_good_end_and_open_ones_come_first(db: None) -> None:
    case = a_case()
    with inside() as aylin:
        first = actions.set_goal(actor=aylin, case=case, words="Nach Neumuster ziehen")
        actions.set_goal(actor=aylin, case=case, words=WISH)
        actions.change_goal(
            actor=aylin,
            case=case,
            code=first.code,
            words=first.words,
            state="not_wanted",
            version=version_of(first),
        )
        assert [goal.state for goal in queries.goals_of(case)] == ["open", "not_wanted"]


def test_what_somebody_wants_is_sealed(db: None) -> None:
    case = a_case()
    with inside() as aylin, connection.cursor() as cursor:
        goal = actions.set_goal(actor=aylin, case=case, words=WISH)
        actions.add_goal_step(actor=aylin, case=case, code=goal.code, values=STEP)
        for table in ("goal", "goalstep"):
            cursor.execute(f"SELECT row_to_json(c)::text FROM records_{table} c")  # noqa: S608
            rows = " ".join(row[0] for row in cursor.fetchall())
            assert "Gisbert" not in rows


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (StepWords("  "), "words"),
        (StepWords("x" * 301), "words"),
        (StepWords("Anrufen", date(1600, 1, 1)), "due_on"),
        (StepWords("Anrufen", None, "failed"), "state"),
    ],
)
def test_what_does_not_fit_is_refused(db: None, values: StepWords, field: str) -> None:
    case = a_case()
    with inside() as aylin:
        goal = actions.set_goal(actor=aylin, case=case, words=WISH)
        with pytest.raises(Refused) as caught:
            actions.add_goal_step(actor=aylin, case=case, code=goal.code, values=values)
        assert caught.value.field == field
        assert not GoalStep.objects.filter(goal=goal).exists()
        with pytest.raises(Refused):
            actions.set_goal(actor=aylin, case=case, words="")


def test_a_stale_tab_overwrites_nothing_and_the_same_again_is_no_change(db: None) -> None:
    case = a_case()
    with inside() as aylin:
        goal = actions.set_goal(actor=aylin, case=case, words=WISH)
        values = {"actor": aylin, "case": case, "code": goal.code, "state": "open"}
        with recorded() as found:
            actions.change_goal(**values, words=WISH, version="old")
        assert found == []
        with pytest.raises(Stale):
            actions.change_goal(**values, words="Etwas anderes", version="old")
        assert Goal.objects.get(pk=goal.pk).words == WISH


def test_strangers_colleagues_and_closed_cases(db: None) -> None:
    case = a_case()
    with inside("bernd") as bernd, pytest.raises(Http404):
        actions.set_goal(actor=bernd, case=case, words=WISH)
    with inside("cem", FOREIGN) as cem, pytest.raises(Http404):
        actions.set_goal(actor=cem, case=case, words=WISH)
    with inside() as aylin:
        goal = actions.set_goal(actor=aylin, case=case, words=WISH)
        with pytest.raises(Http404):
            actions.add_goal_step(actor=aylin, case=a_case(), code=goal.code, values=STEP)
        mark_closed(actor=aylin, case=case, closing="reached")
        with pytest.raises(Refused):
            actions.add_goal_step(actor=aylin, case=case, code=goal.code, values=STEP)
