"""Somebody who types in their own language finds what the German words find, and is told so."""

import csv
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.directory.queries.finder import Search, find
from nahtlos.directory.queries.hits import results
from nahtlos.directory.rules.catalogue import DATA
from nahtlos.directory.rules.foreign import FILE, LANGUAGES, LONGEST_PHRASE, understood, word_list
from nahtlos.foundation.clock import today
from nahtlos.foundation.shell.languages import BY_CODE
from nahtlos.organisations.queries import find_places
from nahtlos.organisations.rules.reference import rows_of

ASKED = list(
    csv.DictReader(Path(__file__).with_name("foreign.csv").open(encoding="utf-8", newline=""))
)
QUESTIONS_A_LANGUAGE = 15
PATTERNS_A_LANGUAGE = 200


@pytest.mark.parametrize("asked", ASKED, ids=lambda row: f"{row['language']}: {row['typed']}")
def test_an_everyday_word_finds_its_topic_among_the_first_three(
    asked: dict[str, str], db: None
) -> None:
    meant = understood(asked["typed"], asked["language"])
    search = Search(words=meant.words, place=find_places("00120")[0])
    first = results(find(search, today()), search, today()).hits[:3]
    wanted = set(asked["topics"].split("|"))
    found = [(hit.offer.title, hit.offer.topics) for hit in first]
    assert any(wanted & set(topics) for _, topics in found), (meant, found)


def test_every_language_is_asked_often_enough_and_knows_enough_words() -> None:
    for language in LANGUAGES:
        assert sum(row["language"] == language for row in ASKED) >= QUESTIONS_A_LANGUAGE
        assert len(word_list(language)) >= PATTERNS_A_LANGUAGE, language
    assert set(LANGUAGES) == {one.code for one in BY_CODE.values() if one.html != "de"}


def test_no_phrase_is_made_of_empty_words_and_every_row_speaks_every_language() -> None:
    for row in rows_of(DATA / FILE):
        assert all(row[language].strip() for language in LANGUAGES), row["german"]
    for language in LANGUAGES:
        for pattern, german in word_list(language).items():
            assert 0 < len(pattern) <= LONGEST_PHRASE, (language, german)
            assert any(part != "*" for part in pattern), (language, german)


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("tr", "İŞ"),
        ("tr", "is"),
        ("ar", "وَالعَمَل"),
        ("ru", "РАБОТЫ"),
        ("uk", "роботу"),
        ("en", "Working"),
    ],
)
def test_capitals_endings_and_signs_make_no_difference(language: str, typed: str) -> None:
    assert understood(typed, language).german == ("Arbeit",)


def test_german_words_stay_on_a_page_in_another_language() -> None:
    for language in LANGUAGES:
        for word in ("Bürgergeld", "alleinerziehend", "Schuldnerberatung Musterstadt", "Kind"):
            assert understood(word, language).words == word, language
    assert understood("Wohnung kira", "tr").words == "Miete Wohnung"


def test_on_a_german_page_nothing_is_replaced() -> None:
    for language in ("de", "leicht"):
        assert understood("kira iş job", language).words == "kira iş job"


@given(st.text(max_size=300), st.sampled_from([*LANGUAGES, "de"]))
def test_whatever_is_typed_can_be_searched_for(typed: str, language: str) -> None:
    meant = understood(typed, language)
    assert meant.german or meant.words == typed


@pytest.mark.parametrize(
    ("code", "typed", "said"),
    [
        ("en", "lawyer", "We also searched in German for:"),
        ("tr", "avukat", "Almanca olarak da aradık:"),
        ("ar", "محامي", "بحثنا أيضًا بالألمانية عن:"),
        ("ru", "адвокат", "Мы искали также по-немецки:"),
        ("uk", "адвокат", "Ми шукали також німецькою:"),
    ],
)
def test_the_page_says_what_was_searched_for_and_keeps_its_language(
    code: str, typed: str, said: str, visitor: Client
) -> None:
    page = visitor.get(f"/{code}/suche/", {"q": typed}).content.decode()
    assert f'{said} <span lang="de">Anwalt</span>' in page
    assert f'value="{typed}"' in page
    assert f'href="/{code}/angebot/' in page
