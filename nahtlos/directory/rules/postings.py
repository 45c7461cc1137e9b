"""An inverted index in memory: for each term the rows that hold it, and how much it weighs there.

Nothing is altered in place: who searches keeps the index he began with.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nahtlos.directory.rules.scoring import QueryTerm

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Slots = NDArray[np.int32]

MOST_POSTINGS: Final = 10_000  # read for one search; see `telling`


@dataclass(frozen=True, slots=True)
class Postings:
    """terms: {term: its number N}; its entries lie from starts[N] to starts[N + 1] in `slots`
    (numbers of rows) and `weights`. `rows` is how many rows there are.
    """

    rows: int
    terms: Mapping[str, int]
    starts: NDArray[np.int64]
    slots: Slots
    weights: Floats

    def count(self, term: str) -> int:
        """How many rows hold TERM."""
        number = self.terms.get(term)
        return 0 if number is None else int(self.starts[number + 1] - self.starts[number])

    def entries(self, term: str) -> tuple[Slots, Floats]:
        """The rows that hold TERM, and what it weighs in each."""
        number = self.terms.get(term)
        if number is None:
            return self.slots[:0], self.weights[:0]
        part = slice(self.starts[number], self.starts[number + 1])
        return self.slots[part], self.weights[part]

    def holding(self, terms: Iterable[str]) -> Bools:
        """For each row whether it holds one of TERMS."""
        found = np.zeros(self.rows, dtype=np.bool_)
        for term in terms:
            found[self.entries(term)[0]] = True
        return found

    def scores(self, chosen: Iterable[tuple[str, float, int]]) -> Floats:
        """What CHOSEN (term, factor, group) are worth in each row: of the terms of one group the
        best.
        """
        total, groups = np.zeros(self.rows), dict[int, list[tuple[str, float]]]()
        for term, factor, group in chosen:
            groups.setdefault(group, []).append((term, factor))
        # In one order, so that no last digit depends on how somebody put the terms.
        for _, of_group in sorted(groups.items()):
            best = np.zeros(self.rows)
            for term, factor in of_group:
                slots, weights = self.entries(term)
                best[slots] = np.maximum(best[slots], weights * factor)
            total += best
        return total

    def replaced(self, keep: Bools, more: "Postings") -> "Postings":
        """Only the rows that KEEP names, and behind them those of MORE."""
        stays = keep[self.slots]
        before = np.concatenate(([0], np.cumsum(stays)))
        slots = (np.cumsum(keep, dtype=np.int32) - 1)[self.slots[stays]]
        rows, terms = int(np.count_nonzero(keep)), dict(self.terms)
        for term in more.terms:
            terms.setdefault(term, len(terms))
        starts = np.full(len(terms) + 1, len(slots), dtype=np.int64)
        starts[: len(self.starts)] = before[self.starts]
        theirs = np.array([terms[term] for term in more.terms], dtype=np.int64)
        at = np.repeat(theirs, np.diff(more.starts))
        # What is put in at the same place stays in the order in which it is given.
        order = np.argsort(at, kind="stable")
        ends = starts[at[order] + 1]
        starts[1:] += np.cumsum(np.bincount(at, minlength=len(terms)))
        return Postings(
            rows + more.rows,
            terms,
            starts,
            np.insert(slots, ends, more.slots[order] + np.int32(rows)),
            np.insert(self.weights[stays], ends, more.weights[order]),
        )


def postings_of(rows: Iterable[tuple[Sequence[str], Floats | None]]) -> Postings:
    """ROWS are (terms, their weights), in the order of their numbers; a term of which nobody says
    what it weighs weighs 1. A row names a term once.
    """
    numbers: dict[str, int] = {}
    named, lengths, weighed = array("i"), list[int](), list[Floats]()
    for terms, weights in rows:
        named.extend([numbers.setdefault(term, len(numbers)) for term in terms])
        lengths.append(len(terms))
        weighed.append(np.ones(len(terms)) if weights is None else weights)
    which = np.frombuffer(named, dtype=np.int32) if named else np.zeros(0, dtype=np.int32)
    order = np.argsort(which, kind="stable")
    ends = np.cumsum(np.bincount(which, minlength=len(numbers)))
    return Postings(
        len(lengths),
        numbers,
        np.concatenate(([0], ends)).astype(np.int64),
        np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)[order],
        np.concatenate([*weighed, np.zeros(0)])[order],
    )


def telling(terms: Sequence[QueryTerm], index: Postings) -> list[tuple[str, float, int]]:
    """The terms worth looking up as (term, boost x idf, word), the most telling and the nearest to
    what was typed first: what they hold together stays below MOST_POSTINGS, so that one search
    costs the same among ever more offers. What is left out stands in so many of them that it tells
    little apart.
    """
    offers = max(index.rows, 1)
    counts = {term.term: index.count(term.term) for term in terms}
    common: dict[str, int] = {}
    for term in terms:
        common[term.concept] = max(common.get(term.concept, 0), counts[term.term])
    weighed = []
    for term in terms:
        n, of_concept = counts[term.term], common[term.concept]
        if n:
            # What was typed itself keeps its own rarity: who types a rare word means it.
            rare = n if term.term == term.concept else of_concept
            idf = log(1 + (max(offers - rare, 0) + 0.5) / (rare + 0.5))
            weighed.append((term.boost * idf, n, term))
    weighed.sort(key=lambda one: (-one[0] * one[2].boost, one[2].term, one[2].group))
    chosen: list[tuple[str, float, int]] = []
    postings = 0
    for factor, n, term in weighed:
        if not chosen or postings + n <= MOST_POSTINGS:
            chosen.append((term.term, factor, term.group))
            postings += n
    return chosen
