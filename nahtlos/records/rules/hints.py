"""What asks before it is saved: words that tell of offences, diagnoses or beliefs. It asks once and
never blocks.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from nahtlos.foundation.ruling import states
from nahtlos.organisations.rules.reference import rows_of

FILE: Final = Path(__file__).resolve().parent.parent / "data" / "hints_2026_1.csv"
WORD: Final = "word"


@dataclass(frozen=True, slots=True)
class Hint:
    """One kind of thing that should stay out: what it is, and why."""

    code: str
    says: str
    reason: str
    found: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Noticed:
    """A hint with the words of the text that it is about, each once."""

    code: str
    says: str
    reason: str
    words: tuple[str, ...]


def _pattern(kind: str, text: str) -> re.Pattern[str]:
    if kind == WORD:
        words = "|".join(re.escape(word) for word in text.split("|"))
        return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
    return re.compile(text, re.IGNORECASE)


@cache
def hints() -> tuple[Hint, ...]:
    """All of them, in the order of the file; ValueError for an unknown kind or a double code."""
    rows = list(rows_of(FILE))
    if len({row["code"] for row in rows}) != len(rows):
        raise ValueError("a hint has the code of another one")
    if {row["kind"] for row in rows} - {WORD, "pattern"}:
        raise ValueError("a hint is a word or a pattern")
    return tuple(
        Hint(row["code"], row["says"], row["reason"], _pattern(row["kind"], row["pattern"]))
        for row in rows
    )


def _once(found: Iterable[str]) -> Iterator[str]:
    seen = set()
    for word in found:
        if word.casefold() not in seen:
            seen.add(word.casefold())
            yield word


@states(
    "Notizen",
    "Vor Angaben zu Straftaten, Diagnosen, Medikamenten oder Aktenzeichen fragt Nahtlos einmal nach"
    " und sagt, warum sie besser draußen bleiben. Es verbietet nichts.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/records_room/test_rules_hints.py::test_what_should_stay_out_is_noticed",
        "tests/records_room/test_pages_notes.py::test_it_asks_once_and_does_not_block",
    ),
)
def noticed(*texts: str) -> tuple[Noticed, ...]:
    """What in TEXTS should perhaps stay out, in the order of the file."""
    text = "\n".join(texts)
    return tuple(
        Noticed(hint.code, hint.says, hint.reason, words)
        for hint in hints()
        if (words := tuple(_once(found[0] for found in hint.found.finditer(text))))
    )


def not_asked_yet(found: Iterable[Noticed], asked: str) -> tuple[Noticed, ...]:
    """Those of FOUND that ASKED, the codes of a former answer with `,` between them, does not
    cover.
    """
    known = set(asked.split(","))
    return tuple(one for one in found if one.code not in known)


def codes_of_hints(found: Iterable[Noticed]) -> str:
    """The codes of FOUND with `,` between them, for the button that saves all the same."""
    return ",".join(one.code for one in found)
