"""Which answers of the profile of a Land belong to which step, and which of them say its day; read
once.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Final

from nahtlos.cases.rules.template import DATA
from nahtlos.cases.rules.vocabulary import CustodyKind
from nahtlos.organisations.rules.reference import codes_of, rows_of

FILE: Final = "land_entries_2026_1.csv"
DEADLINES: Final = "land_deadlines_2026_3.csv"


@cache
def _asked(file: str = FILE) -> Mapping[str, tuple[tuple[str, frozenset[CustodyKind]], ...]]:
    """{step: ((question, kinds of custody; empty for all), ...)}."""
    found: dict[str, list[tuple[str, frozenset[CustodyKind]]]] = defaultdict(list)
    for row in rows_of(DATA / file):
        kinds = frozenset(CustodyKind(code) for code in codes_of(row["custody"]))
        found[row["code"]].append((row["entry"], kinds))
    return {code: tuple(entries) for code, entries in found.items()}


def asked_at(step: str, custody: CustodyKind) -> tuple[str, ...]:
    """The questions of a profile that belong to STEP in CUSTODY."""
    return tuple(key for key, kinds in _asked().get(step, ()) if not kinds or custody in kinds)


@cache
def governing(custody: CustodyKind) -> Mapping[str, str]:
    """{step: the question of a profile whose answer says its day in CUSTODY}."""
    return {
        code: entry
        for code, entries in _asked(DEADLINES).items()
        for entry, kinds in entries
        if not kinds or custody in kinds
    }


def all_questions() -> frozenset[str]:
    """Every question that some step asks."""
    files = (FILE, DEADLINES)
    return frozenset(key for f in files for entries in _asked(f).values() for key, _ in entries)
