"""Stays: where a person is, how that ends, and that a return is no second person."""

from collections.abc import Callable

import pytest
from django.test import Client as TestClient

from nahtlos.cases import actions, queries
from nahtlos.cases.models import Case, Client, ReleaseScenario, Stay
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import Stale, version_of
from tests.cases.made import again, in_days, inside, planned_case, step
from tests.reading import Page
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


def test_an_unknown_reason_of_a_return_is_a_return_and_no_second_person(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        people = Client.objects.count()
        for reason, said_of in (("L", "Grund unbekannt"), ("recall", "Widerruf der Aussetzung")):
            actions.end_stay(actor=aylin, case=case, how="released", on=today())
            values = {"custody": "sentence", "admitted_on": today(), "began": reason}
            actions.begin_stay(actor=aylin, case=case, values=values)
            latest = queries.stays.history(queries.case_for(aylin, case.code))[0]
            assert latest.began == f"Rückkehr ({said_of})"
        assert (Client.objects.count(), Case.objects.filter(client=case.client).count()) == (
            people,
            1,
        )


def test_transfer_and_return_keep_every_stay_and_what_was_done(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        row = step(case, "M16")
        done = actions.StepChange(state="done", evidence="self_report", done_on=today())
        actions.change_step(actor=aylin, step=row, change=done, version=version_of(row))
        for how in ("transferred", "released"):
            actions.end_stay(actor=aylin, case=case, how=how, on=today())
            values = {"custody": "sentence", "admitted_on": today()}
            actions.begin_stay(actor=aylin, case=case, values=values)
        fresh = queries.case_for(aylin, case.code)
        stays = queries.stays.history(fresh)
        assert [stay.began for stay in stays] == ["Rückkehr (Grund unbekannt)", "Verlegung", ""]
        assert [stay.ended for stay in stays] == ["", "entlassen", "verlegt"]
        assert step(case, "M16").state == "done"
        assert fresh.members.get(part="lead", until=None).account_id == aylin.account_id


def test_the_page_of_a_return_asks_why_and_shows_what_was(as_: Callable[[str], TestClient]) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        actions.end_stay(actor=aylin, case=case, how="released", on=today())
    client, url = as_("aylin"), f"/intern/faelle/{case.code}/aufenthalt/"
    page = Page(client.get(url))
    assert "Wie kam es dazu?" in page.text
    assert "Bisherige Aufenthalte" in page.text
    body = {"custody": "sentence", "scenario": "unknown", "began": "recall"}
    assert client.post(url, body).status_code == 302
    assert "Rückkehr (Widerruf der Aussetzung)" in Page(client.get(url)).text
