"""Names of towns as people write them: on letters, with abbreviations, with a part of the town."""

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from nahtlos.foundation.folding import fold

_SAINT: Final = re.compile(r"\b(?:skt|st)\b\.?")
_WORD: Final = re.compile(r"[a-z0-9]+")
_ADDITION: Final = re.compile(r"\(.*?\)|/.*$")
# Little words within a name that may be shortened or left out: Frankfurt/Main, Mülheim a.d. Ruhr.
_LITTLE: Final = frozenset(
    {"a", "am", "an", "auf", "b", "bei", "d", "dem", "den", "der", "i", "im", "in", "o", "ob"}
    | {"u", "und", "unter", "v", "vom", "von", "vor"}
)


def words_of(name: str) -> list[str]:
    """The words of NAME, folded; St. is Sankt."""
    return _WORD.findall(_SAINT.sub("sankt ", fold(name)))


def town_key(name: str) -> str:
    """What two ways of writing one town have in common: `Neu Ulm` = `neuulm` = `Neu-Ulm`."""
    return "".join(words_of(name))


def beginning_of(typed: str) -> str:
    """How the key of every town begins that TYPED may mean: its first word."""
    words = words_of(typed)
    return words[0] if words else ""


def shortens(typed: str, place: str) -> bool:
    """Whether TYPED is a shorter way of writing PLACE: the first word in full, of the others the
    beginning, in their order; little words may be missing on either side.
    """
    short, full = words_of(typed), words_of(place)
    if len(short) < 2 or not full or short[0] != full[0]:
        return False
    rest, told = full[1:], False
    for word in short[1:]:
        at = _beginning_with(word, rest)
        if at is not None:
            told = told or rest[at] not in _LITTLE
            rest = rest[at + 1 :]
        elif word not in _LITTLE:
            return False
    return told and all(word in _LITTLE for word in rest)


def _beginning_with(word: str, rest: Sequence[str]) -> int | None:
    """Where in REST a word begins with WORD, behind little words at most; None where none does."""
    for at, one in enumerate(rest):
        if one.startswith(word):
            return at
        if one not in _LITTLE:
            return None
    return None


def _without_addition(place: str) -> str:
    """The key of PLACE without what tells it from others of its name: Frankfurt (Oder), Frankfurt
    am Main. Who lives in Frankfurt-Höchst may mean either.
    """
    first, *rest = words_of(_ADDITION.sub("", place)) or [""]
    return "".join([first, *takewhile(lambda word: word not in _LITTLE, rest)])


def towns_before_a_part(typed: str) -> list[str]:
    """Keys of the town in whose part somebody lives, the longest first: `Köln-Deutz` is in
    `koln`.
    """
    words = words_of(typed)
    return ["".join(words[:end]) for end in range(len(words) - 1, 0, -1)]


def likeliest(typed: str, places: Sequence[str]) -> list[int]:
    """Which of PLACES the name TYPED means, as their positions: those that begin so, else those
    that it shortens, else the town that stands before a part of it.
    """
    key = town_key(typed)
    keys = [town_key(place) for place in places]
    begun = [at for at, one in enumerate(keys) if one.startswith(key)]
    if begun:
        return begun
    short = [at for at, place in enumerate(places) if shortens(typed, place)]
    if short:
        return short
    bare = [_without_addition(place) for place in places]
    for part in towns_before_a_part(typed):
        whole = [at for at, one in enumerate(bare) if one == part]
        if whole:
            return whole
    return []
