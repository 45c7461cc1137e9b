"""What the finder reads of all published offers, side by side in memory: one row an offer."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nahtlos.directory.rules.conditions import OLDEST
from nahtlos.directory.rules.postings import Bools, Floats, Postings, postings_of

ALWAYS: Final = date.max.toordinal()
# The codes of an offer, each with what it says of an offer; all but `planes` and `genders` are
# lists.
KINDS: Final = (
    *("topics", "audiences", "formats", "languages", "circumstances", "excluded"),
    *("genders", "planes"),
)
# lat, lon: NaN where nobody knows. Days are ordinals; `counted` is the day of the free places, 0
# where nobody counted; `free` -1 and `weeks` 0 where nothing is said.
FACTS: Final = np.dtype(
    [
        *(("lat", "f8"), ("lon", "f8"), ("until", "i4"), ("counted", "i4")),
        *(("free", "i2"), ("weeks", "i2"), ("age_from", "i2"), ("age_to", "i2")),
        ("ages_told", "?"),
    ]
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One published offer as it is read. codes: by KINDS. serves: as `reach_codes` says. terms: one
    a line, a single text because 20,000 offers have two millions of them; weights: of these. None
    for what is not known.
    """

    id: str
    title: str
    lat: float | None
    lon: float | None
    valid_until: date | None
    capacity_on: date | None
    places_free: int | None
    waiting_weeks: int | None
    age_from: int | None
    age_to: int | None
    codes: tuple[Sequence[str], ...]
    serves: Sequence[str]
    terms: str
    weights: Floats

    def facts(self) -> tuple[object, ...]:
        """As FACTS."""
        nowhere = float("nan")
        return (
            nowhere if self.lat is None else self.lat,
            nowhere if self.lon is None else self.lon,
            ALWAYS if self.valid_until is None else self.valid_until.toordinal(),
            0 if self.capacity_on is None else self.capacity_on.toordinal(),
            -1 if self.places_free is None else self.places_free,
            self.waiting_weeks or 0,
            self.age_from or 0,
            OLDEST if self.age_to is None else self.age_to,
            self.age_from is not None or self.age_to is not None,
        )


def reach_codes(catchment: str, land: str, codes: Iterable[str], home: str) -> list[str]:
    """Whom an offer serves, as words to look up: `*` the whole country, `land:05`,
    `district:05315`, `code:` for whatever it names (a prison), `home:05` for the Land of its
    organisation, `home:` where that has none.
    """
    named = list(dict.fromkeys(codes))
    found = [f"home:{home}", *(f"code:{code}" for code in named)]
    if catchment == "nationwide":
        found.append("*")
    if catchment == "land":
        found.append(f"land:{land}")
    if catchment == "districts":
        found += [f"district:{code}" for code in named]
    return found


@dataclass(frozen=True, slots=True)
class Codes:
    """Which rows hold which codes of one kind: held[numbers[code], row]. none: rows without any."""

    numbers: Mapping[str, int]
    held: Bools
    none: Bools

    def any_of(self, codes: Iterable[str], at: NDArray[np.int64]) -> Bools:
        """For each of the rows AT whether it holds one of CODES."""
        found = np.zeros(len(at), dtype=np.bool_)
        for code in codes:
            if code in self.numbers:
                found |= self.held[self.numbers[code]][at]
        return found

    def only(self, codes: Collection[str], at: NDArray[np.int64]) -> Bools:
        """For each of the rows AT whether it holds nothing but CODES, and one of them."""
        return self.any_of(codes, at) & ~self.any_of(self.numbers.keys() - set(codes), at)

    def counts(self, at: NDArray[np.int64]) -> dict[str, int]:
        """{code: how many of the rows AT hold it}, where one does."""
        sums = np.count_nonzero(self.held[:, at], axis=1).tolist()
        return {code: sums[number] for code, number in self.numbers.items() if sums[number]}

    def replaced(self, keep: Bools, more: "Codes") -> "Codes":
        """As `Postings.replaced`."""
        numbers, rows = dict(self.numbers), int(np.count_nonzero(keep))
        for code in more.numbers:
            numbers.setdefault(code, len(numbers))
        held = np.zeros((len(numbers), rows + len(more.none)), dtype=np.bool_)
        held[: len(self.held), :rows] = self.held[:, keep]
        held[[numbers[code] for code in more.numbers], rows:] = more.held
        return Codes(numbers, held, np.concatenate((self.none[keep], more.none)))


def codes_of(rows: Sequence[Sequence[str]]) -> Codes:
    """ROWS are the codes of each row."""
    numbers = {code: n for n, code in enumerate(sorted({code for row in rows for code in row}))}
    held = np.zeros((len(numbers), len(rows)), dtype=np.bool_)
    for slot, row in enumerate(rows):
        for code in row:
            held[numbers[code], slot] = True
    return Codes(numbers, held, np.array([not row for row in rows], dtype=np.bool_))


@dataclass(frozen=True, slots=True)
class Shelf:
    """All published offers. `alphabet`: for each row its place in the order of titles; `terms`:
    what stands in them; `serves`: as `reach_codes`.
    """

    ids: list[str]
    titles: list[str]
    alphabet: NDArray[np.int64]
    facts: NDArray[np.void]
    codes: Mapping[str, Codes]
    serves: Postings
    terms: Postings

    def replaced(self, gone: Collection[str], entries: Sequence[Entry]) -> "Shelf":
        """Without the offers GONE, and with ENTRIES."""
        more, leaving = shelf_of(entries), set(gone)
        keep = np.array([one not in leaving for one in self.ids], dtype=np.bool_)
        staying = np.flatnonzero(keep).tolist()
        ids = [*(self.ids[slot] for slot in staying), *more.ids]
        titles = [*(self.titles[slot] for slot in staying), *more.titles]
        return Shelf(
            ids,
            titles,
            _alphabet(titles, ids, np.argsort(self.alphabet[keep]).tolist()),
            np.concatenate((self.facts[keep], more.facts)),
            {kind: self.codes[kind].replaced(keep, more.codes[kind]) for kind in KINDS},
            self.serves.replaced(keep, more.serves),
            self.terms.replaced(keep, more.terms),
        )


def _alphabet(
    titles: Sequence[str], ids: Sequence[str], before: Iterable[int] = ()
) -> NDArray[np.int64]:
    """The place of each title in the order of all; BEFORE are rows in their order, which sorting
    goes through fastest.
    """
    known = list(before)
    order = sorted(
        [*known, *range(len(known), len(titles))], key=lambda slot: (titles[slot], ids[slot])
    )
    found = np.empty(len(titles), dtype=np.int64)
    found[order] = np.arange(len(titles))
    return found


def shelf_of(entries: Sequence[Entry]) -> Shelf:
    """The shelf of ENTRIES alone."""
    ids, titles = [one.id for one in entries], [one.title for one in entries]
    return Shelf(
        ids,
        titles,
        _alphabet(titles, ids),
        np.array([one.facts() for one in entries], dtype=FACTS),
        {
            kind: codes_of([one.codes[number] for one in entries])
            for number, kind in enumerate(KINDS)
        },
        postings_of((one.serves, None) for one in entries),
        postings_of((one.terms.splitlines(), one.weights) for one in entries),
    )
