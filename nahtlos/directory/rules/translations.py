"""Texts of offers in other languages than German: which there are, from which German they were
made, and whether that still stands there.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from nahtlos.directory.rules import catalogue
from nahtlos.directory.rules.opening import Unclear
from nahtlos.foundation.folding import fold
from nahtlos.foundation.ruling import states
from nahtlos.foundation.shell.languages import LANGUAGES, SOURCE, Language

STEPS: Final = "first_steps"
# {field of an offer: the longest translation of it}; other languages need more room than German.
LONGEST: Final[Mapping[str, int]] = {
    "title": 160,
    "summary": 450,
    "description": 6000,
    STEPS: 300,
    "audience_text": 300,
    "exclusion_note": 300,
    "access_note": 450,
    "cost_note": 300,
}
TARGETS: Final[Mapping[str, Language]] = {one.code: one for one in LANGUAGES if one.code != SOURCE}
PLAIN: Final = "leicht"
LONGEST_NOTE: Final = 120
Texts = Mapping[str, Any]  # {field: text}, of the steps a list of texts


def german_name(code: str) -> str:
    """How German calls the language CODE of the pages."""
    if code == PLAIN:
        return TARGETS[code].own_name
    return next(entry.label for entry in catalogue.languages() if entry.code == code)


def texts_of(thing: object) -> dict[str, Any]:
    """The texts of an offer, or of a translation of it."""
    return {
        name: list(getattr(thing, name)) if name == STEPS else str(getattr(thing, name))
        for name in LONGEST
    }


def _bare(value: object) -> list[str]:
    parts = value if isinstance(value, list | tuple) else [value or ""]
    return [bare for bare in (" ".join(str(part).split()) for part in parts) if bare]


def changed_texts(source: Texts, german: Texts) -> list[str]:
    """The fields whose words differ; blanks and line ends are no words."""
    return [name for name in LONGEST if _bare(source.get(name)) != _bare(german.get(name))]


@states(
    "Verzeichnis",
    "Eine Übersetzung heißt erst dann älter als der deutsche Text, wenn ein anderer deutscher Text"
    " veröffentlicht ist. Ein Entwurf, eine neue Telefonnummer oder freie Plätze ändern daran"
    " nichts.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/directory/test_rules_translations.py::test_only_another_published_german_text_makes_a_translation_outdated",
        "tests/directory/test_translations.py::test_a_new_telephone_number_makes_no_translation_older",
    ),
)
def is_outdated(source: Texts, german: Texts, *, is_published: bool) -> bool:
    """Whether a translation made from the German texts SOURCE is older than GERMAN."""
    return is_published and bool(changed_texts(source, german))


def fingerprint(texts: Texts) -> str:
    """The words of TEXTS as 16 letters: texts that differ in a word have another one."""
    words = json.dumps([_bare(texts.get(name)) for name in LONGEST])
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def read_notes(text: str) -> dict[str, str]:
    """{code of a language: note} of lines such as `Französisch: bitte vorher anrufen`; Unclear
    where a line is none.
    """
    named = {
        fold(name): entry.code
        for entry in catalogue.languages()
        for name in (entry.label, entry.own_name)
    }
    notes: dict[str, str] = {}
    for line in filter(None, (" ".join(one.split()) for one in text.splitlines())):
        name, colon, note = (part.strip() for part in line.partition(":"))
        code = named.get(fold(name), "")
        if not colon or not note:
            raise Unclear(f"„{line[:40]}“: Bitte so schreiben: Französisch: bitte vorher anrufen")
        if not code:
            raise Unclear(f"„{name[:40]}“ steht nicht in unserer Liste der Sprachen.")
        if code in notes:
            raise Unclear(f"„{name}“ steht zweimal da. Bitte in einer Zeile zusammenfassen.")
        if len(note) > LONGEST_NOTE:
            raise Unclear(f"„{name}“: Der Hinweis ist zu lang, höchstens {LONGEST_NOTE} Zeichen.")
        notes[code] = note
    return notes


def written_notes(notes: Mapping[str, str]) -> str:
    """The lines that `read_notes` reads."""
    labels = {entry.code: entry.label for entry in catalogue.languages()}
    return "\n".join(f"{labels.get(code, code)}: {note}" for code, note in notes.items())
