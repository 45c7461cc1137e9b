"""The profiles that come with the installation. A delivered version never changes: a newer one is a
new file with a new name.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final

from nahtlos.lands.rules.entries import Entry, EntryState, check, complete
from nahtlos.lands.rules.fields import DATA
from nahtlos.organisations.rules.reference import rows_of

CURRENT: Final = "2026-1"
# {version: (file, the day it was put together)}
FILES: Final[Mapping[str, tuple[str, date]]] = {
    CURRENT: ("profiles_2026_1.csv", date(2026, 11, 27)),
}
# Invented like the Land itself.
INVENTED: Final = "MU"


@cache
def _profiles(version: str) -> Mapping[str, tuple[Entry, ...]]:
    """{Land: its entries}. ValueError for what a profile may not say, or for a question that is
    answered twice.
    """
    name, on = FILES[version]
    found: dict[str, list[Entry]] = defaultdict(list)
    for row in rows_of(DATA / name):
        entry = check(_entry(row), on)
        if entry.key in {other.key for other in found[row["land"]]}:
            raise ValueError(f"{name}: {row['land']} beantwortet {entry.key} doppelt.")
        found[row["land"]].append(entry)
    return {land: tuple(entries) for land, entries in found.items()}


def _entry(row: Mapping[str, str]) -> Entry:
    return Entry(
        key=row["key"],
        state=EntryState(row["state"]),
        value=row["value"],
        number=int(row["number"]) if row["number"] else None,
        unit=row["unit"],
        anchor=row["anchor"],
        note=row["note"],
        source=row["source"],
        checked_on=date.fromisoformat(row["checked_on"]) if row["checked_on"] else None,
    )


def delivered(land: str, version: str = CURRENT) -> dict[str, Entry]:
    """{key: entry} of LAND as it was delivered in VERSION; where nobody looked nothing is known."""
    return complete(_profiles(version).get(land, ()))


def looked_at(version: str = CURRENT) -> frozenset[str]:
    """The Länder about which VERSION says something; all others carry the blank pattern."""
    return frozenset(_profiles(version))
