"""The public finder as pages: every spelling finds the same, nothing typed breaks it, nothing is
kept, and nobody leaves it without a way on.
"""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client

from nahtlos.directory.models import Offer
from nahtlos.directory.queries import finder
from nahtlos.directory.queries.finder import PAGE_SIZE
from tests.cast import sign_in
from tests.reading import Page
from tests.test_access_matrix import writes

HARD = "Şahin Łukasz Ї محمد 😀"


def search(**typed: object) -> Page:
    """The results page."""
    page = Page(Client().get("/suche/", typed))
    assert page.status == 200
    assert page.heading()
    return page


def hits(page: Page) -> list[str]:
    """The offers on it, in order."""
    cards = [one for one in page.elements if one.attributes.get("id", "").startswith("treffer-")]
    return [
        next(part.attributes["href"] for part in card.every() if part.tag == "a") for card in cards
    ]


def cards(page: Page) -> list[str]:
    """What each card says."""
    return [
        one.text() for one in page.elements if one.attributes.get("id", "").startswith("treffer-")
    ]


def every_page(**typed: object) -> list[str]:
    """The offers of all pages of a search, following „Weiter“."""
    found, address = [], "/suche/?" + urlencode(typed)
    while address:
        page = Page(Client().get(address))
        found += hits(page)
        onward = [one for one in page.elements if one.attributes.get("rel") == "next"]
        address = "/suche/" + onward[0].attributes["href"] if onward else ""
    return found


@pytest.mark.parametrize(
    "spellings",
    [
        ("Führerschein", "Fuehrerschein", "Fuhrerschein", "führerschein", "FÜHRERSCHEIN"),
        ("Straße", "Strasse", "strasse", "STRASSE"),
        ("Angehörige", "Angehoerige", "Angehorige", "Ange\u00adhörige", "Angeho\u0308rige"),
    ],
    ids=lambda spellings: spellings[0],
)
def test_words_find_the_same_however_they_are_typed(spellings: tuple[str, ...], db: None) -> None:
    first, *others = [every_page(q=one) for one in spellings]
    assert first
    for other in others:
        assert other == first


@pytest.mark.parametrize(
    "spellings",
    [
        ("München", "munchen", "Muenchen", "MÜNCHEN", " München "),
        ("Köln", "koln", "koeln"),
        ("Gütersloh", "gutersloh", "guetersloh"),
    ],
    ids=lambda spellings: spellings[0],
)
def test_places_are_the_same_however_they_are_typed(spellings: tuple[str, ...], db: None) -> None:
    pages = [search(q="Beratung", ort=one) for one in spellings]
    assert hits(pages[0])
    for page in pages:
        assert hits(page) == hits(pages[0])
        assert f"Ort: {spellings[0]}" in page.text


def test_every_page_of_a_search_shows_other_offers_and_all_of_them(db: None) -> None:
    first = search(q="Wohnung")
    counted = re.match(r"(\d+) Angebote gefunden", first.heading())
    assert counted
    found = every_page(q="Wohnung")
    assert len(found) == len(set(found)) == int(counted[1])
    assert len(found) > PAGE_SIZE


@pytest.mark.parametrize("number", ["999999", "500", "77"])
def test_a_kept_address_of_a_page_that_is_gone_shows_the_last_one(number: str, db: None) -> None:
    found = every_page(q="Wohnung")
    page = search(q="Wohnung", seite=number)
    pages = -(-len(found) // PAGE_SIZE)
    shown = "1" if number == "999999" else str(pages)
    assert f"Seite {shown} von {pages}" in page.text
    assert hits(page)


@pytest.mark.parametrize("number", ["abc", "0", "-1", "", "1e3", "²", "٢٣٤٥٦٧", "\x00", "9" * 5000])
def test_a_page_number_that_is_none_shows_the_first_page(number: str, db: None) -> None:
    assert hits(search(q="Wohnung", seite=number)) == hits(search(q="Wohnung"))


def test_every_card_says_why_it_is_there_and_where_that_is(db: None) -> None:
    page = search(q="Wohnen nach der Haft", ort="00120")
    assert len(cards(page)) == PAGE_SIZE
    for card in cards(page):
        assert "Warum das passt:" in card
        assert re.search(r"etwa \d+ km|Telefon oder Internet|Ort unbekannt|Muster", card)


def test_what_is_unknown_is_said_to_be_unknown(db: None) -> None:
    said = [card for card in cards(search(q="Beratung", ort="Köln")) if "Nicht bekannt:" in card]
    assert said


def test_musterland_and_germany_never_mix_where_a_place_is_given(db: None) -> None:
    for wide in ("", "1"):
        muster = cards(search(q="Beratung", ort="Musterstadt", weit=wide))
        real = cards(search(q="Beratung", ort="Köln", weit=wide))
        assert muster
        assert real
        assert all("(Muster)" in card for card in muster)
        assert not any("(Muster)" in card for card in real)


def test_the_order_of_distance_is_the_order_of_the_list_among_equals(db: None) -> None:
    page = search(thema="wohnen_nach_haft", ort="00120", weit="1")
    away = [int(km) for km in re.findall(r"etwa (\d+) km", " ".join(cards(page)))]
    assert len(away) > 2
    assert away[0] <= min(away) + 5


def test_nothing_found_is_a_page_that_helps(db: None) -> None:
    page = search(q="Quastenflechterei", ort="00120", wie="phone")
    assert page.heading() == "Leider nichts gefunden"
    for way in ("Auch weiter weg suchen", "Ohne die Auswahl suchen", "Neu anfangen"):
        assert way in page.text
    assert "Das heißt nicht, dass es keine Hilfe gibt" in page.text
    assert "TelefonSeelsorge" in page.text
    wider = next(link for link in page.links() if "weit=1" in link)
    assert "q=Quastenflechterei" in wider
    assert Client().get("/suche/" + wider).status_code == 200
    general = next(link for link in page.links() if "thema=sozialberatung" in link)
    assert hits(Page(Client().get("/suche/" + general.replace("&wie=phone", ""))))


def test_an_empty_search_asks_what_one_is_looking_for(db: None) -> None:
    for typed in ({}, {"q": "   "}, {"seite": "4"}):
        page = search(**typed)
        assert page.heading() == "Was suchen Sie?"
        assert "Schreiben Sie oben, worum es geht." in page.text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("ort", "Gibtesnichthausen", "Diesen Ort oder diese Postleitzahl kennen wir nicht."),
        ("ort", "99999", "Diesen Ort oder diese Postleitzahl kennen wir nicht."),
        ("ort", "00999", "Diesen Ort oder diese Postleitzahl kennen wir nicht."),
        ("ort", "-1", "Diesen Ort oder diese Postleitzahl kennen wir nicht."),
        ("ort", HARD, "Diesen Ort oder diese Postleitzahl kennen wir nicht."),
        ("ort", "x" * 10_000, "Bitte schreiben Sie kürzer: höchstens 80 Zeichen."),
        (
            "ort",
            "<script>alert(1)</script>",
            "Diesen Ort oder diese Postleitzahl kennen wir nicht.",
        ),
        ("jva", "Gibtesnicht", "Diese Haftanstalt haben wir nicht gefunden."),
        ("jva", "JVA", "Diese Haftanstalt haben wir nicht gefunden."),
        ("jva", HARD, "Diese Haftanstalt haben wir nicht gefunden."),
        ("q", "x" * 10_000, "Bitte schreiben Sie kürzer: höchstens 300 Zeichen."),
    ],
)
def test_what_was_not_understood_is_said_beside_the_field_and_kept(
    field: str, value: str, sentence: str, db: None
) -> None:
    page = search(**{"q": "Wohnung", field: value})
    assert sentence in page.beside(field)
    assert page.typed(field) == value
    assert "<script>alert" not in page.source
    if field != "q":
        assert hits(page) == hits(search(q="Wohnung")), "the rest is searched for all the same"
    assert Page(Client().get("/", {field: value})).status == 200


@pytest.mark.parametrize(
    "words",
    [
        HARD,
        "😀",
        "'; DROP TABLE directory_offer; --",
        "%",
        "\\",
        "((",
        "<b>Wohnung</b>",
        "der die das",
    ],
)
def test_any_words_can_be_looked_for(words: str, db: None) -> None:
    page = search(q=words)
    assert page.typed("q") == words
    assert "<b>Wohnung" not in page.source


def test_unknown_choices_in_an_old_address_do_not_hide_the_offers(db: None) -> None:
    page = search(q="Wohnung", thema="gibt-es-nicht", fuer="gibt-es-nicht", wie="x", sprache="xx")
    assert hits(page) == hits(search(q="Wohnung"))


@pytest.mark.parametrize("field", ["q", "ort", "jva", "thema", "fuer", "wie", "sprache", "weit"])
def test_a_nul_byte_breaks_nothing(field: str, db: None) -> None:
    assert search(**{"q": "Wohnung", field: "a\x00b"})


def test_several_places_of_one_name_are_offered(db: None) -> None:
    page = search(q="Beratung", ort="Neustadt")
    assert "Es gibt mehrere Orte, die so heißen oder so anfangen." in page.text
    assert sum("ort=Neustadt" in link for link in page.links()) > 1


def test_looking_writes_nothing_and_sets_no_cookie(db: None) -> None:
    client = Client()
    client.get("/suche/?q=Wohnung")
    before = writes()
    for address in ("/", "/suche/?q=Wohnung&ort=00120", "/haftanstalten/", "/en/suche/?q=flat"):
        response = client.get(address)
        assert "Set-Cookie" not in response.headers
        assert not response.cookies
    assert writes() == before


def test_the_same_address_is_the_same_page(db: None) -> None:
    address = "/suche/?q=Wohnung&ort=00120&fuer=released&seite=1"
    first = Client().get(address)
    for again in (
        Client().get(address),
        Client().get(address, headers={"Accept-Language": "en,fr;q=0.5"}),
        sign_in("aylin").get(address),
    ):
        assert again.content == first.content


def test_the_language_stands_in_the_address_and_stays(db: None) -> None:
    page = Page(Client().get("/en/suche/?q=Wohnung"))
    inside = [link for link in page.links() if link.startswith("/") and "/angebot/" in link]
    assert inside
    assert all(link.startswith("/en/") for link in inside)
    assert Client().get("/xx/suche/?q=Wohnung").status_code == 404


def test_chosen_filters_stay_chosen_and_only_fitting_offers_are_shown(db: None) -> None:
    page = search(q="Beratung", sprache=["tr"])
    assert page.typed("sprache") == ["tr"]
    slugs = [link.strip("/").split("/")[-1] for link in every_page(q="Beratung", sprache="tr")]
    assert slugs
    assert not Offer.objects.filter(slug__in=slugs).exclude(languages__contains=["tr"]).exists()


def test_boxes_say_how_many_offers_they_leave_unless_there_are_too_many_to_count(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More numbers than anybody reads cost a third of the search."""
    address = "/suche/?thema=wohnen_nach_haft"
    counted = Client().get(address).content.decode()
    assert "nl-filter__n" in counted

    monkeypatch.setattr(finder, "COUNTED_HITS", 1)
    uncounted = Client().get(address).content.decode()

    assert "nl-filter__n" not in uncounted
    for code in set(re.findall(r'name="fuer" value="(\w+)"', counted)):
        assert f'name="fuer" value="{code}"' in uncounted
