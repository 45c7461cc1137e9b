"""The words that stand in what is searched. They say where a compound may be split, and what
somebody may have meant who typed a word that stands nowhere.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import sqrt
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from nahtlos.directory.rules.words import stem, words

SHORTEST_PART: Final = 4
SHORTEST_COMPOUND: Final = 2 * SHORTEST_PART
# What German puts between the parts of a compound.
LINKS: Final = ("", "s", "es", "n", "en", "er", "e", "ns")
SHORTEST_MISTYPED: Final = 5
TWO_SLIPS_FROM: Final = 11  # letters; shorter words with two slips are other words
MOST_MEANT: Final = 3
_AS_WRITTEN: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Vocabulary:
    """`counts` is {folded word: how often it stands there}, `written` {folded word: how it is
    mostly written}.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict, repr=False)
    _parts: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def stems(self) -> Mapping[str, int]:
        """{stem: how often}."""
        found: Counter[str] = Counter()
        for word, count in self.counts.items():
            found[stem(word)] += count
        return found

    @cached_property
    def word_of(self) -> Mapping[str, str]:
        """{stem: the commonest word with it, as it is written}."""
        ordered = sorted(self.counts, key=lambda word: (self.counts[word], word))
        return {stem(word): self.written.get(word, word) for word in ordered}

    @cached_property
    def _long_words(self) -> list[str]:
        return [word for word in self.counts if len(word) >= SHORTEST_MISTYPED]

    def split(self, word: str) -> tuple[str, ...]:
        """The stems of the parts of a compound, and of their parts; empty where WORD is none.
        `energiespartipps` -> energi, spar, tipp where these words stand somewhere.
        """
        if len(word) < SHORTEST_COMPOUND or not word.isalpha():
            return ()
        if word not in self._parts:
            self._parts[word] = self._split(word)
        return self._parts[word]

    def _split(self, word: str) -> tuple[str, ...]:
        best, parts = 0.0, list[str]()
        for place in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            front = self._front(word[:place])
            behind = self._behind(word[place:])
            if front and behind:
                known = sqrt(self._often(front) * behind[0])
                if known > best:
                    best, parts = known, [stem(front), *self.split(front), *behind[1]]
        return tuple(dict.fromkeys(parts))

    def _often(self, word: str) -> int:
        """How often a word stands there, or one that it is the stem of: `spar` as in sparen."""
        return self.counts.get(word, 0) or self.stems.get(word, 0)

    def _front(self, text: str) -> str:
        """The commonest word that TEXT is with a linking element behind it; '' where none is."""
        bare = [text.removesuffix(link) for link in LINKS if text.endswith(link)]
        known = [word for word in bare if len(word) >= SHORTEST_PART and self._often(word)]
        return max(known, key=lambda word: (self._often(word), word), default="")

    def _behind(self, text: str) -> tuple[int, list[str]] | None:
        """(how often, stems) of the last part, which may be inflected or a compound itself."""
        count = self.stems.get(stem(text), 0)
        if count:
            return count, [stem(text), *self.split(text)]
        parts = self.split(text)
        return (1, list(parts)) if parts else None

    def meant(self, word: str) -> list[str]:
        """The words that somebody may have meant who typed WORD: one slip away, in long words two;
        the nearest and commonest first, at most three.
        """
        if len(word) < SHORTEST_MISTYPED or not word.isalpha():
            return []
        slips = 2 if len(word) >= TWO_SLIPS_FROM else 1
        near = process.extract(
            word, self._long_words, scorer=OSA.distance, score_cutoff=slips, limit=None
        )
        ranked = sorted(near, key=lambda one: (one[1], -self.counts[one[0]], one[0]))
        nearest = ranked[0][1] if ranked else 0
        return [one for one, slips_of_it, _ in ranked if slips_of_it == nearest][:MOST_MEANT]


def vocabulary_of(texts: Iterable[str]) -> Vocabulary:
    """The vocabulary of TEXTS; stop words are none of it."""
    counts: Counter[str] = Counter()
    ways: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for written in _AS_WRITTEN.findall(text):
            for word in words(written):
                counts[word] += 1
                ways[word][written] += 1
    return Vocabulary(counts, {word: _best_way(found) for word, found in ways.items()})


def _best_way(found: Counter[str]) -> str:
    """The commonest way of writing a word, as a noun where it is one anywhere."""
    return max(found, key=lambda way: (way[0].isupper() and not way.isupper(), found[way], way))
