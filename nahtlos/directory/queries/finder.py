"""The public finder's search: fit first, then distance, then availability; every hit says why it is
there.

The score is BM25 over the inverted index (`SearchTerm`); words that stand for the same typed word
count once, with the best of them.
All of it is worked out on the shelf of this process (`memory.current_shelf`), which one statement
proves to be what the database holds. Reach: 2 = near, or serves the typed place;
1 = nobody knows where; 0 = far away.
"""

from dataclasses import dataclass, field
from datetime import date
from math import cos, radians
from typing import Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from nahtlos.directory.queries.capacity import FRESH
from nahtlos.directory.queries.knowledge import Known, recall_knowledge, renewed_knowledge
from nahtlos.directory.queries.memory import current_shelf
from nahtlos.directory.rules.conditions import AGES, ages_of, around, told_by
from nahtlos.directory.rules.postings import Bools, Floats, telling
from nahtlos.directory.rules.scoring import Query, query_of
from nahtlos.directory.rules.shelf import Shelf
from nahtlos.foundation.ruling import states
from nahtlos.organisations.queries import Place, PrisonName

PAGE_SIZE: Final = 10
NEAR_KM: Final = 60
GRAIN_KM: Final = (
    5  # a postcode's centre is no truer than this; within one step availability decides
)
EXPERTS: Final = [
    "professional",
    "volunteer",
]  # offers for these alone stand lower for everybody else
WEAKEST: Final = (
    0.2  # of the best score; what is weaker shares a word with the question and no more
)
# Up to so many offers the boxes of the filters say how many they leave; with more of them the
# numbers help nobody.
COUNTED_HITS: Final = 1_000
COUNTED: Final = ("audiences", "formats", "languages", "circumstances", "genders")
_NOWHERE: Final = 2**15 - 1  # steps of GRAIN_KM: stands behind every distance on earth
Rows = NDArray[np.int64]  # numbers of rows of the shelf, or what is compared of them
REMOTE: Final = ["phone", "video", "online", "online_chat", "email", "letter", "material"]


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for; all parts are optional. `size` is how many rows a page has."""

    words: str = ""
    topic: str = ""
    place: Place | None = None
    prison: PrisonName | None = None
    audiences: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    circumstances: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()
    age: int | None = None
    wide: bool = False
    page: int = 1
    size: int = PAGE_SIZE

    @property
    def is_empty(self) -> bool:
        """Nothing to look for yet."""
        return not (
            self.words
            or self.topic
            or self.place
            or self.prison
            or self.audiences
            or self.formats
            or self.languages
            or self.circumstances
            or self.genders
            or self.age is not None
        )


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One row of what was found. `distance` in kilometres from the centre of the
    place; None without one.
    """

    offer_id: UUID
    fit: int
    reach: int
    in_prison: bool
    audience_known: bool
    distance: float | None
    total: int


@dataclass(frozen=True, slots=True)
class Found:
    """The page of rows, how many there are in all, and the counts behind the filters: {kind: {code:
    count}}, None where there are too many offers to count (COUNTED_HITS). `meant` are the words
    that were looked for in place of typed ones that stand nowhere.
    """

    rows: list[FoundRow] = field(default_factory=list)
    total: int = 0
    counts: dict[str, dict[str, int]] | None = field(default_factory=dict)
    meant: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Kept:
    """Offers that are still in question: `at` are their rows on the shelf, everything else stands
    beside them in the same order. share: of the best score; distance: NaN where nobody knows.
    """

    at: Rows
    share: Floats
    distance: Floats
    in_prison: Bools
    reach: Rows

    def only(self, which: Bools | Rows) -> "_Kept":
        """Those of them that WHICH names, in the order of WHICH."""
        return _Kept(
            self.at[which],
            self.share[which],
            self.distance[which],
            self.in_prison[which],
            self.reach[which],
        )


def scale_of(place: Place | None) -> tuple[float, float]:
    """Kilometres per degree of (latitude, longitude) around PLACE; good to one percent within
    Germany.
    """
    return 111.2, 111.32 * cos(radians(place.lat if place else 51.0))


def _matching(
    shelf: Shelf, search: Search, today: date, scores: Floats | None
) -> tuple[Rows, Floats]:
    """(rows, share of the best score) of what is still valid and holds the words and the topic."""
    fits = shelf.facts["until"] >= today.toordinal()
    if scores is not None:
        fits &= (scores > 0) & (scores >= WEAKEST * scores.max(initial=0.0))
    at = np.flatnonzero(fits)
    plane = search.place or search.prison
    if search.topic:
        at = at[shelf.codes["topics"].any_of([search.topic], at)]
    if plane and plane.plane:
        at = at[shelf.codes["planes"].any_of([plane.plane], at)]
    return at, np.ones(len(at)) if scores is None else scores[at] / scores.max(initial=0.0)


def _placed(shelf: Shelf, search: Search, at: Rows, share: Floats) -> _Kept:
    """Who is reached from the typed place, and how well."""
    place, prison = search.place, search.prison
    in_prison = shelf.serves.holding([f"code:{prison.xjustiz_id}"] if prison else [])[at]
    if place is None:
        return _Kept(at, share, np.full(len(at), np.nan), in_prison, np.full(len(at), 2))
    ky, kx = scale_of(place)
    north = (shelf.facts["lat"][at] - place.lat) * ky
    east = (shelf.facts["lon"][at] - place.lon) * kx
    distance = np.sqrt(north * north + east * east)
    serving = ["*", f"land:{place.land}"]
    serving += [f"district:{place.district}"] if place.district else []
    served = (distance <= NEAR_KM) | in_prison | shelf.serves.holding(serving)[at]
    served |= shelf.codes["formats"].any_of(REMOTE, at)
    here = shelf.serves.holding(["home:", f"home:{place.land}"])[at]
    reach = np.where(served, 2, np.where(np.isnan(distance) & here, 1, 0))
    return _Kept(at, share, distance, in_prison, reach)


def _fitting_audience(shelf: Shelf, search: Search, at: Rows) -> Bools:
    """Whether an offer is for one of the chosen groups, or for ages that a word for young people
    stands for, or does not say for whom it is.
    """
    audiences, facts = shelf.codes["audiences"], shelf.facts
    fits: Bools = audiences.none[at] | audiences.any_of(around(search.audiences), at)
    ages = ages_of(search.audiences)
    if ages:
        youngest, oldest = ages
        fits |= (
            audiences.any_of(AGES, at)
            & facts["ages_told"][at]
            & (facts["age_from"][at] <= oldest)
            & (facts["age_to"][at] >= youngest)
        )
    return fits


def _chosen(shelf: Shelf, search: Search, at: Rows) -> Bools:
    """For each of the rows AT whether it fits what was ticked and said."""
    codes, facts = shelf.codes, shelf.facts
    told = told_by(search.audiences, search.circumstances, search.genders, search.age)
    fits: Bools = ~codes["excluded"].any_of(told, at)
    if search.audiences:
        fits &= _fitting_audience(shelf, search, at)
    for kind, wanted in (("circumstances", search.circumstances), ("genders", search.genders)):
        if wanted:
            fits &= codes[kind].none[at] | codes[kind].any_of(wanted, at)
    if search.age is not None:
        fits &= (facts["age_from"][at] <= search.age) & (facts["age_to"][at] >= search.age)
    for kind, wanted in (("formats", search.formats), ("languages", search.languages)):
        if wanted:
            fits &= codes[kind].any_of(wanted, at)
    return fits


def _fit(shelf: Shelf, search: Search, kept: _Kept) -> Rows:
    """How well each fits: eighths of the best score, more for the prison that was asked for, less
    for what is for experts alone.
    """
    audiences = shelf.codes["audiences"]
    apart = audiences.only(EXPERTS, kept.at) & ~audiences.any_of(search.audiences, kept.at)
    fit: Rows = np.ceil(8 * kept.share).astype(np.int64) + 2 * kept.in_prison - 3 * apart
    return fit


def _open(shelf: Shelf, at: Rows, today: date) -> Rows:
    """2 for free places, 0 where one must wait, 1 where nobody knows it lately."""
    facts = shelf.facts[at]
    known = facts["counted"] >= (today - FRESH).toordinal()
    waits = (facts["free"] == 0) | (facts["weeks"] > 0)
    return np.where(known & (facts["free"] > 0), 2, np.where(known & waits, 0, 1))


def _order(shelf: Shelf, search: Search, kept: _Kept, today: date, most: int) -> Rows:
    """The first MOST of KEPT, as places in it. Whole numbers that are compared one after the other
    are put into one; only what is equal by it is compared by share and title.
    """
    steps = np.rint(kept.distance / GRAIN_KM)
    steps = np.where(np.isnan(steps), _NOWHERE, np.minimum(steps, _NOWHERE - 1)).astype(np.int64)
    mine = shelf.codes["audiences"].any_of(search.audiences, kept.at)
    there = shelf.codes["circumstances"].any_of(search.circumstances, kept.at)
    key = (2 - kept.reach) * 64 + 32 - _fit(shelf, search, kept)
    key = ((key * 2 + ~mine) * 2 + ~there) * (_NOWHERE + 1) + steps
    key = key * 4 + 2 - _open(shelf, kept.at, today)
    first = np.arange(len(key))
    if most < len(key):
        first = np.flatnonzero(key <= np.partition(key, most - 1)[most - 1])
    alphabet = shelf.alphabet[kept.at[first]]
    return first[np.lexsort((alphabet, -kept.share[first], key[first]))][:most]


@states(
    "Suche",
    "Treffer stehen zuerst nach Passung, dann nach Entfernung, dann nach freien Plätzen.",
    checked_on=date(2026, 11, 25),
    proven_by=(
        "tests/directory/test_ranking.py::test_fit_comes_before_distance_and_distance_before_free_places",
    ),
)
def find(search: Search, today: date) -> Found:
    """The offers that fit SEARCH on TODAY, ordered by fit, then distance, then availability. One
    statement, more only where something changed since the last search of this process.
    """
    shelf, known = _current()
    query, scores = _scored(shelf, known, search)
    if search.words and scores is None:
        return Found()
    written = known.knowledge.vocabulary.written
    meant = tuple(written.get(word, word) for words in query.meant.values() for word in words)
    kept = _reached(shelf, search, today, scores)
    page, total = _page(shelf, search, kept, today)
    if not len(page.at):
        return Found(meant=meant)
    rows = _rows(shelf, search, page, total)
    return Found(rows, total, _counts(shelf, kept.at), meant)


def rank(search: Search, today: date) -> list[str]:
    """The ids, as text, of the offers that `find` finds for the words of SEARCH, in its order: for
    who needs no more than that, and of thousands.
    """
    shelf, known = _current()
    _, scores = _scored(shelf, known, search)
    if scores is None:
        return []
    page, _ = _page(shelf, search, _reached(shelf, search, today, scores), today)
    return [shelf.ids[at] for at in page.at.tolist()]


def _current() -> tuple[Shelf, Known]:
    shelf, version = current_shelf()
    known = recall_knowledge()
    return shelf, known if known.version == version else renewed_knowledge()


def _scored(shelf: Shelf, known: Known, search: Search) -> tuple[Query, Floats | None]:
    """What is looked for, and what it is worth in each row; None where none of it stands
    anywhere.
    """
    if not search.words:
        return Query((), {}), None
    query = query_of(search.words, known.knowledge, lambda term: shelf.terms.count(term) > 0)
    chosen = telling(query.terms, shelf.terms)
    return query, shelf.terms.scores(chosen) if chosen else None


def _reached(shelf: Shelf, search: Search, today: date, scores: Floats | None) -> _Kept:
    placed = _placed(shelf, search, *_matching(shelf, search, today, scores))
    return placed if search.wide else placed.only(placed.reach > 0)


def _page(shelf: Shelf, search: Search, kept: _Kept, today: date) -> tuple[_Kept, int]:
    """The page that was asked for, and how many fit in all."""
    chosen = kept.only(_chosen(shelf, search, kept.at))
    order = _order(shelf, search, chosen, today, search.page * search.size)
    return chosen.only(order[(search.page - 1) * search.size :]), len(chosen.at)


def _rows(shelf: Shelf, search: Search, page: _Kept, total: int) -> list[FoundRow]:
    fit, silent = _fit(shelf, search, page), shelf.codes["audiences"].none[page.at]
    return [
        FoundRow(
            UUID(shelf.ids[at]),
            int(fit[number]),
            int(page.reach[number]),
            bool(page.in_prison[number]),
            not silent[number],
            None if np.isnan(page.distance[number]) else float(page.distance[number]),
            total,
        )
        for number, at in enumerate(page.at.tolist())
    ]


def _counts(shelf: Shelf, at: Rows) -> dict[str, dict[str, int]] | None:
    if len(at) > COUNTED_HITS:
        return None
    counted = {kind: shelf.codes[kind].counts(at) for kind in COUNTED}
    return {kind: counts for kind, counts in counted.items() if counts}
