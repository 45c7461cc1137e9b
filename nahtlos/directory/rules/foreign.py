"""Everyday words of other languages and the German words to search for instead, because most
offers are told in German only. The list is `data/foreign.csv`: a `*` at the end of a word stands
for any ending, a `*` alone for any one word; the row without German names words that say nothing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from nahtlos.directory.rules import catalogue
from nahtlos.directory.rules.labels import in_german
from nahtlos.directory.rules.sounds import ARABIC, CYRILLIC, german_sound
from nahtlos.foundation.folding import fold
from nahtlos.organisations.rules.reference import rows_of

FILE: Final = "foreign.csv"
LANGUAGES: Final = ("en", "tr", "ar", "ru", "uk")
GERMAN: Final = ("de", "leicht")
_ANY: Final = "*"
_APOSTROPHES: Final = re.compile("['’ʼ`]")
# Signs above and below letters belong to the word: accents, Arabic vowels.
_WORD: Final = re.compile(r"(?:[^\W_]|[\u0300-\u036f\u064b-\u065f\u0670])+")
# One letter with several shapes, and the stroke that only makes a word longer.
_ARABIC: Final = str.maketrans({"ة": "ه", "ى": "ي", "ـ": ""})
# "and", "with", "for" and the article stand before an Arabic word without a space.
_ARABIC_FRONTS: Final = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ب", "ل", "ف")
_SHORTEST_REST: Final = 3
LONGEST_PHRASE: Final = 4  # words

Pattern = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """words: what to search for. german: the German words in it that stand for typed ones."""

    words: str
    german: tuple[str, ...] = ()


def plain(text: str) -> str:
    """TEXT with one shape for each letter: no capitals, accents, dots or vowel signs; Turkish ı and
    i are one letter.
    """
    return fold(_APOSTROPHES.sub("", text)).translate(_ARABIC)


def _fits(part: str, word: str) -> bool:
    if part.endswith(_ANY):
        return word.startswith(part[:-1])
    return word == part


def _shapes(word: str, language: str) -> Iterator[str]:
    """WORD, and in Arabic what remains of it without what stands before it."""
    yield word
    if language == "ar":
        for front in _ARABIC_FRONTS:
            if word.startswith(front) and len(word) - len(front) >= _SHORTEST_REST:
                yield word[len(front) :]


def _patterns(entries: str) -> Iterator[Pattern]:
    for entry in filter(None, entries.split("|")):
        yield tuple(part if part == _ANY else plain(part) for part in entry.split())


def _weight(pattern: Pattern) -> tuple[int, int]:
    """Longer phrases first, then longer words."""
    return len(pattern), sum(len(part) for part in pattern)


@cache
def _empty_words(language: str) -> tuple[str, ...]:
    rows = rows_of(catalogue.DATA / FILE)
    found = (pattern for row in rows if not row["german"] for pattern in _patterns(row[language]))
    return tuple(pattern[0] for pattern in found)


@cache
def word_list(language: str) -> Mapping[Pattern, str]:
    """{phrase: German words}, the longest phrases first. A phrase keeps none of the words that say
    nothing, as they are dropped from what somebody types.
    """
    found: dict[Pattern, str] = {}
    for row in rows_of(catalogue.DATA / FILE):
        if row["german"]:
            for pattern in _patterns(row[language]):
                kept = tuple(part for part in pattern if part not in _empty_words(language))
                found.setdefault(kept, row["german"])
    return dict(sorted(found.items(), key=lambda item: _weight(item[0]), reverse=True))


def _is_empty(word: str, language: str) -> bool:
    """Latin words only by the list of the page: what says nothing in English is a word in Turkish
    ("is").
    """
    asked = (one for one in _languages(word, language) if one in (language, "ru", "uk", "ar"))
    return any(_fits(part, word) for one in asked for part in _empty_words(one))


def _languages(word: str, language: str) -> tuple[str, ...]:
    """The languages that WORD may be of, on a page in LANGUAGE: its own first, then those that are
    written in such letters. On a German page words in Latin letters are German.
    """
    others: tuple[str, ...] = () if language in GERMAN else ("en",)
    if CYRILLIC.search(word):
        others = ("ru", "uk")
    elif ARABIC.search(word):
        others = ("ar",)
    own = (language,) if language in LANGUAGES else ()
    return tuple(dict.fromkeys((*own, *others)))


def telling_words(text: str, language: str) -> str:
    """The words of TEXT that say something: what the index holds of a translation."""
    if language not in LANGUAGES:
        return text
    found = _WORD.findall(_APOSTROPHES.sub("", text))
    return " ".join(word for word in found if not _is_empty(plain(word), language))


def _found_at(words: list[str], language: str) -> tuple[int, str]:
    """(how many of WORDS the longest phrase takes that begins them, its German words)."""
    for one in _languages(words[0], language):
        taken, german = _found_in(words, one)
        if taken:
            return taken, german
    return (1, meant) if (meant := german_sound(words[0])) else (0, "")


def _found_in(words: list[str], language: str) -> tuple[int, str]:
    for pattern, german in word_list(language).items():
        if len(pattern) <= len(words) and all(
            any(_fits(part, shape) for shape in _shapes(word, language))
            for part, word in zip(pattern, words, strict=False)
        ):
            return len(pattern), german
    return 0, ""


def understood(typed: str, language: str) -> Understood:
    """What to search for where somebody typed TYPED on a page in LANGUAGE. The offered name of a
    topic becomes its German name; known words become German ones, also those of another language
    than the page's and German ones in other letters; all others stay as they are.
    """
    named = in_german(typed, language)
    if named != typed:
        return Understood(named, (named,))
    pairs = [(word, plain(word)) for word in _WORD.findall(_APOSTROPHES.sub("", typed))]
    rest = [(word, bare) for word, bare in pairs if not _is_empty(bare, language)]
    german: dict[str, None] = {}
    kept: list[str] = []
    while rest:
        taken, words = _found_at([bare for _, bare in rest[:LONGEST_PHRASE]], language)
        if taken:
            german[words] = None
        else:
            kept.append(rest[0][0])
        rest = rest[max(1, taken) :]
    if not german:
        return Understood(typed)
    return Understood(" ".join([*german, *kept]), tuple(german))
