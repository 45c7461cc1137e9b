"""What is found equals what plain Python finds, one offer after the other, in small worlds drawn at
random; and a shelf that was changed tells what one tells that was read anew.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from math import ceil, isclose, sqrt
from typing import Any
from unittest.mock import patch

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.directory.queries import finder
from nahtlos.directory.queries.capacity import FRESH
from nahtlos.directory.queries.finder import EXPERTS, REMOTE, Search, find, rank, scale_of
from nahtlos.directory.queries.knowledge import Known
from nahtlos.directory.rules.conditions import AGES, ages_of, around, fits_age, told_by
from nahtlos.directory.rules.lexicon import Lexicon
from nahtlos.directory.rules.postings import telling
from nahtlos.directory.rules.scoring import Knowledge, query_of
from nahtlos.directory.rules.shelf import KINDS, Entry, Shelf, reach_codes, shelf_of
from nahtlos.organisations.queries import Place, PrisonName
from tests.directory.shelves import told

DAY = date(2026, 11, 27)
WORDS = ("haus", "boot", "kind", "rad")
PLACE = Place("Ort", "", 51.0, 7.0, "earth", "05", "05315")
PRISON = PrisonName("jva", "JVA", "R1", "Ort", "05", 51.0, 7.0, "earth")
KNOWN = Known(None, Knowledge(Lexicon()))


def _some(*codes: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(codes), unique=True, max_size=3)


def _or_none(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


CODES = {
    "topics": _some("wohnen", "geld"),
    "audiences": _some("relative", "partner", "child", "young_person", "professional", "volunteer"),
    "formats": _some("phone", "on_site", "group"),
    "languages": _some("de", "tr"),
    "circumstances": _some("remand", "open"),
    "excluded": _some("child", "remand", "men"),
    "genders": st.lists(st.sampled_from(("women", "men")), max_size=1),
    "planes": st.sampled_from((["earth"], ["earth"], ["muster"])),
}
SERVES = st.builds(
    reach_codes,
    st.sampled_from(("unknown", "nationwide", "land", "districts", "prisons")),
    st.sampled_from(("", "05", "09")),
    _some("05315", "09162", "R1"),
    st.sampled_from(("", "05", "09")),
)
DAYS = st.sampled_from([DAY + timedelta(days=n) for n in (-31, -30, -1, 0, 1)])
ENTRIES = st.lists(
    st.builds(
        Entry,
        id=st.uuids(version=4).map(str),
        title=st.sampled_from(("Ärzte", "Arzt", "zu", "Zu", "Haus")),
        lat=_or_none(st.sampled_from((51.0, 51.05, 51.5, 53.0))),
        lon=_or_none(st.sampled_from((7.0, 7.1, 9.0))),
        valid_until=_or_none(DAYS),
        capacity_on=_or_none(DAYS),
        places_free=_or_none(st.integers(0, 2)),
        waiting_weeks=_or_none(st.integers(0, 2)),
        age_from=_or_none(st.integers(0, 30)),
        age_to=_or_none(st.integers(30, 99)),
        codes=st.tuples(*(CODES[kind] for kind in KINDS)),
        serves=SERVES,
        terms=_some(*WORDS).map("\n".join),
        weights=st.just(np.array([2.0, 0.6, 0.1])),
    ).map(lambda one: replace(one, weights=one.weights[: len(one.terms.split())])),
    max_size=9,
    unique_by=lambda one: one.id,
)
SEARCHES = st.builds(
    Search,
    words=st.sampled_from(("", "haus", "haus boot", "kind rad haus", "nirgends")),
    topic=st.sampled_from(("", "", "wohnen")),
    place=st.sampled_from((None, PLACE, replace(PLACE, district="", land="09"))),
    prison=st.sampled_from((None, None, PRISON)),
    audiences=_some("relative", "partner", "child", "professional").map(tuple),
    formats=_some("phone", "group").map(tuple),
    languages=_some("de", "tr").map(tuple),
    circumstances=_some("remand", "open").map(tuple),
    genders=_some("women", "men").map(tuple),
    age=_or_none(st.integers(0, 99)),
    wide=st.booleans(),
    page=st.integers(1, 2),
    size=st.sampled_from((3, 10)),
)


@contextmanager
def _holding(shelf: Shelf) -> Iterator[None]:
    with patch.object(finder, "_current", lambda: (shelf, KNOWN)):
        yield


class _Plain:
    """One offer in one search, in plain words."""

    def __init__(self, entry: Entry, search: Search, share: float) -> None:
        self.entry, self.search, self.share = entry, search, share
        self.says: dict[str, set[str]] = dict(zip(KINDS, map(set, entry.codes), strict=True))
        self.in_prison = bool(search.prison) and "code:R1" in entry.serves
        self.distance = self._distance()

    def _distance(self) -> float | None:
        place, entry = self.search.place, self.entry
        if place is None or entry.lat is None or entry.lon is None:
            return None
        ky, kx = scale_of(place)
        return sqrt(((entry.lat - place.lat) * ky) ** 2 + ((entry.lon - place.lon) * kx) ** 2)

    @property
    def reach(self) -> int:
        place, serves = self.search.place, self.entry.serves
        if place is None or self.in_prison or "*" in serves or f"land:{place.land}" in serves:
            return 2
        if self.distance is not None and self.distance <= 60:
            return 2
        if place.district and f"district:{place.district}" in serves:
            return 2
        if self.says["formats"] & set(REMOTE):
            return 2
        unplaced = self.distance is None
        return int(unplaced and bool({"home:", f"home:{place.land}"} & set(serves)))

    @property
    def fit(self) -> int:
        whom, wanted = self.says["audiences"], set(self.search.audiences)
        apart = bool(whom) and whom <= set(EXPERTS) and not whom & wanted
        return ceil(8 * self.share) + 2 * self.in_prison - 3 * apart

    @property
    def open(self) -> int:
        one = self.entry
        if one.capacity_on is None or one.capacity_on < DAY - FRESH:
            return 1
        if one.places_free:
            return 2
        return 0 if one.places_free == 0 or one.waiting_weeks else 1

    def is_there(self) -> bool:
        one, plane = self.entry, self.search.place or self.search.prison
        return (
            (one.valid_until is None or one.valid_until >= DAY)
            and (not self.search.topic or self.search.topic in self.says["topics"])
            and (plane is None or plane.plane in self.says["planes"])
            and (self.search.wide or self.reach > 0)
        )

    def _for_these(self) -> bool:
        whom, one, ages = self.says["audiences"], self.entry, ages_of(self.search.audiences)
        if not self.search.audiences or not whom or whom & around(self.search.audiences):
            return True
        if ages is None or not whom & AGES.keys() or (one.age_from, one.age_to) == (None, None):
            return False
        upper = 120 if one.age_to is None else one.age_to
        return (one.age_from or 0) <= ages[1] and upper >= ages[0]

    def is_chosen(self) -> bool:
        asked, says, age = self.search, self.says, self.search.age
        told = told_by(asked.audiences, asked.circumstances, asked.genders, age)
        silent = all(
            not wanted or not says[kind] or says[kind] & set(wanted)
            for kind, wanted in (("circumstances", asked.circumstances), ("genders", asked.genders))
        )
        named = all(
            not wanted or says[kind] & set(wanted)
            for kind, wanted in (("formats", asked.formats), ("languages", asked.languages))
        )
        fits = age is None or fits_age(age, self.entry.age_from, self.entry.age_to)
        return self._for_these() and silent and named and fits and not says["excluded"] & told

    def order(self) -> tuple[Any, ...]:
        far = (1, 0) if self.distance is None else (0, round(self.distance / 5))
        mine = self.says["audiences"] & set(self.search.audiences)
        there = self.says["circumstances"] & set(self.search.circumstances)
        return (
            *(-self.reach, -self.fit, not mine, not there, far, -self.open, -self.share),
            *(self.entry.title, self.entry.id),
        )


def _scores(entries: list[Entry], words: str) -> dict[str, float]:
    """{id: score}; how the terms are chosen and weighed is proven elsewhere."""
    index = shelf_of(entries).terms
    chosen = telling(
        query_of(words, KNOWN.knowledge, lambda term: index.count(term) > 0).terms, index
    )
    found: dict[str, float] = {}
    for one in entries:
        weights = dict(zip(one.terms.split(), one.weights.tolist(), strict=True))
        best: dict[int, float] = {}
        for term, factor, group in chosen:
            best[group] = max(best.get(group, 0.0), weights.get(term, 0.0) * factor)
        found[one.id] = sum(best[group] for group in sorted(best))
    return found


def _plain(entries: list[Entry], search: Search) -> tuple[list[_Plain], list[_Plain]]:
    """(all that are reached, those that fit, in order)."""
    shares = dict.fromkeys((one.id for one in entries), 1.0)
    if search.words:
        scores = _scores(entries, search.words)
        most = max(scores.values(), default=0.0)
        shares = {key: score / most for key, score in scores.items() if 0 < score >= 0.2 * most}
    there = [_Plain(one, search, shares[one.id]) for one in entries if one.id in shares]
    kept = [one for one in there if one.is_there()]
    return kept, sorted((one for one in kept if one.is_chosen()), key=_Plain.order)


@given(ENTRIES, SEARCHES)
def test_what_is_found_is_what_plain_python_finds(entries: list[Entry], search: Search) -> None:
    kept, chosen = _plain(entries, search)
    page = chosen[(search.page - 1) * search.size : search.page * search.size]
    with _holding(shelf_of(entries)):
        found = find(search, DAY)
        ranked = rank(search, DAY)
    assert [str(row.offer_id) for row in found.rows] == [one.entry.id for one in page]
    assert ranked == ([one.entry.id for one in page] if search.words else [])
    assert found.total == (len(chosen) if page else 0)
    for row, one in zip(found.rows, page, strict=True):
        assert (row.fit, row.reach, row.in_prison) == (one.fit, one.reach, one.in_prison)
        assert row.audience_known is bool(one.says["audiences"])
        assert (row.distance is None) is (one.distance is None)
        assert isclose(row.distance or 0.0, one.distance or 0.0)
    if page:
        assert found.counts == _counted(kept)


def _counted(kept: list[_Plain]) -> dict[str, dict[str, int]]:
    kinds = ("audiences", "formats", "languages", "circumstances", "genders")
    counted: dict[str, dict[str, int]] = {kind: {} for kind in kinds}
    for one in kept:
        for kind, counts in counted.items():
            for code in one.says[kind]:
                counts[code] = counts.get(code, 0) + 1
    return {kind: counts for kind, counts in counted.items() if counts}


@given(ENTRIES, ENTRIES, st.data())
def test_a_changed_shelf_tells_what_one_read_anew_tells(
    before: list[Entry], more: list[Entry], data: st.DataObject
) -> None:
    changed = [
        replace(one, id=before[n].id) if n < len(before) and data.draw(st.booleans()) else one
        for n, one in enumerate(more)
    ]
    ended = [one.id for one in before if data.draw(st.booleans())]
    gone = {one.id for one in changed} | set(ended)
    after = [*(one for one in before if one.id not in gone), *changed]
    assert told(shelf_of(before).replaced(gone, changed)) == told(shelf_of(after))
