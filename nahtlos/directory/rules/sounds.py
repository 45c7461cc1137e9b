"""German words that somebody writes in Cyrillic or Arabic letters: what they sound like in German.

A word is compared by the consonants one hears (as Hans Joachim Postel's "Kölner Phonetik" of 1969
does: letters of one sound are one digit), because vowels are hardly written in Arabic and differ in
Cyrillic.
"""

import re
from collections.abc import Mapping
from functools import cache
from itertools import groupby
from typing import Final

from nahtlos.directory.rules import catalogue
from nahtlos.foundation.folding import fold

CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
ARABIC: Final = re.compile("[\u0600-\u06ff]")
SHORTEST: Final = 4  # sounds; shorter ones are many words at once
_SOUNDS: Final = {
    "1": "bpбпب",
    "2": "dtдтدتطض",
    "3": "fvwфвفڤ",
    "4": "gkqcгґкхغقكخج",
    "5": "lлل",
    "6": "mnмнمن",
    "7": "rрر",
    "8": "szзсцшщчжصسزشذثظ",
}
_DIGIT: Final = {letter: digit for digit, letters in _SOUNDS.items() for letter in letters}
# Several letters that are one sound.
_TOGETHER: Final = re.compile("sch|tsch|ch|ck|ph|tz|sh|kh|gh")
_ONE: Final = {"ph": "f", "tz": "z", "gh": "g", "ch": "k", "ck": "k", "kh": "k"}
_BREATHED: Final = re.compile("[хحهخ]")  # also written for the German h, which is not heard
_WORD: Final = re.compile(r"[^\W\d_]+")


def sound(word: str) -> str:
    """The digits of the sounds of WORD, without vowels; letters that stand twice count once."""
    plain = _TOGETHER.sub(lambda found: _ONE.get(found[0], "s"), fold(word))
    heard = (_DIGIT.get(letter, "") for letter in plain)
    return "".join(digit for digit, _ in groupby(heard))


@cache
def _german() -> Mapping[str, str]:
    """{sounds: the word} of the words that topics are called and looked for by."""
    found: dict[str, str] = {}
    for topic in catalogue.topics():
        for text in (topic.label, *topic.synonyms):
            for word in _WORD.findall(text):
                code = sound(word)
                if len(code) >= SHORTEST:
                    found.setdefault(code, word[0].upper() + word[1:])
    return found


def german_sound(word: str) -> str:
    """The German word that WORD, in Cyrillic or Arabic letters, sounds like; '' where none does."""
    if not (CYRILLIC.search(word) or ARABIC.search(word)):
        return ""
    ways = (sound(word), sound(_BREATHED.sub("", word)))
    return next((_german()[way] for way in ways if way in _german()), "")
