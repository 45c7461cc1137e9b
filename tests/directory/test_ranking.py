"""How the finder orders what it finds, and what it says about it."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils.text import slugify

from nahtlos.directory.actions import end_offer, index_offers
from nahtlos.directory.models import Offer
from nahtlos.directory.queries.capacity import availability
from nahtlos.directory.queries.finder import Found, Search, find
from nahtlos.directory.queries.hits import results
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.queries import find_places, match_prison, prison_names
from tests.cast import FOREIGN, actor, organisation, organisation_id

WORD = "Zwirbelkurs"


def _search(words: str = WORD, place: str = "00120", **more: object) -> Search:
    found = find_places(place)[0] if place else None
    return Search(words=words, place=found, **more)  # type: ignore[arg-type]


def _titles(found: Found, search: Search) -> list[str]:
    return [hit.offer.title for hit in results(found, search, today()).hits]


def _plant(title: str, **values: object) -> Offer:
    """A published offer of the home organisation that only these tests know."""
    home = organisation()
    columns = {
        "organisation": home,
        "slug": slugify(title),
        "key": f"test:{title}",
        "title": title,
        "summary": WORD,
        "topics": ["wohnen_nach_haft"],
        "state": "published",
        "plane": "muster",
        "lat": 51.0,
        "lon": -30.0,
        "city": "Musterstadt",
    }
    with tenant(home.pk):
        offer = Offer.objects.create(**{**columns, **values})
        index_offers([(offer, home.name)])
    return offer


@pytest.fixture
def here(db: None) -> tuple[float, float]:
    """The centre of Musterstadt."""
    place = find_places("00120")[0]
    return place.lat, place.lon


def test_fit_comes_before_distance_and_distance_before_free_places(
    here: tuple[float, float],
) -> None:
    lat, lon = here
    fresh = {"capacity_on": today(), "lon": lon}
    _plant("Nur am Rand", lat=lat, summary="Ein Abend", description=f"{WORD} " + "Wort " * 200)
    _plant("Nah und voll", lat=lat + 0.01, places_free=0, waiting_weeks=9, **fresh)
    _plant("Nah und frei", lat=lat + 0.01, places_free=4, **fresh)
    _plant("Weiter und frei", lat=lat + 0.3, places_free=4, **fresh)
    search = _search()
    titles = _titles(find(search, today()), search)
    assert titles == ["Nah und frei", "Nah und voll", "Weiter und frei", "Nur am Rand"]


def test_offers_without_a_place_stand_after_placed_ones_and_say_so(
    here: tuple[float, float],
) -> None:
    lat, lon = here
    _plant("Irgendwo", lat=None, lon=None, city="")
    _plant("Hier", lat=lat + 0.4, lon=lon)
    search = _search()
    hits = results(find(search, today()), search, today()).hits
    assert [hit.offer.title for hit in hits] == ["Hier", "Irgendwo"]
    assert hits[1].where == "Ort unbekannt"


def test_what_is_far_away_is_left_out_until_one_looks_further(here: tuple[float, float]) -> None:
    lat, lon = here
    _plant("Weit weg", lat=lat + 0.7, lon=lon)
    assert find(_search(), today()).total == 0
    assert find(_search(wide=True), today()).total == 1


def test_offers_for_professionals_alone_stand_lower_for_everybody_else(
    here: tuple[float, float],
) -> None:
    lat, lon = here
    _plant("Fachtag", lat=lat, lon=lon, audiences=["professional"])
    _plant("Gespräch", lat=lat + 0.2, lon=lon, audiences=["relative"])
    search = _search()
    assert _titles(find(search, today()), search) == ["Gespräch", "Fachtag"]
    asked = _search(audiences=("professional",))
    assert _titles(find(asked, today()), asked) == ["Fachtag"]


def test_drafts_ended_and_expired_offers_are_not_found(here: tuple[float, float]) -> None:
    for state in ("draft", "ended"):
        _plant(f"Stand {state}", state=state)
    _plant("Abgelaufen", valid_until=today() - timedelta(days=1))
    _plant("Letzter Tag", valid_until=today())
    search = _search(place="")
    assert _titles(find(search, today()), search) == ["Letzter Tag"]


def test_free_places_carry_a_date_and_fade_after_thirty_days() -> None:
    day = date(2026, 11, 25)
    fresh = availability(Offer(places_free=2, capacity_on=day - timedelta(days=30)), day)
    faded = availability(Offer(places_free=2, capacity_on=day - timedelta(days=31)), day)
    assert [chip.text for chip in fresh] == ["2 Plätze frei (Stand: 26. Oktober)"]
    assert [chip.text for chip in faded] == ["Plätze: Angabe nicht mehr aktuell"]
    assert availability(Offer(places_free=2), day) == []


@pytest.mark.parametrize(
    "spellings",
    [
        ("Fuehrerschein", "Führerschein", "Fuhrerschein", "FÜHRERSCHEIN"),
        ("Straße", "strasse", "STRASSE"),
        ("Münchner", "muenchner", "munchner"),
        ("Bürgergeld", "buergergeld", "burgergeld"),
    ],
)
def test_every_spelling_finds_the_same(here: tuple[float, float], spellings: list[str]) -> None:
    _plant("Hilfe", description=spellings[1])
    found = [{row.offer_id for row in find(Search(words=one), today()).rows} for one in spellings]
    assert all(rows == found[0] for rows in found)
    assert found[0]


def test_a_place_of_musterland_never_finds_real_offers_and_the_other_way_round(db: None) -> None:
    muster = find(Search(words="beratung", place=find_places("00120")[0], wide=True), today())
    real = find(Search(words="beratung", place=find_places("Köln")[0], wide=True), today())
    planes = {
        name: set(
            Offer.objects.filter(pk__in=[r.offer_id for r in found.rows]).values_list("plane")
        )
        for name, found in (("muster", muster), ("earth", real))
    }
    assert planes == {"muster": {("muster",)}, "earth": {("earth",)}}


def test_a_prisons_own_offers_come_first(db: None) -> None:
    prison = match_prison(prison_names(), "JVA Musterstadt")
    search = Search(words="besuch kind", prison=prison)
    first = results(find(search, today()), search, today()).hits[0]
    assert "Angebot in der JVA Musterstadt" in first.reasons


def test_the_list_and_the_map_carry_the_same_numbers(visitor: Client) -> None:
    search = _search("wohnen")
    shown = results(find(search, today()), search, today())
    assert shown.map is not None
    numbers = {hit.number for hit in shown.hits if hit.offer.lat is not None}
    assert {pin.number for pin in shown.map.pins} == numbers
    assert shown.map.unplaced == len(shown.hits) - len(numbers)


def test_an_ended_offer_leaves_the_finder_at_once(db: None) -> None:
    offer = Offer.objects.filter(organisation=organisation(FOREIGN), state="published")[0]
    search = Search(words=offer.title)
    assert offer.pk in {row.offer_id for row in find(search, today()).rows}
    with tenant(organisation_id(FOREIGN)):
        end_offer(actor=actor("cem"), offer=offer)
    assert offer.pk not in {row.offer_id for row in find(search, today()).rows}
