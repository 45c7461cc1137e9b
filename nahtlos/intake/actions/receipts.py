"""The door for people without a name: a code of 16 digits, which only a slow hash knows. One hash
at a time in the whole installation, because each takes 64 MiB.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from threading import BoundedSemaphore
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from nahtlos.foundation import vault
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.ruling import states
from nahtlos.intake.rules import receipt

WAITING: Final = 4
_queue = BoundedSemaphore(WAITING)
_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended('nahtlos.receipt', 0))"


class Busy(Refused):
    """Too many at the same moment."""

    def __init__(self) -> None:
        super().__init__(
            _("Gerade sind hier viele gleichzeitig. Bitte senden Sie gleich noch einmal.")
        )


@contextmanager
def _alone() -> Iterator[None]:
    """Wait for the one hash that may run; Busy where a queue stands already."""
    if not _queue.acquire(blocking=False):
        raise Busy
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_ALONE)
            yield
    finally:
        _queue.release()


def code_for(stamp: str) -> str:
    """The code of the form that carried STAMP, the same one for both clicks of a double click; it
    is stored nowhere.
    """
    return receipt.code_of(vault.derived("nahtlos receipt code"), stamp)


@states(
    "Erstberatung ohne Namen",
    "Der Code zum Nachlesen steht nirgends. Gespeichert ist ein Prüfwert, der sich ohne den"
    " Hauptschlüssel nicht durchprobieren lässt.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/intake/test_receipt.py::test_the_code_stands_nowhere_in_the_database",
        "tests/intake/test_receipt.py::test_without_the_master_key_a_code_leads_nowhere",
    ),
)
def _lookup(code: str) -> bytes:
    with _alone():
        return receipt.lookup_of(
            code,
            salt=vault.derived("nahtlos receipt salt"),
            pepper=vault.derived("nahtlos receipt pepper"),
        )


def issue(code: str, enquiry_id: UUID) -> None:
    """From now on CODE opens a question of the organisation entered."""
    lookup = _lookup(code)
    with connection.cursor() as cursor:
        cursor.execute("SELECT receipt_issue(%s, %s)", [lookup, enquiry_id])


def find_by_code(code: str) -> tuple[UUID, UUID] | None:
    """(organisation, enquiry) that CODE opens, or None. Both take the same work."""
    lookup = _lookup(code)
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation, enquiry FROM receipt_find(%s)", [lookup])
        row = cursor.fetchone()
    return (row[0], row[1]) if row else None


def revoke(enquiry_id: UUID) -> None:
    """No code opens this question of the organisation entered any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT receipt_revoke(%s)", [enquiry_id])
