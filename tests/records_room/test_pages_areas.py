"""The pages of the areas of life."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from nahtlos.cases.models import Case
from nahtlos.foundation.clock import today, told
from nahtlos.records import actions
from nahtlos.records.models import AreaStanding, Assessment
from tests.cases.made import inside, new_case
from tests.reading import Page
from tests.records_room.made import a_case, seen
from tests.records_room.test_pages_notes import url


def area_url(case: Case, area: str) -> str:
    """One area of the assessment that runs."""
    with inside():
        code = Assessment.objects.get(case=case, finished_on=None).code
    return url(case, "area", assessment=code, area=area)


def test_areas_are_gone_through_one_after_the_other(as_: Callable[[str], Client]) -> None:
    case, client = a_case(), as_("aylin")
    assert "Noch nicht besprochen: Wohnen, " in Page(client.get(url(case, "areas"))).text
    page = Page(client.post(url(case, "begin"), {"age_group": "adult"}, follow=True))
    assert page.heading() == "Wohnen"
    typed = {"WOH1": "no", "self_view": "urgent", "professional_view": "clarifying", "version": ""}
    page = Page(client.post(area_url(case, "WOH"), typed, follow=True))
    assert page.heading() == "Lebensunterhalt"
    page = Page(client.post(area_url(case, "EIN"), {"version": "", "pause": "1"}, follow=True))
    assert page.heading() == "Lebensbereiche"
    assert "akut ungeklärt" in page.text
    offers = [link for link in page.links() if "?thema=" in link]
    assert offers == [f"/intern/faelle/{case.code}/anfrage/?thema=wohnen_nach_haft"]
    assert Page(client.get(area_url(case, "WOH"))).typed("WOH1") == ["no"]


def test_a_need_leads_to_matched_offers(as_: Callable[[str], Client]) -> None:
    case = a_case()
    with inside() as aylin:
        begun = actions.begin_assessment(actor=aylin, case=case, age_group="adult")
        seen(aylin, case, begun.code, "WOH", "urgent", "urgent")
    client = as_("aylin")
    page = Page(client.get(url(case, "areas")))
    link = next(link for link in page.links() if "?thema=" in link)
    page = Page(client.get(link))
    assert page.typed("topic") == ["wohnen_nach_haft"]
    assert "offer:" in page.source


def test_the_page_says_words_and_no_points(as_: Callable[[str], Client]) -> None:
    case = a_case()
    with inside() as aylin:
        for days, own in ((30, "urgent"), (3, "supported")):
            with told(days):
                begun = actions.begin_assessment(actor=aylin, case=case, age_group="adult")
                seen(aylin, case, begun.code, "SCH", own, "clarifying")
                actions.finish_assessment(actor=aylin, case=case, code=begun.code)
    page = Page(as_("aylin").get(url(case, "areas")))
    said = "Die Person (Kästchen): akut ungeklärt, dann geklärt mit Unterstützung"
    assert said in page.text
    assert [one for one in page.elements if one.tag == "svg" and "nl-trace" in str(one.attributes)]
    for word in ("Risiko", "Prognose", "Punkte:", "Rückfall"):
        assert word not in page.text


def test_young_people_are_asked_in_their_own_words(as_: Callable[[str], Client]) -> None:
    born = date(today().year - 17, 1, 1)
    with inside() as aylin:
        case = new_case(aylin, born_on=born, custody="youth")
    client = as_("aylin")
    page = Page(client.get(url(case, "begin")))
    assert page.typed("age_group") == ["youth"]
    client.post(url(case, "begin"), {"age_group": "youth"})
    assert "Gibt es ein eigenes Konto?" in Page(client.get(area_url(case, "SCH"))).text


def test_a_stale_tab_shows_what_stands_there(as_: Callable[[str], Client]) -> None:
    case, client = a_case(), as_("aylin")
    client.post(url(case, "begin"), {"age_group": "adult"})
    first = {"self_view": "urgent", "professional_view": "urgent", "version": ""}
    client.post(area_url(case, "WOH"), first)
    page = Page(client.post(area_url(case, "WOH"), first | {"self_view": "secured"}))
    assert page.status == 422
    assert "Der neue Stand neben Ihren Eingaben" in page.text
    again_typed = first | {"self_view": "secured", "version": str(page.typed("version"))}
    assert client.post(area_url(case, "WOH"), again_typed).status_code == 302
    with inside():
        (row,) = AreaStanding.objects.filter(assessment__case=case)
        assert row.content["self"] == "secured"


@pytest.mark.parametrize("values", [{"WOH1": "x"}, {"self_view": "5"}])
def test_what_is_wrong_is_said_beside_the_field(
    as_: Callable[[str], Client], values: dict[str, str]
) -> None:
    case, client = a_case(), as_("aylin")
    client.post(url(case, "begin"), {"age_group": "adult"})
    page = Page(client.post(area_url(case, "WOH"), values | {"version": ""}))
    assert page.status == 422
    assert "Bitte wählen Sie etwas aus der Liste." in page.beside(next(iter(values)))


def test_the_areas_stand_under_the_headings_of_the_programme_too(
    as_: Callable[[str], Client],
) -> None:
    case, client = a_case(), as_("aylin")
    assert "Basisanforderungen" not in Page(client.get(url(case, "areas"))).text
    page = Page(client.get(url(case, "areas") + "?gliederung=coaching"))
    assert "Basisanforderungen" in page.text
    assert "Vertrauliche Beratung" not in page.text


def test_it_is_finished_from_the_page(as_: Callable[[str], Client]) -> None:
    case, client = a_case(), as_("aylin")
    client.post(url(case, "begin"), {"age_group": "adult"})
    with inside():
        code = Assessment.objects.get(case=case).code
    page = Page(client.post(url(case, "finish", assessment=code), follow=True))
    assert "Bitte gehen Sie mindestens einen Bereich durch" in page.text
    client.post(area_url(case, "MOB"), {"self_view": "open", "version": ""})
    page = Page(client.post(url(case, "finish", assessment=code), follow=True))
    assert "Abgeschlossen. So stand es heute." in page.text
    assert "Zuletzt abgeschlossen am" in page.text


def test_who_is_not_on_the_case_finds_no_page(as_: Callable[[str], Client]) -> None:
    case = a_case()
    with inside() as aylin:
        actions.begin_assessment(actor=aylin, case=case, age_group="adult")
    for who in ("bernd", "cem"):
        client = as_(who)
        for address in (url(case, "areas"), url(case, "begin"), area_url(case, "WOH")):
            assert client.get(address).status_code == 404
    assert as_("aylin").get(area_url(case, "DIS")).status_code == 404
