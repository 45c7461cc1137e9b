"""Scenes from other systems about words: umlauts however they are typed, towns however they are
written, and readers of other languages who type German or their own words.
"""

import re
import unicodedata
from itertools import product

import pytest
from django.test import Client
from django.utils.translation import gettext, override
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.directory.queries.finder import Search, find
from nahtlos.directory.rules.words import stem, words
from nahtlos.foundation.clock import today
from nahtlos.foundation.folding import fold
from nahtlos.foundation.shell.languages import BY_CODE
from tests.directory.test_finder import cards, hits, search
from tests.directory.test_ranking import _plant
from tests.reading import Page

WAYS = {
    "ä": ("ä", "ae", "a", "a\u0308"),
    "ö": ("ö", "oe", "o", "o\u0308"),
    "ü": ("ü", "ue", "u", "u\u0308"),
    "ß": ("ß", "ss", "ẞ", "SS"),
}
HINT = "Die Texte der Angebote sind auf Deutsch. Fragen Sie dort, ob jemand Ihre Sprache spricht."
# An e behind an umlaut has a test of its own.
EE = re.compile("(?<=[aouäöü])e+")
FOREIGN = [code for code, one in BY_CODE.items() if one.html != "de"]
LETTERS = st.text(alphabet="abcdeghilmnorstuäöüßAEOUÄÖÜẞ -", min_size=1, max_size=24)


def _spellings(word: str) -> list[str]:
    """WORD with each of its special letters in every way, small, large and as it is."""
    parts = [WAYS.get(letter, (letter,)) for letter in word]
    made = ["".join(one) for one in product(*parts)]
    return [form for one in made for form in (one, one.upper(), one.lower(), one.capitalize())]


def _ids(typed: str) -> set[object]:
    """What TYPED finds, itself and not by way of a word that resembles it."""
    found = find(Search(words=typed, size=500), today())
    assert not found.meant, typed
    return {row.offer_id for row in found.rows}


@pytest.mark.parametrize(
    "word",
    [
        *("Führerschein", "Straße", "München", "Übergangshaus", "Bußgeld", "Fußgänger"),
        *("Häuser", "Gefängnis", "Angehörige", "Väter", "Söhne", "Schlüsselübergabe", "Größe"),
    ],
)
def test_ae_oe_ue_and_ss_equal_the_umlauts_and_sharp_s_both_ways(word: str, db: None) -> None:
    for number, written in enumerate((word, _spellings(word)[-1], word.upper())):
        _plant(f"Zimmer {number}", summary="Ein Satz", description=f"Hier geht es um {written}.")
    found = {spelling: _ids(spelling) for spelling in _spellings(word)}
    first = found[word]
    assert len(first) >= 3, "offers are found by their own words"
    assert [spelling for spelling, ids in found.items() if ids != first] == []


@given(LETTERS)
def test_folding_makes_no_difference_between_ways_of_typing(text: str) -> None:
    lower = EE.sub("", text.lower())
    for special, ways in WAYS.items():
        for way in ways[1:]:
            assert fold(lower.replace(special, way.lower())) == fold(lower)
    assert fold(unicodedata.normalize("NFD", text)) == fold(text) == fold(text.swapcase())


@pytest.mark.parametrize(
    ("written", "typed"),
    [("Europäer", "Europaeer"), ("säen", "saeen"), ("Böen", "Boeen"), ("Hebräer", "HEBRAEER")],
)
def test_an_e_behind_an_umlaut_makes_no_difference(written: str, typed: str) -> None:
    assert fold(written) == fold(typed)


def test_the_regression_list_of_folding_does_not_change() -> None:
    for written, folded in {
        "München": "munchen",
        "munchen": "munchen",
        "Straße": "strasse",
        "strasse": "strasse",
        "STRAẞE": "strasse",
        "Fuehrerschein": "fuhrerschein",
        "Fu\u0308hrerschein": "fuhrerschein",
        "Gütersloh": "gutersloh",
        "Łukasz Şahin": "lukasz sahin",
        "Bürger\u00adgeld": "burgergeld",
    }.items():
        assert fold(written) == folded
    assert stem(*words("Führerscheine")) == stem(*words("FUEHRERSCHEIN"))


@pytest.mark.parametrize("word", ["gütersloh", "überlingen", "köln", "fürth", "wohnungslösung"])
def test_a_word_with_an_umlaut_gives_no_noise_that_the_word_without_it_does_not_give(
    word: str, db: None
) -> None:
    plain = word.translate(str.maketrans("üöä", "uoa"))
    _plant("Ein Ziel", description=f"Wir sind in {word.title()}.")
    assert _ids(word) == _ids(plain)
    assert 0 < len(_ids(word)) < 200


@pytest.mark.parametrize("sign", ["-", "\u00b7", "\u2010", "\u2011", "\u2027"])
@pytest.mark.parametrize("word", ["Bürger|geld", "Führer|schein"])
def test_a_word_written_as_in_easy_language_finds_what_the_whole_word_finds(
    sign: str, word: str, db: None
) -> None:
    whole = _ids(word.replace("|", ""))
    assert whole
    assert whole <= _ids(word.replace("|", sign))


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        *(("GIEẞEN", "Gießen"), ("giessen", "Gießen"), ("Moers", "Moers"), ("Mörs", "Moers")),
        *(("ülzen", "Uelzen"), ("Bad Öynhausen", "Bad Oeynhausen"), ("Cösfeld", "Coesfeld")),
        *(("D-33330", "33330 Gütersloh"), ("Mu\u0308nchen", "München"), ("SOEST", "Soest")),
    ],
)
def test_a_town_is_known_by_every_spelling_of_its_umlauts(typed: str, place: str, db: None) -> None:
    assert f"Ort: {place}" in search(q="Beratung", ort=typed).text


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        *(("Neu Ulm", "Neu-Ulm"), ("neuulm", "Neu-Ulm"), ("St. Ingbert", "Sankt Ingbert")),
        *(("Frankfurt a. M.", "Frankfurt am Main"), ("Frankfurt/Main", "Frankfurt am Main")),
        ("Mülheim a.d. Ruhr", "Mülheim an der Ruhr"),
        *(("Garmisch Partenkirchen", "Garmisch-Partenkirchen"), ("Köln-Deutz", "Köln")),
        ("Berlin-Neukölln", "Berlin"),
    ],
)
def test_a_town_is_known_as_people_write_it_on_letters(typed: str, place: str, db: None) -> None:
    assert f"Ort: {place}" in search(q="Beratung", ort=typed).text


@pytest.mark.parametrize("code", FOREIGN)
@pytest.mark.parametrize("word", ["Bürgergeld", "buergergeld", "BÜRGERGELD", "alleinerziehend"])
def test_a_german_word_on_a_page_in_another_language_finds_what_it_finds_in_german(
    code: str, word: str, visitor: Client
) -> None:
    page = Page(visitor.get(f"/{code}/suche/", {"q": word}))
    found = [link.removeprefix(f"/{code}") for link in hits(page)]
    assert found
    assert found == hits(search(q=word))


@pytest.mark.parametrize("code", FOREIGN)
def test_a_result_opens_in_the_readers_language_and_says_that_its_texts_are_german(
    code: str, visitor: Client
) -> None:
    first = hits(Page(visitor.get(f"/{code}/suche/", {"q": "Bürgergeld"})))[0]
    assert first.startswith(f"/{code}/angebot/")
    page = Page(visitor.get(first))
    html = next(one for one in page.elements if one.tag == "html")
    assert html.attributes["lang"] == code
    with override(code):
        hint = gettext(HINT)
    assert hint != HINT
    assert hint in page.text
    # The only way to a German page is the choice of the language.
    elsewhere = {link for link in page.links() if link.startswith(("/angebot/", "/suche/"))}
    assert elsewhere <= {first.removeprefix(f"/{code}")}


@pytest.mark.parametrize("code", FOREIGN)
def test_a_german_word_on_a_page_in_another_language_is_said_to_be_searched_for_in_german(
    code: str, visitor: Client
) -> None:
    page = visitor.get(f"/{code}/suche/", {"q": "Bürgergeld"}).content.decode()
    assert '<span lang="de">Bürgergeld</span>' in page


@pytest.mark.parametrize(
    ("code", "typed"),
    [("ru", "бюргергельд"), ("uk", "бюргергельд"), ("ar", "بورغرغيلد"), ("ru", "зоциальамт")],
)
def test_a_german_word_in_the_letters_of_the_reader_finds_what_it_means(
    code: str, typed: str, visitor: Client
) -> None:
    assert hits(Page(visitor.get(f"/{code}/suche/", {"q": typed})))


@pytest.mark.parametrize(
    ("code", "typed"),
    [("", "жильё"), ("", "سكن"), ("/en", "жильё"), ("/tr", "lawyer"), ("/ru", "lawyer")],
)
def test_a_word_of_another_language_than_that_of_the_page_is_not_nothing(
    code: str, typed: str, visitor: Client
) -> None:
    assert hits(Page(visitor.get(f"{code}/suche/", {"q": typed})))


@pytest.mark.parametrize(
    ("code", "typed", "german"),
    [
        *(("en", "single mother", "alleinerziehend"), ("tr", "EHLİYET", "Führerschein")),
        *(("ar", "رخصة قيادة", "Führerschein"), ("ru", "МАТЬ-ОДИНОЧКА", "alleinerziehend")),
        *(("uk", "джобцентр", "Jobcenter"), ("en", "driver\u2019s license", "Führerschein")),
    ],
)
def test_what_gives_nothing_in_its_own_language_is_searched_for_in_german_and_the_page_says_so(
    code: str, typed: str, german: str, visitor: Client
) -> None:
    page = Page(visitor.get(f"/{code}/suche/", {"q": typed}))
    assert cards(page)
    assert f'<span lang="de">{german}</span>' in page.source
    assert page.typed("q") == typed
    assert [link.removeprefix(f"/{code}") for link in hits(page)] == hits(search(q=german))
