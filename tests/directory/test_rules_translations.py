"""The rules of translations: what makes one older, what a paste brings along, and notes for
languages.
"""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.directory.rules import catalogue
from nahtlos.directory.rules.opening import Unclear
from nahtlos.directory.rules.translations import (
    LONGEST,
    LONGEST_NOTE,
    STEPS,
    TARGETS,
    changed_texts,
    fingerprint,
    german_name,
    is_outdated,
    read_notes,
    written_notes,
)
from nahtlos.foundation.written import with_letters

LINE = st.text(alphabet="aäöß BC,.-&;#", max_size=12)
TEXTS = st.fixed_dictionaries(
    {name: st.lists(LINE, max_size=3) if name == STEPS else LINE for name in LONGEST}
)
CODES = [entry.code for entry in catalogue.languages()]
NOTE = st.text(alphabet="aäöß B,.-:", min_size=1, max_size=30).map(lambda text: f"x{text.strip()}")


@given(TEXTS)
def test_the_same_german_makes_no_translation_outdated(german: dict[str, Any]) -> None:
    assert not is_outdated(german, dict(german), is_published=True)


@given(TEXTS, TEXTS)
def test_only_another_published_german_text_makes_a_translation_outdated(
    source: dict[str, Any], german: dict[str, Any]
) -> None:
    assert not is_outdated(source, german, is_published=False)
    assert is_outdated(source, german, is_published=True) == bool(changed_texts(source, german))


@given(TEXTS, st.sampled_from(list(LONGEST)))
def test_one_more_word_anywhere_makes_a_translation_outdated(
    german: dict[str, Any], name: str
) -> None:
    more = [*german[name], "neu"] if name == STEPS else f"{german[name]} neu"
    newer = {**german, name: more}
    assert changed_texts(german, newer) == [name]
    assert fingerprint(german) != fingerprint(newer)


@given(TEXTS)
def test_blanks_and_line_ends_are_no_words(german: dict[str, Any]) -> None:
    spaced = {
        name: [f" {step}\n" for step in text] if name == STEPS else f"\r\n {text}  "
        for name, text in german.items()
    }
    assert changed_texts(german, spaced) == []
    assert fingerprint(german) == fingerprint(spaced)


@given(TEXTS, TEXTS)
def test_the_fingerprint_differs_where_a_text_does(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    assert (fingerprint(one) == fingerprint(other)) == (not changed_texts(one, other))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Hilfe f&uuml;r M&#252;tter &amp; V&auml;ter", "Hilfe für Mütter & Väter"),
        ("gro&#xDF; &ndash; &bdquo;da&ldquo;", "groß – „da“"),
        ("Rat & Tat; H&M, AT&T", "Rat & Tat; H&M, AT&T"),
        ("&nichts; bleibt", "&nichts; bleibt"),
        ("ohne Steuerzeichen&#1;", "ohne Steuerzeichen"),
        ("&lt;b&gt;", "<b>"),
    ],
)
def test_entities_become_the_letters_they_stand_for(typed: str, kept: str) -> None:
    assert with_letters(typed) == kept


@given(st.text(alphabet="aäöüß <>&#12;x\n", max_size=40))
def test_a_text_without_entities_stays_as_it_is(text: str) -> None:
    bare = text.replace("&", "")
    assert with_letters(bare) == bare


@given(st.dictionaries(st.sampled_from(CODES), NOTE, max_size=4))
def test_notes_are_read_as_they_are_written(notes: dict[str, str]) -> None:
    told = {code: " ".join(note.split()) for code, note in notes.items()}
    assert read_notes(written_notes(told)) == told


def test_a_note_knows_its_language_by_every_name() -> None:
    assert read_notes("Französisch: vorher anrufen") == {"fr": "vorher anrufen"}
    assert read_notes("  FRANZOESISCH :vorher anrufen\n\n") == {"fr": "vorher anrufen"}
    assert read_notes("Türkçe: nur dienstags, 9:30 Uhr") == {"tr": "nur dienstags, 9:30 Uhr"}


@pytest.mark.parametrize(
    "typed",
    [
        "vorher anrufen",
        "Französisch:",
        "Klingonisch: vorher anrufen",
        "Türkisch: a\nTürkisch: b",
        f"Türkisch: {'a' * (LONGEST_NOTE + 1)}",
    ],
)
def test_what_is_no_note_gets_a_sentence(typed: str) -> None:
    with pytest.raises(Unclear, match=r"\w+ \w+"):
        read_notes(typed)


def test_every_language_of_the_pages_has_a_german_name() -> None:
    assert [german_name(code) for code in TARGETS][:3] == [
        "Leichte Sprache",
        "Englisch",
        "Türkisch",
    ]
