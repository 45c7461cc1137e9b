"""What is said in other languages is found, and so are the notes about languages."""

from collections.abc import Callable

import pytest
from django.test import Client

from nahtlos.directory.actions import reindex
from nahtlos.directory.models import SearchTerm
from tests.cast import sign_in
from tests.directory.test_finder import cards
from tests.directory.test_offer_sheet import sheet, text
from tests.directory.test_offers import again, public, typed, url
from tests.directory.test_translations import at, read, translate
from tests.reading import Page


@pytest.mark.parametrize(
    ("language", "title", "words"),
    [
        ("en", "Quilting bee", "quilting"),
        ("tr", "Dikiş atölyesi", "atölyesi"),
        ("ru", "Швейная мастерская", "мастерская"),
        ("ar", "ورشة الخياطة", "الخياطة"),
    ],
)
def test_words_of_a_translation_are_found(language: str, title: str, words: str, db: None) -> None:
    one = public()
    assert cards(Page(Client().get(f"/{language}/suche/", {"q": words}))) == []
    translate(one, language, title=title)
    (card,) = cards(Page(Client().get(f"/{language}/suche/", {"q": words})))
    assert title in card
    reindex()
    assert len(cards(Page(Client().get(f"/{language}/suche/", {"q": words})))) == 1
    sign_in("aylin").post(at(one, language, "loeschen/"))
    assert cards(Page(Client().get(f"/{language}/suche/", {"q": words}))) == []


@pytest.mark.parametrize(
    ("language", "title", "words"),
    [("en", "What to do for the garden", "what for the"), ("ru", "Сад для всех", "для")],
)
def test_words_that_say_nothing_find_no_translation(
    language: str, title: str, words: str, db: None
) -> None:
    translate(public(), language, title=title)
    assert cards(Page(Client().get(f"/{language}/suche/", {"q": words}))) == []


def test_a_translation_leaves_the_german_words_their_weight(db: None) -> None:
    one = public()
    before = dict(SearchTerm.objects.filter(offer=one).values_list("term", "weight"))
    translate(one, title="Evening and more evening", description="evening " * 50)
    after = dict(SearchTerm.objects.filter(offer=one).values_list("term", "weight"))
    assert before
    assert {term: after[term] for term in before} == before
    assert "evening" in after.keys() - before.keys()


def test_a_note_for_a_language_stands_on_page_and_sheet_and_is_found(
    as_: Callable[[str], Client],
) -> None:
    one = public(languages=["de", "fr"])
    sent = typed(one, language_notes="Französisch: bitte vorher anklingeln")
    assert as_("aylin").post(url(one, "bearbeiten/"), sent).status_code == 302
    assert again(one).language_notes == {"fr": "bitte vorher anklingeln"}
    assert "French: bitte vorher anklingeln" in read(one).text
    assert "Französisch: bitte vorher anklingeln" in text(sheet(one))
    found = cards(Page(Client().get("/suche/", {"q": "anklingeln"})))
    assert [one.title in card for card in found] == [True]
    own = Page(as_("aylin").get(url(one))).text
    assert "Hinweis zu den Sprachen Französisch: bitte vorher anklingeln" in own


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        ("bitte anrufen", "Bitte so schreiben"),
        ("Klingonisch: bitte anrufen", "steht nicht in unserer Liste"),
        ("Türkisch: bitte anrufen", "Bitte kreuzen Sie bei den Sprachen auch an: Türkisch."),
    ],
)
def test_a_note_that_fits_no_ticked_language_gets_a_sentence(
    note: str, sentence: str, as_: Callable[[str], Client]
) -> None:
    one = public(languages=["de", "fr"])
    page = Page(as_("aylin").post(url(one, "bearbeiten/"), typed(one, language_notes=note)))
    assert page.status == 422
    assert sentence in page.text
    assert page.typed("language_notes") == note
    assert again(one).language_notes == {}


def test_programs_read_the_note_of_a_language(db: None) -> None:
    one = public(languages=["fr"], language_notes={"fr": "bitte vorher anrufen"})
    answer = Client().get(f"/api/hsds/services/{one.pk}").json()
    assert [(each["code"], each["note"]) for each in answer["languages"]] == [
        ("fr", "bitte vorher anrufen")
    ]
