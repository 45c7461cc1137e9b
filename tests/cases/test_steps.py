"""Steps: done with evidence, not wanted without a reproach, own ones beside the template's."""

from datetime import date

import pytest
from django.http import Http404

from nahtlos.cases import actions, queries
from nahtlos.cases.actions import StepChange
from nahtlos.cases.models import Case, Step
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import Stale, version_of
from tests.cases.made import again, in_days, inside, membership, planned_case, step
from tests.records import assert_by, recorded, said
from tests.test_access_matrix import writes


def change(actor: Actor, row: Step, version: str = "", **values: object) -> Step:
    """Change ROW as the form of its newest state does."""
    wanted = StepChange(**values)  # type: ignore[arg-type]
    return actions.change_step(
        actor=actor, step=row, change=wanted, version=version or version_of(row)
    )


def own_step(actor: Actor, case: Case, **values: object) -> Step:
    """A step of one's own."""
    given = {"title": "Fahrrad holen", "area": "MOB", "due_on": in_days(9), "assigned": None}
    return actions.add_step(actor=actor, case=case, **{**given, **values})  # type: ignore[arg-type]


def test_a_step_is_done_with_evidence(db: None) -> None:
    with inside() as aylin, recorded() as found:
        case = planned_case(aylin)
        before = version_of(again(case))
        row = change(
            aylin, step(case, "M01"), state="done", done_on=today(), evidence="document_seen"
        )
        assert (row.state, row.done_on, row.remind_on) == ("done", today(), None)
        assert version_of(again(case)) != before
        fresh = queries.case_for(aylin, case.code)
        assert queries.course(fresh)[0].sentence == f"Erledigt: {queries.title_of(row, '2026-1')}"
        assert queries.course(fresh)[0].who == "Aylin"
        line = queries.step_line(fresh, row, today())
        assert (line.state_label, line.evidence_label) == ("erledigt", "Dokument gesehen")
    assert said(found)[-1] == ("changed", "step", case.code)
    assert '"step":"M01"' in found[-1].detail
    assert_by(found, "aylin")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"evidence": "", "done_on": 0}, "evidence"),
        ({"evidence": "gehört", "done_on": 0}, "evidence"),
        ({"evidence": "self_report", "done_on": None}, "done_on"),
        ({"evidence": "self_report", "done_on": 1}, "done_on"),
        ({"evidence": "self_report", "done_on": date(1, 1, 1)}, "done_on"),
    ],
)
def test_done_needs_evidence_and_a_day_that_has_come(
    db: None, values: dict[str, object], field: str
) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        given = {n: in_days(v) if isinstance(v, int) else v for n, v in values.items()}
        with pytest.raises(Refused) as refused:
            change(aylin, step(case, "M01"), state="done", **given)
        assert refused.value.field == field
        assert step(case, "M01").state == "open"


def test_not_applicable_needs_a_reason(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        with pytest.raises(Refused, match="warum") as refused:
            change(aylin, step(case, "M16"), state="not_applicable", reason="  ")
        assert refused.value.field == "reason"
        row = change(
            aylin, step(case, "M16"), state="not_applicable", reason="100 % da, „sagt“ er 🐦"
        )
        assert step(case, "M16").reason == "100 % da, „sagt“ er 🐦"
        assert row.state == "not_applicable"


def test_not_wanted_is_a_normal_end(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        row = change(aylin, step(case, "M16"), state="not_wanted")
        line = queries.step_line(queries.case_for(aylin, case.code), row, today())
        assert line.finished
        assert line.state_label == "nicht gewünscht"


def test_a_finished_step_can_be_opened_again_and_that_is_said(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        change(aylin, step(case, "M01"), state="done", done_on=today(), evidence="self_report")
        row = change(aylin, step(case, "M01"), state="open")
        assert (row.state, row.done_on, row.evidence) == ("open", None, "")
        line = queries.course(queries.case_for(aylin, case.code))[0]
        assert line.sentence.startswith("Schritt wieder offen: ")


def test_whoever_touches_a_question_has_answered_it(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        assert step(case, "M04").unclear
        assert not change(aylin, step(case, "M04"), state="open").unclear


def test_a_date_by_hand_is_kept_and_given_back(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        planned = step(case, "M34").due_on
        row = change(aylin, step(case, "M34"), state="open", due_on=in_days(20))
        assert (row.due_on, row.by_hand) == (in_days(20), True)
        assert row.remind_on is not None
        assert row.remind_on < in_days(20)
        row = change(aylin, step(case, "M34"), state="open")
        assert (row.due_on, row.by_hand) == (planned, False)


def test_the_same_date_is_no_date_by_hand(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        planned = step(case, "M34").due_on
        row = change(aylin, step(case, "M34"), state="waiting", due_on=planned)
        assert not row.by_hand


def test_an_own_step_has_a_code_and_keeps_its_words(db: None) -> None:
    words = 'Den Satz "SELECT" & 100 % 🐦; O\'Brien fragen'
    with inside() as aylin, recorded() as found:
        case = planned_case(aylin)
        row = own_step(aylin, case, title=words, due_on=in_days(1))
        assert row.code.startswith("S-")
        assert row.by_hand
        assert again(case).next_due_on <= in_days(1)
        page = queries.case_plan(queries.case_for(aylin, case.code), today())
        assert words in [line.title for line in page.lines if line.own]
    assert said(found)[-1] == ("created", "step", case.code)
    assert_by(found, "aylin", "SELECT", "Brien")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": "  "}, "title"),
        ({"area": "DIS"}, "area"),
        ({"area": ""}, "area"),
        ({"due_on": date(1, 1, 1)}, "due_on"),
    ],
)
def test_an_own_step_says_what_is_missing(db: None, values: dict[str, object], field: str) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        with pytest.raises(Refused) as refused:
            own_step(aylin, case, **values)
        assert refused.value.field == field


def test_only_somebody_on_the_case_sees_to_a_step(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        with pytest.raises(Refused) as refused:
            own_step(aylin, case, assigned=membership("bernd"))
        assert refused.value.field == "assigned"
        actions.add_member(actor=aylin, case=case, membership=membership("bernd"))
        row = own_step(aylin, case, assigned=membership("bernd"))
        line = queries.step_line(queries.case_for(aylin, case.code), row, today())
        assert line.assigned == "Bernd"


def test_a_double_click_is_one_change_and_no_reproach(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        row = step(case, "M01")
        version = version_of(row)
        done = {"state": "done", "done_on": today(), "evidence": "self_report"}
        change(aylin, row, version, **done)
        before = writes()
        change(aylin, row, version, **done)
        assert writes() == before


def test_who_is_second_overwrites_nobody(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        row = step(case, "M01")
        version = version_of(row)
        change(aylin, row, version, state="waiting")
        with pytest.raises(Stale):
            change(aylin, row, version, state="not_wanted")
        assert step(case, "M01").state == "waiting"


def test_others_change_no_step(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        row = step(case, "M01")
    for who, key in (("bernd", "wegbegleitung-musterland"), ("doro", "jva-musterstadt")):
        with inside(who, key) as other:
            with pytest.raises(Http404):
                change(other, row, state="waiting")
            with pytest.raises(Http404):
                own_step(other, case)
    with inside():
        assert step(case, "M01").state == "open"


def test_a_state_nobody_knows_is_refused(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        with pytest.raises(Refused) as refused:
            change(aylin, step(case, "M01"), state="fertig")
        assert refused.value.field == "state"
