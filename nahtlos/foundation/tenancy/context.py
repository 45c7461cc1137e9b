"""Enters one organisation for the length of a transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from uuid import UUID

from django.db import connection, transaction

from nahtlos.foundation.ruling import states

# Facts of the installation itself (letters about passwords, the key of second factors) live in a
# tenant of their own.
INSTALLATION = UUID(int=0)

_entered: ContextVar[tuple[UUID | None, UUID | None]] = ContextVar("entered", default=(None, None))
_SET = (
    "SELECT set_config('nahtlos.organisation', %s, true), set_config('nahtlos.account', %s, true)"
)


def current_organisation() -> UUID:
    """The organisation entered; LookupError where none is."""
    organisation, _ = _entered.get()
    if organisation is None:
        raise LookupError("no organisation entered")
    return organisation


def _write_setting(organisation: UUID | None, account: UUID | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SET, [str(organisation or ""), str(account or "")])


@contextmanager
def snapshot(organisation: UUID, account: UUID | None = None) -> Iterator[None]:
    """As `tenant`, but everything inside is read as it stood at one moment, and nothing can be
    written. Inside another transaction, which has begun to read already, it is no more than
    `tenant`.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        with tenant(organisation, account):
            yield


@states(
    "Wer was sieht",
    "Jede Organisation sieht und ändert nur ihre eigenen Einträge. Ohne Organisation "
    "gibt es keine.",
    checked_on=date(2026, 11, 25),
    proven_by=(
        "tests/foundation/test_tenancy.py::test_each_organisation_sees_its_own_rows_only",
        "tests/foundation/test_tenancy.py::test_without_an_organisation_there_are_no_rows",
    ),
)
@contextmanager
def tenant(organisation: UUID | None, account: UUID | None = None) -> Iterator[None]:
    """Open a transaction in which only ORGANISATION's rows exist, and leave it again on exit.

    The setting is transaction-local: it ends with the transaction. A local setting survives the
    release of a savepoint, so inside another transaction it is set back when the block ends well;
    when the block fails, PostgreSQL undoes it together with everything else.
    """
    before, inside_another = _entered.get(), connection.in_atomic_block
    with transaction.atomic():
        _write_setting(organisation, account)
        mark = _entered.set((organisation, account))
        try:
            yield
            if inside_another and not transaction.get_rollback():
                _write_setting(*before)
        finally:
            _entered.reset(mark)
