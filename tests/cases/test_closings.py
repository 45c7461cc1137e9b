"""How accompaniments ended: kept with each case, counted for the organisation, and nobody to be
told from it.
"""

from collections.abc import Callable
from datetime import date
from functools import cache
from itertools import product

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from nahtlos.cases import actions
from nahtlos.cases.models import Case, Closing
from nahtlos.cases.queries.closings import closings_by_year, closings_of
from nahtlos.cases.rules.closings import FILES, NEWEST, label_of, results
from nahtlos.cases.rules.small_counts import SMALLEST, Shown, shown
from nahtlos.foundation import clock
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from tests.cases.made import crowd, inside, new_case
from tests.reading import Page

PAGE = "/intern/faelle/abschluesse/"


@cache
def fitting(published: Shown) -> list[tuple[int, ...]]:
    """Every list of counts that would be shown as PUBLISHED, for who knows the rule."""
    ranges = [range(SMALLEST) if count is None else (count,) for count in published.counts]
    return [counts for counts in product(*ranges) if shown(counts) == published]


@settings(max_examples=60)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=6))
def test_no_count_below_five_can_be_told_from_what_is_shown(counts: list[int]) -> None:
    published = shown(counts)
    assert tuple(counts) in fitting(published)
    for place, count in enumerate(counts):
        if count < SMALLEST:
            assert published.counts[place] is None
            assert len({found[place] for found in fitting(published)}) >= 2
        else:
            assert published.counts[place] == count
    assert published.total in (None, sum(counts))


def test_a_total_stands_where_it_tells_nothing() -> None:
    assert shown([7, 9]).total == 16
    assert shown([7, 3, 4, 2]).total == 16
    assert shown([7, 3]).total is None
    assert shown([7, 1, 1]).total is None
    assert shown([7, 4, 4]).total is None


def closed(how: str, many: int, on: date) -> None:
    """MANY of Aylin's planted cases ended so."""
    with inside() as aylin:
        rows = Case.objects.visible_to(aylin).filter(closed_on=None, code__contains="-T")
        keys = list(rows.order_by("code").values_list("pk", flat=True)[:many])
        assert len(keys) == many
        Case.objects.filter(pk__in=keys).update(closed_on=on, closing=how)


def test_the_fachleitung_reads_years_and_results_without_small_counts(
    as_: Callable[[str], Client],
) -> None:
    with inside() as aylin:
        crowd(aylin, 60, 50)
    year = today().year
    closed("reached", 7, today())
    closed("died", 2, today())
    closed("moved", 5, date(year - 1, 12, 31))
    closed("reached", 6, date(year - 5, 6, 1))
    with inside("helga") as helga:
        found = closings_by_year(helga)
    assert found.years == tuple(range(year, year - 5, -1))
    lines = {line.label: line.counts for line in found.lines}
    assert lines["Ziele erreicht"][:2] == (7, None)
    assert lines["verstorben"][0] is None
    assert lines["weggezogen"][1] == 5
    assert set(lines) == {str(one.label) for one in Closing}
    page = Page(as_("helga").get(PAGE))
    assert "unter 5" in page.text
    assert "Zahlen" not in page.heading()


def test_of_other_organisations_nothing_counts(db: None) -> None:
    with inside() as aylin:
        crowd(aylin, 60, 50)
    closed("reached", 9, today())
    with inside("doro", "jva-musterstadt") as doro:
        assert closings_by_year(doro).is_empty


def test_only_the_fachleitung_finds_the_page(as_: Callable[[str], Client]) -> None:
    assert as_("aylin").get(PAGE).status_code == 404
    with inside() as aylin:
        assert closings_by_year(aylin).is_empty


def test_nothing_to_show_is_said(as_: Callable[[str], Client]) -> None:
    assert "Noch gibt es nichts zu zeigen" in Page(as_("helga").get(PAGE)).text


def test_taking_up_again_keeps_the_first_result(as_: Callable[[str], Client]) -> None:
    client = as_("aylin")
    with clock.told(30), inside() as aylin:
        case = new_case(aylin)
        actions.mark_closed(actor=aylin, case=case, closing="no_contact")
    with inside() as aylin:
        actions.mark_reopened(actor=aylin, case=case)
        assert [one.how for one in closings_of(case)] == ["zurzeit kein Kontakt"]
    url = f"/intern/faelle/{case.code}/abschluss/"
    assert "Schon einmal abgeschlossen" in Page(client.get(url)).text
    assert "zurzeit kein Kontakt" in Page(client.get(url)).text
    assert client.post(url, {"closing": "reached"}).status_code == 302
    page = Page(client.get(url))
    assert "beendet: Ziele erreicht." in page.text
    assert "Davor abgeschlossen" in page.text
    with inside():
        found = closings_of(case)
        assert [one.how for one in found] == ["zurzeit kein Kontakt", "Ziele erreicht"]
        assert found[0].on < found[1].on == today()


def test_each_version_offers_what_the_database_knows_and_the_newest_is_offered(
    as_: Callable[[str], Client],
) -> None:
    for version in FILES:
        codes = [one.code for one in results(version)]
        assert len(codes) == len(set(codes))
        assert set(codes) <= set(Closing.values)
        assert all(one.label for one in results(version))
    assert {one.code: one.label for one in results()} == {
        str(one): str(one.label) for one in Closing
    }
    with inside() as aylin:
        case = new_case(aylin)
    page = Page(as_("aylin").get(f"/intern/faelle/{case.code}/abschluss/"))
    offered = [one.attributes["value"] for one in page.named("closing")]
    assert offered == [one.code for one in results(NEWEST)]
    assert "zurzeit kein Kontakt: die Tür bleibt offen" in page.text


def test_a_result_keeps_the_word_of_its_version_and_the_event_says_which(db: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        actions.mark_closed(actor=aylin, case=case, closing="partly")
        assert case.events.get(verb="closed").detail == {"closing": "partly", "list": NEWEST}
        with pytest.raises(Refused, match="wie die Begleitung endet"):
            actions.mark_closed(actor=aylin, case=new_case(aylin), closing="gar nicht")
    assert label_of("partly", NEWEST) == "zum Teil erreicht"
    assert label_of("partly", "1999-1") == "zum Teil erreicht"
    assert label_of("", NEWEST) == label_of("unknown") == "beendet"


@pytest.mark.parametrize("closing", list(Closing))
def test_every_result_has_its_word(db: None, closing: Closing) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        actions.mark_closed(actor=aylin, case=case, closing=str(closing))
        assert [one.how for one in closings_of(case)] == [str(closing.label)]


def test_the_way_back_into_a_closed_file_leads_somewhere(as_: Callable[[str], Client]) -> None:
    client = as_("aylin")
    with inside() as aylin:
        case = new_case(aylin)
        actions.mark_closed(actor=aylin, case=case, closing="reached")
    page = Page(client.get(f"/intern/faelle/{case.code}/"))
    assert "zuletzt begleitet von Aylin bis" in page.text
    ways = [
        one.attributes["href"]
        for one in page.elements
        if one.tag == "a" and one.text().strip() == "Wieder aufnehmen"
    ]
    assert [client.get(way).status_code for way in ways] == [200]
