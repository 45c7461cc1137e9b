"""Names as people write them: of towns, of things and of streets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.foundation.folding import fold
from nahtlos.organisations.rules.sameness import (
    Entry,
    Where,
    becomes_same,
    is_same,
    is_same_organisation,
    is_same_site,
    name_key,
    street_key,
    tells_street,
)
from nahtlos.organisations.rules.towns import likeliest, shortens, town_key

TEXT = st.text(max_size=40)
PLACES = [
    *("Frankfurt (Oder)", "Frankfurt am Main", "Mülheim", "Mülheim an der Ruhr", "Köln", "Halle"),
    *("Rothenburg ob der Tauber", "Bad Homburg vor der Höhe", "Neustadt", "Neu-Ulm", "Berlin"),
]


@given(TEXT)
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        *(("Frankfurt a. M.", ["Frankfurt am Main"]), ("Frankfurt/Main", ["Frankfurt am Main"])),
        *(("Frankfurt a.d. Oder", ["Frankfurt (Oder)"]), ("Neustadt an der Dosse", ["Neustadt"])),
        ("Frankfurt", ["Frankfurt (Oder)", "Frankfurt am Main"]),
        ("Mülheim a.d.Ruhr", ["Mülheim an der Ruhr"]),
        ("Rothenburg o.d.T.", ["Rothenburg ob der Tauber"]),
        ("Bad Homburg v. d. H.", ["Bad Homburg vor der Höhe"]),
        *(("Köln-Deutz", ["Köln"]), ("berlin neukölln", ["Berlin"]), ("neu ulm", ["Neu-Ulm"])),
        *(
            ("Frankfurt-Höchst", ["Frankfurt (Oder)", "Frankfurt am Main"]),
            ("Xanten", []),
            ("Bad", ["Bad Homburg vor der Höhe"]),
        ),
    ],
)
def test_a_town_is_meant_by_its_shorter_names(typed: str, places: list[str]) -> None:
    assert [PLACES[at] for at in likeliest(typed, PLACES)] == places


@given(TEXT, TEXT)
def test_no_name_of_a_town_breaks_anything(typed: str, place: str) -> None:
    assert set(likeliest(typed, [place])) <= {0}
    assert not shortens("", place)
    assert town_key(place) == town_key(place.replace("-", " "))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("Bahnhofstr. 12", "Bahnhofstraße 12"), ("Bahnhof-Straße  12 a", "BAHNHOFSTR.12A")),
        *(("Str. des 17. Juni 1", "Straße des 17. Juni 1"), ("Marktpl. 3", "Marktplatz 3")),
    ],
)
def test_one_street_in_two_spellings_is_one_street(one: str, other: str) -> None:
    assert street_key(one) == street_key(other)


def test_another_number_is_another_street() -> None:
    assert street_key("Bahnhofstr. 12") != street_key("Bahnhofstr. 14")


@given(TEXT)
def test_a_name_is_the_same_as_itself_in_capitals_with_blanks_and_signs(text: str) -> None:
    if name_key(text) != text.strip():
        assert name_key(f"  {text.upper()}. ") == name_key(text.upper())
    assert is_same(Entry(text), Entry(text))


def test_what_is_known_of_two_places_tells_them_apart_and_nothing_else() -> None:
    here = Where(street="Weg 1", city="Köln")
    assert is_same_site(Entry("A", here), Entry("B", Where(street="WEG 1")))
    assert is_same_site(Entry("A", here), Entry("a"))
    assert not is_same_site(Entry("A", here), Entry("A", Where(street="Weg 2")))
    assert not is_same_site(Entry("A", here), Entry("B", Where(street="Weg 1", city="Bonn")))
    assert not is_same_site(Entry("A"), Entry("B"))
    assert not is_same(Entry("A", who="Wilma"), Entry("A", who="Dörte"))
    assert is_same(Entry("A", who="Wilma"), Entry("A"))


@pytest.mark.parametrize("form", [" e. V.", " e.V.", " gGmbH", ", e. V.", ""])
def test_the_legal_form_makes_no_other_organisation(form: str) -> None:
    assert is_same_organisation(Entry(f"Brücke{form}"), Entry("BRUECKE"))
    assert not is_same_organisation(Entry(f"Brücke{form}"), Entry("Brücken"))


def test_what_was_the_same_before_does_not_become_it() -> None:
    assert becomes_same(None, Entry("A"), Entry("A"), is_same)
    assert becomes_same(Entry("B"), Entry("A"), Entry("A"), is_same)
    assert not becomes_same(Entry("A", who="x"), Entry("A"), Entry("A"), is_same)


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        *(("Haus Lindenstr. 5", True), ("in der LINDENSTRASSE", True), ("linden-straße", True)),
        *(("Haus am Park", False), ("", False), ("Lindenhof", False)),
    ],
)
def test_a_text_gives_a_street_away_with_or_without_its_number(text: str, tells: bool) -> None:
    assert tells_street(text, "Lindenstraße 5 a") is tells
    assert not tells_street(text, "")
