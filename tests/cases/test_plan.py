"""Opening a plan: the steps that apply, questions where nobody knows, and nothing confidential."""

import pytest
from django.http import Http404

from nahtlos.cases import actions, queries
from nahtlos.cases.models import Case, Step
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import Stale, version_of
from tests.cases.made import again, in_days, inside, new_case, planned_case, step
from tests.records import assert_by, recorded, said
from tests.test_access_matrix import writes


def test_a_plan_holds_steps_questions_and_their_reminders(db: None) -> None:
    with inside() as aylin, recorded() as found:
        case = new_case(aylin)
        steps = actions.open_plan(actor=aylin, case=case)
        codes = {one.code for one in steps}
        assert {"M01", "M39", "M34"} <= codes
        assert step(case, "M01").unclear is False
        assert step(case, "M04").unclear is True
        assert step(case, "M34").due_on is not None
        reminder = step(case, "M34").remind_on
        assert reminder is not None
        assert today() <= reminder < step(case, "M34").due_on
        fresh = again(case)
        assert fresh.plan_opened_on == today()
        assert fresh.next_due_on == min(one.due_on for one in steps if one.due_on)
    assert said(found)[-1] == ("created", "plan", case.code)
    assert_by(found, "aylin")


def test_confidential_counselling_stands_in_no_plan(db: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        actions.set_circumstances(
            actor=aylin, case=case, values={"a3_program": "yes"}, version=version_of(again(case))
        )
        assert again(case).circumstances == {}
        actions.open_plan(actor=aylin, case=case)
        assert not Step.objects.filter(case=case, code="M33").exists()
        assert not Step.objects.filter(case=case, area="DIS").exists()


def test_a_plan_opened_twice_is_opened_once(db: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        first = actions.open_plan(actor=aylin, case=case)
        before = writes()
        again_ = actions.open_plan(actor=aylin, case=case)
        assert writes() == before
        assert {one.pk for one in first} == {one.pk for one in again_}


def test_before_the_imprisonment_the_plan_is_another_one(db: None) -> None:
    with inside() as aylin:
        case = planned_case(
            aylin,
            custody="before",
            admitted_on=None,
            summons_on=in_days(40),
            scenario="unknown",
            release_on=None,
        )
        codes = {one.code for one in case.steps.all()}
        assert codes
        assert all(code.startswith("L") for code in codes)
        stay = queries.running_stay(case)
        assert stay is not None
        actions.edit_stay(
            actor=aylin,
            case=case,
            values={"custody": "sentence", "admitted_on": today()},
            version=version_of(stay),
        )
        assert step(case, "M01").state == "open"
        assert step(case, "L01").state == "not_applicable"
        assert "Haft hat begonnen" in step(case, "L01").reason


def test_without_a_release_date_the_plan_says_so(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin, scenario="unknown", release_on=None)
        page = queries.case_plan(case, today())
        line = next(line for line in page.lines if line.code == "M39")
        assert line.standing.label == "sobald ein Termin feststeht"


def test_a_short_stay_is_shortened_and_not_red(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin, admitted_on=today(), release_on=in_days(10))
        page = queries.case_plan(case, today())
        assert {str(line.standing) for line in page.lines} & {"overdue"} == set()
        assert any(line.step.shortened for line in page.lines)
        assert any(line.fallback for line in page.lines)


def test_the_page_groups_by_area_and_says_what_waits_for_what(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        page = queries.case_plan(case, today())
        labels = [area.label for area in page.areas]
        assert labels[0] == "Wohnen"
        assert "Vertrauliche Beratung" not in labels
        unclear = {line.code: line for line in page.unclear}
        assert unclear["M04"].questions == ("Gibt es eine eigene Wohnung?",)
        assert next(one for one in page.lines if one.code == "M05").blocked_by == (
            unclear["M04"].title,
        )
        assert page.finished == 0


def test_on_a_closed_case_nothing_is_changed(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        actions.mark_closed(actor=aylin, case=case, closing="no_contact")
        for deed in (
            lambda: actions.open_plan(actor=aylin, case=case),
            lambda: actions.set_circumstances(
                actor=aylin, case=case, values={"debts": "yes"}, version=version_of(again(case))
            ),
            lambda: actions.write_release(
                actor=aylin,
                case=case,
                scenario="end",
                on=in_days(9),
                approved=(),
                version=version_of(again(case)),
            ),
        ):
            with pytest.raises(Refused, match="abgeschlossen"):
                deed()


def test_waiting_since_is_kept_for_lists(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        actions.mark_waiting(case=case, since=in_days(-3))
        assert again(case).waiting_since == in_days(-3)
        before = writes()
        actions.mark_waiting(case=case, since=in_days(-3))
        assert writes() == before
        actions.mark_waiting(case=case, since=None)
        assert again(case).waiting_since is None


def test_a_stale_case_that_is_not_there_any_more_is_not_found(db: None) -> None:
    with inside() as aylin:
        gone = Case(organisation_id=aylin.organisation, code="F-2222-2")
        with pytest.raises(Http404):
            actions.open_plan(actor=aylin, case=gone)


def test_circumstances_in_two_tabs_overwrite_nobody(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        version = version_of(again(case))
        actions.set_circumstances(actor=aylin, case=case, values={"debts": "yes"}, version=version)
        with pytest.raises(Stale):
            actions.set_circumstances(
                actor=aylin, case=case, values={"debts": "no"}, version=version
            )
        assert again(case).circumstances == {"debts": "yes"}
