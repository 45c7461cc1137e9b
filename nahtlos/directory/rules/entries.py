"""What somebody types into the lexicon becomes its words, or a sentence of what to change."""

import re
from typing import Final

from nahtlos.directory.rules.words import stem, words
from nahtlos.foundation.folding import fold

MOST_WORDS: Final = 40
LONGEST_WORD: Final = 60
LONGEST_LINK: Final = 3
SHORTEST_PART: Final = 3
_BETWEEN: Final = re.compile(r"[,;\n]+")


class Unclear(ValueError):
    """The text is the German sentence that says what to change."""


def typed_words(text: str) -> list[str]:
    """The words of TEXT, between commas or line ends, each once; Unclear where one is too long or
    there are too many.
    """
    found: dict[str, str] = {}
    for part in _BETWEEN.split(text):
        word = " ".join(part.split())
        if word:
            found.setdefault(fold(word), word)
    if len(found) > MOST_WORDS:
        raise Unclear(f"Das sind mehr als {MOST_WORDS} Wörter. Bitte teilen Sie den Eintrag auf.")
    for word in found.values():
        if len(word) > LONGEST_WORD:
            raise Unclear(
                f"„{word[:20]}…“ ist zu lang: höchstens {LONGEST_WORD} Zeichen. Bitte trennen Sie"
                " Wörter mit einem Komma."
            )
    return list(found.values())


def words_that_mean_the_same(text: str) -> list[str]:
    """At least two words or turns of phrase that are told apart; Unclear otherwise."""
    found = typed_words(text)
    for word in found:
        if not words(word):
            raise Unclear(
                f"„{word}“ kommt fast überall vor und hilft beim Suchen nicht. Bitte streichen Sie"
                " es."
            )
    if len({tuple(stem(part) for part in words(word)) for word in found}) < 2:
        raise Unclear(
            "Bitte nennen Sie mindestens zwei Wörter, die dasselbe bedeuten. Mehrzahl und Einzahl"
            " kennt die Suche schon."
        )
    return found


def part_of_words(text: str) -> list[str]:
    """The part of a word, then its linking elements: `miete, n` finds Mietkosten and Mieterverein;
    Unclear where it is no single word.
    """
    part, *links = typed_words(text) or [""]
    letters = fold(part)
    if not letters.isalpha() or len(letters) < SHORTEST_PART:
        raise Unclear(
            "Bitte beginnen Sie mit einem Wortteil aus mindestens drei Buchstaben, zum Beispiel:"
            " schuld, en"
        )
    for link in links:
        if not fold(link).isalpha() or len(link) > LONGEST_LINK:
            raise Unclear(
                f"„{link}“ ist zu lang für das, was zwischen zwei Wortteilen steht. Üblich sind s,"
                " es, n, en, er."
            )
    return [part, *links]
