"""Scenes from other systems about what fits: near a typed place without losing what has no place,
exclusions, and languages.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from nahtlos.directory.models import Offer, OpeningHours
from nahtlos.directory.queries.finder import Search, find
from nahtlos.foundation import stamps
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.queries import find_places
from tests.cast import sign_in
from tests.directory.test_finder import cards, search
from tests.directory.test_ranking import WORD, _plant
from tests.reading import Page
from tests.sentences import PACKAGE

FAR = 60.0  # degrees of latitude, a thousand kilometres from Musterstadt
REMOTE = ["phone", "video", "online", "online_chat", "email", "material"]
TYPED = {
    "summary": f"{WORD} für alle.",
    "topics": ["wohnen_nach_haft"],
    "cost": "unknown",
    "catchment": "unknown",
}
Signed = Callable[[str], Client]


def _titles(**more: Any) -> list[str]:
    rows = find(Search(words=WORD, **more), today()).rows
    titles = dict(Offer.objects.values_list("pk", "title"))
    return [titles[row.offer_id] for row in rows]


def card(**typed: str) -> str:
    """What the only card says."""
    (only,) = cards(search(q=WORD, **typed))
    return only


def typed_offer(client: Client, **values: Any) -> Offer:
    """A published offer as an organisation types it."""
    body = {**TYPED, **values, "stamp": stamps.issue()}
    assert client.post("/intern/angebote/neu/", body).status_code == 302
    offer = Offer.objects.get(title=values["title"])
    client.post(f"/intern/angebote/{offer.slug}/veroeffentlichen/")
    return offer


@pytest.mark.parametrize("kind", REMOTE)
def test_near_a_typed_place_keeps_what_is_reached_from_anywhere(kind: str, db: None) -> None:
    _plant("Nebenan")
    _plant("Weit weg", lat=FAR)
    _plant("Von überall", lat=FAR, formats=[kind])
    _plant("Ohne Ort", lat=None, lon=None, city="", formats=[kind])
    near = _titles(place=find_places("00120")[0])
    assert near[0] == "Nebenan"
    assert set(near) == {"Nebenan", "Von überall", "Ohne Ort"}


def test_near_a_typed_place_keeps_who_answers_letters(db: None) -> None:
    _plant("Am Schreibtisch", lat=FAR, formats=["letter"])
    assert _titles(place=find_places("00120")[0]) == ["Am Schreibtisch"]


def test_near_a_typed_place_keeps_nationwide_offers_and_those_of_the_land(db: None) -> None:
    _plant("Bundesweit", lat=FAR, catchment="nationwide")
    _plant("Im Land", lat=FAR, catchment="land", catchment_land="MU")
    _plant("Im anderen Land", lat=FAR, catchment="land", catchment_land="BY")
    assert set(_titles(place=find_places("00120")[0])) == {"Bundesweit", "Im Land"}
    page = search(q=WORD, ort="00120")
    assert "überall möglich" in page.text
    assert "für Ihr ganzes Land" in page.text
    assert len(_titles(place=find_places("00120")[0], wide=True)) == 3


def test_the_place_is_the_typed_one_and_never_that_of_the_device() -> None:
    sources = [*PACKAGE.rglob("*.js"), *PACKAGE.rglob("*.html")]
    assert sources
    assert [one.name for one in sources if "geolocation" in one.read_text(encoding="utf-8")] == []


def test_an_offer_typed_as_for_the_whole_land_is_found_in_the_whole_land(as_: Signed) -> None:
    offer = typed_offer(as_("aylin"), title="Landesnähstube", catchment="land", city="Musterstadt")
    with tenant(offer.organisation_id):
        Offer.objects.filter(pk=offer.pk).update(lat=FAR)
    assert _titles(place=find_places("00120")[0]) == ["Landesnähstube"]


def test_who_is_excluded_does_not_find_it_and_everybody_else_reads_why(as_: Signed) -> None:
    client = as_("aylin")
    note = {"exclusion_note": "nicht bei akuter Sucht"}
    offer = typed_offer(client, title="Ohne U-Haft", excluded=["remand", "women"], **note)
    assert cards(search(q=WORD, lage="remand")) == []
    assert cards(search(q=WORD, fuer=["women", "released"])) == []
    assert card(lage="released")
    page = Page(Client().get(f"/angebot/{offer.slug}/")).text
    assert "Nicht für Menschen in Untersuchungshaft, Frauen nicht bei akuter Sucht" in page


@pytest.mark.parametrize(
    ("excluded", "told"),
    [
        ("relative", {"audiences": ("partner",)}),
        ("relative", {"audiences": ("parent",)}),
        ("in_custody", {"audiences": ("imprisoned_parent",)}),
        ("in_custody", {"circumstances": ("sentence",)}),
        ("in_custody", {"circumstances": ("remand",)}),
        ("fine_default", {"circumstances": ("short_fine",)}),
        ("on_probation", {"circumstances": ("probation",)}),
        ("women", {"genders": ("women",)}),
        ("child", {"age": 9}),
    ],
)
def test_an_exclusion_holds_however_somebody_says_who_she_is(
    excluded: str, told: dict[str, Any], db: None
) -> None:
    _plant("Nicht für jeden", excluded=[excluded])
    assert _titles() == ["Nicht für jeden"]
    assert _titles(**told) == []


def test_a_note_about_a_language_stands_on_the_page_in_every_language(as_: Signed) -> None:
    offer = typed_offer(as_("aylin"), title="Sprechstunde", languages=["fr", "tr"])
    note = "Auf Französisch bitte vorher anrufen."
    body = {"day0": "9-12", "on_holidays": "closed", "version": "", "note": note}
    as_("aylin").post(f"/intern/angebote/{offer.slug}/oeffnungszeiten/", body)
    assert OpeningHours.objects.get(offer=offer).note == note
    for front, french in (("", "Französisch"), ("/en", "French")):
        page = Page(Client().get(f"{front}/angebot/{offer.slug}/"))
        assert note in page.text
        assert french in page.text.replace(note, "")


@pytest.mark.parametrize(
    "label", ["Hinweis zu(r| den) Sprache", "Text auf|in einer anderen Sprache"]
)
def test_an_offer_takes_a_note_for_a_language_and_texts_in_another_one(
    label: str, db: None
) -> None:
    page = Page(sign_in("aylin").get("/intern/angebote/neu/"))
    assert re.search(label, page.text)


def test_an_offer_says_which_districts_or_prisons_it_serves_and_is_found_there(
    as_: Signed, db: None
) -> None:
    client = as_("aylin")
    offer = typed_offer(
        client,
        title="Kreisbüro",
        catchment="districts",
        catchment_places="Landkreis Musterwald\n Mustersee ",
    )
    assert (offer.catchment, offer.catchment_codes) == ("districts", ["00011", "00012"])
    page = Page(Client().get(f"/angebot/{offer.slug}/")).text
    assert "Zuständig: Landkreis Mustersee, Landkreis Musterwald" in page
    form = Page(client.get(f"/intern/angebote/{offer.slug}/bearbeiten/"))
    assert form.typed("catchment_places") == "Landkreis Mustersee\nLandkreis Musterwald"


@pytest.mark.parametrize(
    ("kind", "places", "sentence"),
    [
        ("districts", "", "Bitte nennen Sie sie"),
        ("prisons", "JVA Nirgendwo", "kennen wir nicht als Land, Kreis oder Anstalt"),
        ("land", "JVA Musterstadt", "Das nennt Anstalten. Oben haben Sie etwas anderes gewählt."),
    ],
)
def test_places_that_do_not_fit_the_chosen_area_are_said_beside_the_field(
    kind: str, places: str, sentence: str, as_: Signed
) -> None:
    body = {**TYPED, "title": "Gebiet", "catchment": kind, "catchment_places": places}
    answer = as_("aylin").post("/intern/angebote/neu/", {**body, "stamp": stamps.issue()})
    page = Page(answer)
    assert page.status == 422
    assert sentence in page.text
    assert page.typed("catchment_places").strip() == places
    assert not Offer.objects.filter(title="Gebiet").exists()
