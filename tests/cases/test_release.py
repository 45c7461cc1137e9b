"""The date moves: open steps move, done ones stay, dates by hand ask, and nothing turns red."""

from collections.abc import Collection
from datetime import date

import pytest
from django.http import Http404

from nahtlos.cases import actions, queries
from nahtlos.cases.actions import StepChange
from nahtlos.cases.models import Case, ReleaseScenario, Stay
from nahtlos.cases.rules.planning import Change, Difference
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import Stale, version_of
from tests.cases.made import again, in_days, inside, membership, planned_case, step
from tests.records import assert_by, recorded, said
from tests.test_access_matrix import writes


def move(
    actor: Actor,
    case: Case,
    on: date | None,
    *,
    scenario: str = "fixed",
    approved: Collection[str] = (),
    version: str = "",
) -> Difference:
    """Move the release as the page does after its proposal was seen."""
    return actions.write_release(
        actor=actor,
        case=case,
        scenario=scenario,
        on=on,
        approved=approved,
        version=version or version_of(again(case)),
    )


def done(actor: Actor, case: Case, code: str) -> None:
    """Finish a step."""
    row = step(case, code)
    change = StepChange(state="done", done_on=today(), evidence="self_report")
    actions.change_step(actor=actor, step=row, change=change, version=version_of(row))


def by_hand(actor: Actor, case: Case, code: str, on: date) -> None:
    """Choose the date of a step."""
    row = step(case, code)
    change = StepChange(state="open", due_on=on)
    actions.change_step(actor=actor, step=row, change=change, version=version_of(row))


def test_open_steps_and_their_reminders_move_and_done_ones_stay(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        done(aylin, case, "M37")
        before = {code: step(case, code) for code in ("M34", "M37", "M43")}
        with recorded() as found:
            difference = move(aylin, case, in_days(230))
        after = {code: step(case, code) for code in before}
        assert after["M37"].due_on == before["M37"].due_on
        for code in ("M34", "M43"):
            assert after[code].due_on > before[code].due_on
            assert after[code].remind_on > before[code].remind_on
        stay = Stay.objects.get(case=case)
        assert stay.release_on == in_days(230)
        assert {line.key for line in difference.of(Change.STAYS)} == {"M37"}
        sentence = queries.course(queries.case_for(aylin, case.code))[0].sentence
        assert sentence == "Entlassungstermin geändert (fester Termin)"
    assert said(found) == [("moved", "case", case.code)]
    assert found[0].detail.startswith('{"moved":')
    assert_by(found, "aylin", in_days(230).isoformat())


def test_the_proposal_says_what_then_happens(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        by_hand(aylin, case, "M34", in_days(20))
        fresh = queries.case_for(aylin, case.code)
        before = writes()
        shown = queries.proposal(fresh, "fixed", in_days(230), today())
        assert writes() == before
        assert shown == move(aylin, case, in_days(230), version=version_of(fresh))


def test_steps_dated_by_hand_move_only_where_that_was_approved(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        by_hand(aylin, case, "M34", in_days(20))
        by_hand(aylin, case, "M37", in_days(21))
        difference = move(aylin, case, in_days(230), approved=["M37", "M99"])
        asked = {line.key: line for line in difference.asked}
        assert set(asked) == {"M34", "M37"}
        assert step(case, "M34").due_on == in_days(20)
        assert step(case, "M37").due_on == asked["M37"].proposal
        assert step(case, "M37").by_hand


def test_an_earlier_release_shortens_and_turns_nothing_red(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        move(aylin, case, in_days(8))
        page = queries.case_plan(queries.case_for(aylin, case.code), today())
        late = [line for line in page.lines if line.standing == "overdue"]
        assert [line.code for line in late if line.milestone and line.milestone.anchor == "T"] == []
        assert any(line.standing == "this_week" or line.step.shortened for line in page.lines)


def test_one_scenario_counts_and_the_others_stay_possible(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin, scenario="half")
        move(aylin, case, in_days(300), scenario="two_thirds")
        rows = ReleaseScenario.objects.filter(stay__case=case).order_by("kind")
        assert [(row.kind, row.on, row.current) for row in rows] == [
            ("half", in_days(200), False),
            ("two_thirds", in_days(300), True),
        ]
        move(aylin, case, None, scenario="any_time")
        move(aylin, case, in_days(200), scenario="half")
        kinds = {row.kind: row.current for row in rows.all()}
        assert kinds == {"half": True, "two_thirds": False}


def test_a_date_that_is_lost_leaves_what_must_be_ready(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        move(aylin, case, None, scenario="any_time")
        assert step(case, "M43").due_on is None
        assert step(case, "M34").due_on is not None
        assert Stay.objects.get(case=case).release_on is None


def test_the_same_date_again_changes_nothing(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        version = version_of(again(case))
        move(aylin, case, in_days(230), version=version)
        before = writes()
        assert move(aylin, case, in_days(230), version=version).is_empty
        assert writes() == before


def test_a_proposal_is_stale_once_anything_about_the_case_changed(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        client, stay = case.client, Stay.objects.get(case=case)
        answer = {"state": "open", "words": ""}
        deeds = (
            lambda: by_hand(aylin, case, "M34", in_days(20)),
            lambda: actions.add_step(
                actor=aylin, case=case, title="x", area="MOB", due_on=None, assigned=None
            ),
            lambda: actions.answer_question(
                actor=aylin, case=case, question="bed", values=answer, version=""
            ),
            lambda: actions.add_member(actor=aylin, case=case, membership=membership("bernd")),
            lambda: actions.edit_client(
                actor=aylin, case=case, values={"called": "Mo"}, version=version_of(client)
            ),
            lambda: actions.edit_stay(
                actor=aylin, case=case, values={"end": in_days(400)}, version=version_of(stay)
            ),
            lambda: actions.mark_waiting(case=case, since=today()),
        )
        for deed in deeds:
            version = version_of(again(case))
            deed()
            with pytest.raises(Stale):
                move(aylin, case, in_days(230), version=version)
        assert Stay.objects.get(case=case).release_on == in_days(200)


@pytest.mark.parametrize(
    ("scenario", "on", "field"),
    [
        ("fixed", None, "on"),
        ("fixed", -101, "on"),
        ("fixed", date(9999, 12, 31), "on"),
        ("any_time", 3, "scenario"),
        ("bald", 3, "scenario"),
    ],
)
def test_a_date_that_cannot_be_is_refused(
    db: None, scenario: str, on: date | int | None, field: str
) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        day = in_days(on) if isinstance(on, int) else on
        with pytest.raises(Refused) as refused:
            move(aylin, case, day, scenario=scenario)
        assert refused.value.field == field


def test_others_move_no_date(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        version = version_of(again(case))
    for who, key in (("bernd", "wegbegleitung-musterland"), ("doro", "jva-musterstadt")):
        with inside(who, key) as other, pytest.raises(Http404):
            move(other, case, in_days(230), version=version)
