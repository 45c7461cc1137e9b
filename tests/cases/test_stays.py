"""Stays: where a person is, how that ends, and that a return is no second person."""

import pytest

from nahtlos.cases import actions, queries
from nahtlos.cases.models import Case, ReleaseScenario, Stay
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import Stale, version_of
from tests.cases.made import again, in_days, inside, planned_case, step
from tests.records import assert_by, recorded, said
from tests.test_access_matrix import writes


def stay_of(case: Case) -> Stay:
    """The stay that began last."""
    return Stay.objects.filter(case=case).order_by("-ended_on").first() or Stay()


def test_the_stay_is_changed_and_the_plan_follows(db: None) -> None:
    with inside() as aylin, recorded() as found:
        case = planned_case(aylin, admitted_on=in_days(-2))
        before = step(case, "M16").due_on, step(case, "M10").due_on
        prison = next(p for p in queries.stays.prisons_by_code().values() if p.land == "BY")
        actions.edit_stay(
            actor=aylin,
            case=case,
            values={
                "prison_code": prison.xjustiz_id,
                "admitted_on": in_days(-30),
                "two_thirds": in_days(150),
            },
            version=version_of(stay_of(case)),
        )
        assert again(case).land_code == "BY"
        assert step(case, "M10").due_on < before[1]
        rows = ReleaseScenario.objects.filter(stay__case=case)
        assert rows.get(kind="two_thirds").on == in_days(150)
        assert rows.get(current=True).kind == "fixed"
    assert said(found)[-1] == ("changed", "stay", case.code)
    assert '"fields":["admitted_on","prison_code","two_thirds"]' in found[-1].detail
    assert_by(found, "aylin", prison.name)


def test_the_date_that_counts_is_not_changed_in_passing(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin, scenario="end")
        version = version_of(stay_of(case))
        with pytest.raises(Refused, match="Termin verschieben") as refused:
            actions.edit_stay(actor=aylin, case=case, values={"end": in_days(9)}, version=version)
        assert refused.value.field == "end"
        values = {"end": in_days(200)}
        actions.edit_stay(actor=aylin, case=case, values=values, version=version)


def test_an_admission_after_the_release_is_refused(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        with pytest.raises(Refused) as refused:
            actions.edit_stay(
                actor=aylin,
                case=case,
                values={"admitted_on": in_days(201)},
                version=version_of(stay_of(case)),
            )
        assert refused.value.field == "admitted_on"
        assert stay_of(case).admitted_on == in_days(-100)


def test_a_stay_in_two_tabs_and_a_double_click(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        version = version_of(stay_of(case))
        values = {"custody": "open"}
        actions.edit_stay(actor=aylin, case=case, values=values, version=version)
        before = writes()
        actions.edit_stay(actor=aylin, case=case, values=values, version=version)
        assert writes() == before
        with pytest.raises(Stale):
            actions.edit_stay(actor=aylin, case=case, values={"custody": "youth"}, version=version)


def test_after_the_release_steps_count_from_the_day_it_was(db: None) -> None:
    with inside() as aylin, recorded() as found:
        case = planned_case(aylin, release_on=in_days(20))
        planned = step(case, "M45").due_on
        actions.end_stay(actor=aylin, case=case, how="released", on=today())
        assert step(case, "M45").due_on < planned
        fresh = queries.case_for(aylin, case.code)
        assert queries.running_stay(fresh) is None
        assert queries.members_of(fresh)[0].part == "lead", (
            "who leads stays until somebody accepted"
        )
        assert queries.course(fresh)[0].sentence == "Aufenthalt beendet: entlassen"
        before = writes()
        actions.end_stay(actor=aylin, case=case, how="released", on=today())
        assert writes() == before
    assert said(found)[-1] == ("released", "stay", case.code)
    assert_by(found, "aylin")


@pytest.mark.parametrize(
    ("how", "days", "field"), [("released", 1, "on"), ("released", -101, "on"), ("weg", 0, "how")]
)
def test_an_end_that_cannot_be_is_refused(db: None, how: str, days: int, field: str) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        with pytest.raises(Refused) as refused:
            actions.end_stay(actor=aylin, case=case, how=how, on=in_days(days))
        assert refused.value.field == field


def test_a_return_is_a_further_stay_of_the_same_person(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        values = {"custody": "remand", "admitted_on": today()}
        with pytest.raises(Refused, match="schon ein Aufenthalt"):
            actions.begin_stay(actor=aylin, case=case, values=values)
        actions.end_stay(actor=aylin, case=case, how="released", on=in_days(-10))
        actions.begin_stay(actor=aylin, case=case, values=values)
        fresh = queries.case_for(aylin, case.code)
        assert fresh.client_id == case.client_id
        assert len(fresh.stays.all()) == 2
        scenario = queries.current_scenario(queries.running_stay(fresh))
        assert scenario is not None
        assert scenario.kind == "unknown"


def test_after_the_last_stay_no_date_is_moved(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        actions.end_stay(actor=aylin, case=case, how="transferred", on=today())
        with pytest.raises(Refused, match="kein Aufenthalt"):
            actions.write_release(
                actor=aylin,
                case=case,
                scenario="end",
                on=in_days(9),
                approved=(),
                version=version_of(again(case)),
            )


def test_a_closed_case_shows_who_led_it_and_until_when(db: None) -> None:
    with inside() as aylin, recorded() as found:
        case = planned_case(aylin)
        with pytest.raises(Refused) as refused:
            actions.mark_closed(actor=aylin, case=case, closing="")
        assert refused.value.field == "closing"
        actions.mark_closed(actor=aylin, case=case, closing="no_contact")
        actions.mark_closed(actor=aylin, case=case, closing="died")
        fresh = queries.case_for(aylin, case.code)
        assert (fresh.closing, fresh.closed_on) == ("no_contact", today())
        lead = queries.lead_of(fresh)
        assert lead is not None
        assert (lead.name, lead.until) == ("Aylin", today())
        assert case.code not in {line.code for line in queries.caseload(aylin, order="name").lines}
        closed = queries.caseload(aylin, lane="closed").lines
        assert case.code in {line.code for line in closed}
        assert queries.course(fresh)[0].sentence == (
            "Begleitung abgeschlossen: zurzeit kein Kontakt"
        )
        actions.mark_reopened(actor=aylin, case=case)
        actions.mark_reopened(actor=aylin, case=case)
        assert again(case).closed_on is None
    assert [entry.verb for entry in found][-2:] == ["closed", "reopened"]
    assert_by(found, "aylin")
