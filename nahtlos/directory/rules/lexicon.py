"""What the field's words mean: sets of words that mean the same, and stems that make compounds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from nahtlos.directory.rules import catalogue
from nahtlos.directory.rules.words import stem, words
from nahtlos.foundation.folding import fold

SHORTEST_PART: Final = 3


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All in folded form.

    fronts: {front of a compound with its linking element: stems}. sets: {stem: stems that mean the
    same}. phrases: {several stems in a row: stems that mean the same}.
    """

    fronts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    phrases: Mapping[tuple[str, ...], frozenset[str]] = field(default_factory=dict)

    def split(self, word: str) -> list[str]:
        """The stems of the parts of a compound; empty where WORD is none. `mietkostenubernahme` ->
        miet, kost, ubernahm.
        """
        parts: list[str] = []
        rest = word
        while len(rest) > SHORTEST_PART:
            front = self._front(rest)
            if not front:
                break
            parts.extend(sorted(self.fronts[front]))
            rest = rest[len(front) :]
        return [*parts, stem(rest)] if parts else []

    def _front(self, word: str) -> str:
        """The longest front that leaves something behind; '' where there is none."""
        lengths = range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1)
        return next((word[:n] for n in lengths if word[:n] in self.fronts), "")


def build_lexicon(
    sets: Iterable[Iterable[str]], stems: Iterable[tuple[str, Iterable[str]]]
) -> Lexicon:
    """A lexicon from sets of words that mean the same and from stems with their linking
    elements.
    """
    fronts: dict[str, set[str]] = {}
    for front, links in stems:
        for link in {"", *links}:
            fronts.setdefault(fold(front + link), set()).add(stem(fold(front)))
    same: dict[str, set[str]] = {}
    phrases: dict[tuple[str, ...], set[str]] = {}
    for group in sets:
        keys = [tuple(stem(w) for w in words(entry)) for entry in group]
        single = {key[0] for key in keys if len(key) == 1}
        for key in keys:
            if len(key) == 1:
                same.setdefault(key[0], set()).update(single)
            elif key:
                phrases.setdefault(key, set()).update(single)
    freeze = frozenset
    return Lexicon(
        {k: freeze(v) for k, v in fronts.items()},
        {k: freeze(v) for k, v in same.items()},
        {k: freeze(v) for k, v in phrases.items()},
    )


@cache
def delivered_lexicon() -> Lexicon:
    """The lexicon of this room's data files, before anybody edited it."""
    return build_lexicon(
        (entry.words for entry in catalogue.word_sets()),
        ((entry.stem, entry.links) for entry in catalogue.stems()),
    )
