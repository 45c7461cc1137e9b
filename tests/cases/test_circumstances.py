"""What is known about a person moves her plan: yes, no, and back to not known."""

import pytest

from nahtlos.cases import actions
from nahtlos.cases.actions import StepChange
from nahtlos.cases.models import Case, CaseEvent
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import version_of
from tests.cases.made import again, in_days, inside, planned_case, step
from tests.records import assert_by, recorded, said
from tests.test_access_matrix import writes

NOT_SO = "Umstand trifft nicht zu"


def say(actor: Actor, case: Case, **values: str) -> None:
    """Write what is known."""
    version = version_of(again(case))
    actions.set_circumstances(actor=actor, case=case, values=values, version=version)


def test_yes_makes_a_question_a_step(db: None) -> None:
    with inside() as aylin, recorded() as found:
        case = planned_case(aylin)
        assert step(case, "M04").unclear
        say(aylin, case, own_flat="yes")
        assert not step(case, "M04").unclear
        assert step(case, "M04").state == "open"
    assert said(found)[-1] == ("changed", "circumstances", case.code)
    assert_by(found, "aylin", "own_flat")


def test_no_closes_open_steps_and_leaves_done_ones(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        done = StepChange(state="done", done_on=today(), evidence="self_report")
        row = step(case, "M04")
        actions.change_step(actor=aylin, step=row, change=done, version=version_of(row))
        say(aylin, case, own_flat="no")
        assert step(case, "M04").state == "done"
        closed = step(case, "M05")
        assert (closed.state, closed.reason) == ("not_applicable", NOT_SO)
        assert (closed.unclear, closed.remind_on) == (False, None)


def test_back_to_unknown_asks_again(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        due = step(case, "M05").due_on
        say(aylin, case, own_flat="no")
        say(aylin, case, own_flat="unknown")
        asked = step(case, "M05")
        assert (asked.state, asked.unclear, asked.reason) == ("open", True, "")
        assert asked.due_on == due
        assert again(case).circumstances == {}


def test_what_a_person_decided_is_left_alone(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        row = step(case, "M05")
        no = StepChange(state="not_applicable", reason="Die Schwester zahlt die Miete")
        actions.change_step(actor=aylin, step=row, change=no, version=version_of(row))
        say(aylin, case, own_flat="yes")
        assert step(case, "M05").reason == "Die Schwester zahlt die Miete"


def test_a_step_that_came_into_question_later_joins_the_plan(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin, admitted_on=in_days(-5), release_on=in_days(10))
        assert not case.steps.filter(code="M08").exists()
        actions.write_release(
            actor=aylin,
            case=case,
            scenario="end",
            on=in_days(90),
            approved=(),
            version=version_of(again(case)),
        )
        assert step(case, "M08").state == "open"


def test_the_same_again_changes_nothing(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        say(aylin, case, debts="yes")
        before = writes()
        say(aylin, case, debts="yes", own_flat="unknown")
        assert writes() == before


def test_a_word_that_is_no_answer_is_refused(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        with pytest.raises(Refused) as refused:
            say(aylin, case, debts="vielleicht")
        assert refused.value.field == "debts"
        say(aylin, case, no_such_tag="yes")
        assert again(case).circumstances == {}


def test_the_course_says_that_but_not_which(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        say(aylin, case, debts="yes")
        event = CaseEvent.objects.filter(case=case, verb="circumstances_changed").get()
        assert event.detail == {"fields": 1}
