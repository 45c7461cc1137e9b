"""Which offers that are there may be the one a line means: proposed, never taken for granted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from rapidfuzz import fuzz, process

from nahtlos.foundation.folding import bare

ALIKE: Final = 88  # of 100: the titles nearly the same
CLOSE: Final = 63  # enough where the telephone is the same
SHORTEST_NUMBER: Final = 6
MOST: Final = 3


@dataclass(frozen=True, slots=True)
class Known:
    """An offer that is there, as far as it is compared."""

    pk: UUID
    title: str
    city: str
    phone: str


def digits(phone: str) -> str:
    """A number as it is compared: `+49 30 1` = `030 1`."""
    found = "".join(c for c in phone if c.isdigit())
    return found.removeprefix("0049").removeprefix("49").lstrip("0")


def _words(title: str) -> str:
    return " ".join(sorted(bare(title).split()))


class Compared:
    """The offers that are there, ready to be compared with many lines."""

    def __init__(self, known: Sequence[Known]) -> None:
        self.known = known
        self.titles = [_words(one.title) for one in known]
        self.places = [bare(one.city) for one in known]
        self.numbers = [digits(one.phone) for one in known]

    def alike(self, title: str, city: str, phone: str) -> list[Known]:
        """Those whose title is nearly the same in the same place, or in none, and those with the
        same telephone and a title that is close; at most three, the likest first.
        """
        place, number = bare(city), digits(phone)
        close = process.extract(
            _words(title), self.titles, scorer=fuzz.ratio, score_cutoff=CLOSE, limit=50
        )
        found = []
        for _, score, index in close:
            same_place = not place or not self.places[index] or place == self.places[index]
            same_phone = len(number) >= SHORTEST_NUMBER and self.numbers[index] == number
            if same_phone or (same_place and score >= ALIKE):
                found.append(self.known[index])
        return found[:MOST]


def likely_same(name: str, names: Sequence[str]) -> list[int]:
    """The places in NAMES, bare ones like NAME, that are nearly the same; the likest first."""
    found = process.extract(name, names, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST)
    return [index for _, _, index in found]
