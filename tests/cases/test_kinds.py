"""Another kind of custody: first what it does to the plan is shown, then it is written, and what
was done or dated by hand stays.
"""

from collections.abc import Callable

from django.test import Client

from nahtlos.cases import actions, queries
from nahtlos.cases.models import Case, Stay, StepState
from nahtlos.cases.queries.ground import kind_change
from nahtlos.cases.rules.template import CURRENT, FIRST, KINDS, template
from nahtlos.cases.rules.vocabulary import CustodyKind
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import version_of
from tests.cases.made import again, in_days, inside, planned_case, step
from tests.reading import Page


def _to(actor: Actor, case: Case, custody: str) -> None:
    stay = Stay.objects.get(case=case)
    values = {"custody": custody}
    actions.edit_stay(actor=actor, case=case, values=values, version=version_of(stay))


def _done(actor: Actor, case: Case, code: str) -> None:
    row = step(case, code)
    change = actions.StepChange(state="done", evidence="self_report", done_on=today())
    actions.change_step(actor=actor, step=row, change=change, version=version_of(row))


def test_a_plan_begins_with_the_template_of_its_kind(db: None) -> None:
    with inside() as aylin:
        assert planned_case(aylin).plan_version == CURRENT
        case = planned_case(aylin, custody="youth")
        assert case.plan_version == KINDS[CustodyKind.YOUTH]
        assert step(case, "Y02").due_on is not None


def test_in_remand_there_are_dates_for_what_must_be_ready_and_no_steps_of_a_sentence(
    db: None,
) -> None:
    with inside() as aylin:
        case = planned_case(
            aylin, custody="remand", scenario="unknown", release_on=None, admitted_on=in_days(-1)
        )
        codes = set(case.steps.values_list("code", flat=True))
        assert {"M34", "M36", "R01"} <= codes
        assert codes.isdisjoint({"M11", "M22", "M25"})
        assert step(case, "M36").due_on is not None


def test_who_is_released_from_remand_is_not_without_the_steps_after_it(db: None) -> None:
    with inside() as aylin:
        case = planned_case(
            aylin, custody="remand", scenario="unknown", release_on=None, admitted_on=in_days(-30)
        )
        assert step(case, "M40").due_on is None
        actions.end_stay(actor=aylin, case=case, how="released", on=today())
        assert step(case, "M40").due_on is not None


def test_another_kind_moves_closes_and_brings_steps_exactly_as_it_was_shown(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin, release_on=in_days(60))
        _done(aylin, case, "M01")
        shown = kind_change(queries.case_for(aylin, case.code), CustodyKind.SHORT_FINE)
        assert shown is not None
        before = {one.code: one for one in case.steps.all()}
        _to(aylin, case, "short_fine")
        after = {one.code: one for one in again(case).steps.all()}
        assert again(case).plan_version == KINDS[CustodyKind.SHORT_FINE]
        assert step(case, "M01").state == StepState.DONE
        closed = {
            queries.title_of(one, CURRENT)
            for code, one in after.items()
            if one.state == StepState.NOT_APPLICABLE and before[code].state == StepState.OPEN
        }
        assert closed == set(shown.closing)
        new = {queries.title_of(after[code], CURRENT) for code in set(after) - set(before)}
        assert new == set(shown.coming)
        moved = {
            (before[code].due_on, one.due_on)
            for code, one in after.items()
            if code in before and one.state == "open" and one.due_on != before[code].due_on
        }
        assert moved == {(one.old, one.new) for one in shown.moving}
        assert shown.moving


def test_back_to_the_kind_before_everything_is_as_it_was(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin, release_on=in_days(60))
        before = list(case.steps.order_by("code").values_list("code", "state", "due_on"))
        _to(aylin, case, "short_fine")
        _to(aylin, case, "sentence")
        known = set(template().by_code)
        rows = again(case).steps.order_by("code").values_list("code", "state", "due_on")
        assert [row for row in rows if row[0] in known and row[1] == "open"] == before
        assert again(case).plan_version == CURRENT


def test_a_plan_of_the_first_version_keeps_it(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        Case.objects.filter(pk=case.pk).update(plan_version=FIRST)
        _to(aylin, again(case), "youth")
        assert again(case).plan_version == FIRST
        assert not again(case).steps.filter(code="Y01").exists()


def test_a_day_chosen_by_hand_stays_whatever_the_kind(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin, release_on=in_days(60))
        row = step(case, "M34")
        change = actions.StepChange(state="open", due_on=in_days(9))
        actions.change_step(actor=aylin, step=row, change=change, version=version_of(row))
        _to(aylin, case, "short_fine")
        assert step(case, "M34").due_on == in_days(9)


def test_the_page_shows_the_difference_before_it_is_written(as_: Callable[[str], Client]) -> None:
    with inside() as aylin:
        case = planned_case(aylin, release_on=in_days(60))
        version = version_of(Stay.objects.get(case=case))
    client, address = as_("aylin"), f"/intern/faelle/{case.code}/aufenthalt/"
    typed = {"custody": "mother_child", "version": version}
    page = Page(client.post(address, typed))
    assert "Mit dieser Haftart ändert sich der Plan" in page.text
    assert "Das Kind ist gut angekommen" in page.text
    with inside():
        assert Stay.objects.get(case=case).custody == "sentence"
    agreed = typed | {"agreed": str(page.typed("agreed"))}
    assert client.post(address, agreed).status_code == 302
    with inside():
        assert Stay.objects.get(case=case).custody == "mother_child"
        assert again(case).steps.filter(code="C01").exists()


def test_what_was_agreed_for_one_kind_does_not_count_for_another(
    as_: Callable[[str], Client],
) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        version = version_of(Stay.objects.get(case=case))
    typed = {"custody": "youth", "agreed": "mother_child", "version": version}
    answer = as_("aylin").post(f"/intern/faelle/{case.code}/aufenthalt/", typed)
    assert answer.status_code == 200
    with inside():
        assert Stay.objects.get(case=case).custody == "sentence"
