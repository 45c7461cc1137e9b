"""The shelf of published offers in the memory of this process, proven at every search to be what
the database holds.

Triggers write in `SearchChange`, for every offer, the number of the last transaction that changed
something the finder reads. A process keeps with its shelf the PostgreSQL snapshot it was read in:
which transactions had ended by then. Every search asks for the offers whose last change is by a
transaction that had not ended then, and reads these anew. So a change counts from the moment its
transaction has ended, whatever its number, and in no process earlier or later than in another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final
from uuid import UUID

import numpy as np
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from nahtlos.directory.rules.shelf import Entry, Shelf, reach_codes, shelf_of

# What a shelf belongs to: numbers of transactions mean something only in one database of one
# server since its last start, and emptying a table calls no trigger.
_ASK: Final = """
SELECT pg_postmaster_start_time()::text
    || (SELECT oid FROM pg_database WHERE datname = current_database())
    || ' ' || pg_relation_filenode('directory_offer'),
  pg_current_snapshot()::text, pg_current_xact_id_if_assigned() IS NOT NULL,
  (SELECT version FROM directory_searchvocabulary),
  ARRAY(
    SELECT offer_id::text FROM directory_searchchange
    WHERE changed_in >= pg_snapshot_xmin(%(seen)s::pg_snapshot)::text::bigint
      AND changed_in < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
      AND NOT pg_visible_in_snapshot(changed_in::text::xid8, %(seen)s::pg_snapshot)
    UNION SELECT offer_id::text FROM directory_searchchange
    WHERE changed_in = pg_current_xact_id_if_assigned()::text::bigint)
"""
_READ: Final = """
SELECT o.id::text, o.title, o.lat, o.lon, o.valid_until, o.capacity_on, o.places_free,
  o.waiting_weeks, o.age_from, o.age_to, o.topics, o.audiences, o.formats, o.languages,
  o.circumstances, o.excluded, o.gender, o.plane, o.catchment, o.catchment_land, o.catchment_codes,
  coalesce(organisation.land_id, ''), coalesce(t.terms, ''), coalesce(t.weights, '')
FROM directory_offer o JOIN organisations_organisation organisation
    ON organisation.id = o.organisation_id
  LEFT JOIN LATERAL (
    SELECT string_agg(term, chr(10)) AS terms, string_agg(float8send(weight), '') AS weights
    FROM directory_searchterm WHERE offer_id = o.id) AS t ON true
WHERE o.state = 'published'
"""
_READ_THESE: Final = f"{_READ} AND o.id = ANY(%(ids)s::uuid[])"
NOTHING_SEEN: Final = "1:1:"


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the database says: which one it is, what it can see, whether this transaction writes,
    the version of the words, and the offers that changed.
    """

    database: str
    seen: str
    writes: bool
    version: UUID | None
    changed: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Held:
    """A shelf with the database it was read from and what that could see."""

    database: str
    seen: str
    shelf: Shelf


def _ask(asked: BaseDatabaseWrapper, seen: str) -> _Answer:
    with asked.cursor() as cursor:
        cursor.execute(_ASK, {"seen": seen})
        return _Answer(*cursor.fetchone())


def _entries(asked: BaseDatabaseWrapper, ids: Sequence[str] | None = None) -> Iterator[Entry]:
    with asked.cursor() as cursor:
        cursor.execute(_READ if ids is None else _READ_THESE, {"ids": list(ids or ())})
        for row in cursor:
            yield _entry(*row)


def _entry(*row: Any) -> Entry:
    """A row of _READ."""
    *told, gender, plane, catchment, land, codes, home, terms, weights = row
    entry = [
        *told[:10],
        (*told[10:], [gender] if gender else [], [plane]),
        reach_codes(catchment, land, codes, home),
        terms,
        np.frombuffer(weights, dtype=">f8").astype(np.float64),
    ]
    return Entry(*entry)


def _loaded() -> _Held:
    """Everything, as far as it is committed: a transaction that has written something itself would
    see what may never be, so it is read over a connection of its own.
    """
    answer = _ask(connection, NOTHING_SEEN)
    asked = connection.copy() if answer.writes else connection
    try:
        answer = _ask(asked, NOTHING_SEEN)
        return _Held(answer.database, answer.seen, shelf_of(list(_entries(asked))))
    finally:
        if asked is not connection:
            asked.close()


def _with_changes(shelf: Shelf, changed: Sequence[str]) -> Shelf:
    return shelf.replaced(changed, list(_entries(connection, changed))) if changed else shelf


class _Memory:
    """What this process holds; one thread at a time changes it."""

    def __init__(self) -> None:
        self.held: _Held | None = None
        self.lock = Lock()

    def current(self) -> tuple[Shelf, UUID | None]:
        """The shelf as this transaction must see it, and the version of the words."""
        held = self.held
        answer = _ask(connection, held.seen) if held else None
        if held is None or answer is None or answer.database != held.database:
            with self.lock:
                if self.held is held:
                    self.held = _loaded()
            return self.current()
        if answer.writes:
            return _with_changes(held.shelf, answer.changed), answer.version
        if answer.seen == held.seen:
            return held.shelf, answer.version
        with self.lock:
            if self.held is held:
                shelf = _with_changes(held.shelf, answer.changed)
                self.held = _Held(held.database, answer.seen, shelf)
                return shelf, answer.version
        # Another thread was faster; it may have asked before this one.
        return self.current()


_memory = _Memory()
current_shelf = _memory.current


def how_often(terms: set[str]) -> dict[str, int]:
    """{term: in how many published offers it stands}."""
    shelf, _ = current_shelf()
    return {term: shelf.terms.count(term) for term in terms}
