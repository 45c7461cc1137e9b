"""Which answers of the profile of a Land belong to which step, read once."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Final

from nahtlos.cases.rules.template import DATA
from nahtlos.cases.rules.vocabulary import CustodyKind
from nahtlos.organisations.rules.reference import codes_of, rows_of

FILE: Final = "land_entries_2026_1.csv"


@cache
def _asked() -> Mapping[str, tuple[tuple[str, frozenset[CustodyKind]], ...]]:
    """{step: ((question, kinds of custody; empty for all), ...)}."""
    found: dict[str, list[tuple[str, frozenset[CustodyKind]]]] = defaultdict(list)
    for row in rows_of(DATA / FILE):
        kinds = frozenset(CustodyKind(code) for code in codes_of(row["custody"]))
        found[row["code"]].append((row["entry"], kinds))
    return {code: tuple(entries) for code, entries in found.items()}


def asked_at(step: str, custody: CustodyKind) -> tuple[str, ...]:
    """The questions of a profile that belong to STEP in CUSTODY."""
    return tuple(key for key, kinds in _asked().get(step, ()) if not kinds or custody in kinds)


def all_questions() -> frozenset[str]:
    """Every question that some step asks."""
    return frozenset(key for entries in _asked().values() for key, _ in entries)
