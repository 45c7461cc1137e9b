"""Going through the areas of life: begun once, continued any day, finished, then only read."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404

from nahtlos.cases.actions import mark_closed
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today, told
from nahtlos.foundation.versions import Stale
from nahtlos.records import actions, queries
from nahtlos.records.actions import AreaViews
from nahtlos.records.models import AreaStanding, Assessment
from tests.cases.made import inside
from tests.cast import FOREIGN
from tests.records import assert_by, recorded, said
from tests.records_room.made import a_case, seen

VIEWS = AreaViews("urgent", "clarifying", {"WOH1": "no"})


def lines(page: queries.AreasPage) -> dict[str, queries.AreaLine]:
    """{area: its line}."""
    return {line.area.code: line for group in page.groups for line in group.lines}


def test_an_assessment_is_begun_continued_and_finished(db: None) -> None:
    case = a_case()
    with recorded() as found, inside() as aylin:
        with told(30):
            begun = actions.begin_assessment(actor=aylin, case=case, age_group="adult")
            again = actions.begin_assessment(actor=aylin, case=case, age_group="youth")
            assert again == begun
            seen(aylin, case, begun.code, "WOH", "urgent", "urgent")
        with told(20):
            seen(aylin, case, begun.code, "SCH", "not_said", "open")
            seen(aylin, case, begun.code, "WOH", "urgent", "clarifying")
            for _ in range(2):
                actions.finish_assessment(actor=aylin, case=case, code=begun.code)
        page = queries.areas_page(case)
    assert page.running is None
    assert [one.code for one in page.done] == [begun.code]
    line = lines(page)["WOH"]
    assert (line.own.words, line.professional.words) == ("akut ungeklärt", "in Klärung")
    assert line.topic == "wohnen_nach_haft"
    assert line.own_trace is None
    assert lines(page)["SCH"].topic == ""
    assert "ARB" not in lines(page)
    assert "Arbeit, Ausbildung, Bildung" in page.groups[0].silent
    assert {verb for verb, _, _ in said(found)} == {"created", "changed"}
    assert_by(found, "aylin", "urgent", "WOH", "SCH")


def test_the_newest_is_shown_with_how_it_came_there(db: None) -> None:
    case = a_case()
    with inside() as aylin:
        for days, own in ((60, "urgent"), (30, "clarifying"), (0, "secured")):
            with told(days):
                begun = actions.begin_assessment(actor=aylin, case=case, age_group="adult")
                seen(aylin, case, begun.code, "WOH", own, "clarifying")
                if days:
                    actions.finish_assessment(actor=aylin, case=case, code=begun.code)
        line = lines(queries.areas_page(case))["WOH"]
    assert (line.own.words, line.on) == ("selbständig gesichert", today())
    assert line.own_trace is not None
    assert line.own_trace.words == ("akut ungeklärt, dann in Klärung, dann selbständig gesichert")
    assert line.professional_trace is not None
    assert line.professional_trace.words == "in Klärung"


def test_what_is_answered_is_sealed(db: None) -> None:
    case = a_case()
    with inside() as aylin, connection.cursor() as cursor:
        begun = actions.begin_assessment(actor=aylin, case=case, age_group="adult")
        seen(aylin, case, begun.code, "SUC", "urgent", "supported")
        cursor.execute("SELECT row_to_json(c)::text FROM records_areastanding c")
        rows = " ".join(row[0] for row in cursor.fetchall())
    assert "urgent" not in rows
    assert "supported" not in rows


def test_a_stale_tab_overwrites_nothing_and_the_same_again_is_no_change(db: None) -> None:
    case = a_case()
    with inside() as aylin:
        begun = actions.begin_assessment(actor=aylin, case=case, age_group="adult")
        values = {"actor": aylin, "case": case, "code": begun.code, "area": "WOH"}
        actions.save_area(**values, views=VIEWS, version="")
        with recorded() as found:
            actions.save_area(**values, views=VIEWS, version="")
        assert found == []
        with pytest.raises(Stale):
            actions.save_area(**values, views=AreaViews("open", "open"), version="")
        (row,) = AreaStanding.objects.filter(assessment=begun)
        assert row.content["self"] == "urgent"


@pytest.mark.parametrize(
    "views",
    [
        AreaViews("fine", "open"),
        AreaViews("open", "5"),
        AreaViews("open", "open", {"WOH1": "perhaps"}),
        AreaViews("open", "open", {"SUC1": "yes"}),
    ],
)
def test_what_does_not_fit_is_refused(db: None, views: AreaViews) -> None:
    case = a_case()
    with inside() as aylin:
        begun = actions.begin_assessment(actor=aylin, case=case, age_group="adult")
        with pytest.raises(Refused):
            actions.save_area(
                actor=aylin, case=case, code=begun.code, area="WOH", views=views, version=""
            )
        with pytest.raises(Http404):
            actions.save_area(
                actor=aylin, case=case, code=begun.code, area="DIS", views=VIEWS, version=""
            )


def test_a_finished_one_is_read_only_and_an_empty_one_is_not_finished(db: None) -> None:
    case = a_case()
    with inside() as aylin:
        begun = actions.begin_assessment(actor=aylin, case=case, age_group="adult")
        with pytest.raises(Refused):
            actions.finish_assessment(actor=aylin, case=case, code=begun.code)
        seen(aylin, case, begun.code, "WOH", "open", "open")
        actions.finish_assessment(actor=aylin, case=case, code=begun.code)
        with pytest.raises(Refused) as caught:
            seen(aylin, case, begun.code, "WOH", "secured", "secured")
        assert "abgeschlossen" in caught.value.reason


def test_only_one_runs_at_a_time(db: None) -> None:
    case = a_case()
    with inside() as aylin:
        begun = actions.begin_assessment(actor=aylin, case=case, age_group="adult")
        second = Assessment(
            organisation_id=case.organisation_id,
            case=case,
            code="L-2222-2",
            version="2026-1",
            age_group="adult",
            begun_on=today(),
            author_id=begun.author_id,
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            second.save(force_insert=True)


def test_strangers_colleagues_and_closed_cases(db: None) -> None:
    case = a_case()
    with inside("bernd") as bernd, pytest.raises(Http404):
        actions.begin_assessment(actor=bernd, case=case, age_group="adult")
    with inside("cem", FOREIGN) as cem, pytest.raises(Http404):
        actions.begin_assessment(actor=cem, case=case, age_group="adult")
    with inside() as aylin:
        begun = actions.begin_assessment(actor=aylin, case=case, age_group="adult")
        mark_closed(actor=aylin, case=case, closing="reached")
        with pytest.raises(Refused):
            seen(aylin, case, begun.code, "WOH", "open", "open")
