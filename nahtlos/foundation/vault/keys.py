"""Data keys of organisations: made once, wrapped by the master key, kept unwrapped in this process
only.
"""

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from nahtlos.foundation.ruling import states
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.vault import crypto

if TYPE_CHECKING:
    from nahtlos.foundation.models.vault import VaultKey

_opened: dict[tuple[UUID, int], bytes] = {}
_newest: dict[UUID, int] = {}
# Organisations whose key was made in a transaction that has not ended well yet: remembering it
# would outlive a rollback, and what is sealed under a key nobody has kept is lost.
_unsettled: set[UUID] = set()


@lru_cache(maxsize=2)
def _master(digits: str) -> bytes:
    return bytes.fromhex(digits)


def _rows() -> "QuerySet[VaultKey]":
    # By name, because the sealed fields of the foundation's own models import this module.
    model = cast("type[VaultKey]", apps.get_model("foundation", "VaultKey"))
    return model.objects.order_by("-epoch")


def _wrap_place(organisation: UUID, epoch: int) -> bytes:
    return crypto.place_of("foundation_vaultkey", "wrapped", epoch, organisation)


def create_key(organisation: UUID) -> int:
    """Make the next data key of ORGANISATION and return its epoch. Older epochs stay readable."""
    with tenant(organisation):
        last = _rows().values_list("epoch", flat=True).first()
        epoch = 1 if last is None else last + 1
        wrapped = crypto.seal(
            _master(settings.MASTER_KEY), 0, crypto.new_key(), _wrap_place(organisation, epoch)
        )
        _unsettled.add(organisation)
        _rows().create(organisation_id=organisation, epoch=epoch, wrapped=wrapped)
        transaction.on_commit(lambda: _unsettled.discard(organisation))
    _newest.pop(organisation, None)
    return epoch


def ensure_key(organisation: UUID) -> None:
    """Make the first data key of ORGANISATION where it has none. Keys never go, so one this process
    has seen is there.
    """
    if organisation in _newest:
        return
    with tenant(organisation):
        if not _rows().exists():
            create_key(organisation)


def _key(organisation: UUID, epoch: int | None) -> tuple[int, bytes]:
    """(epoch, key); the newest where EPOCH is None. VaultError where there is none."""
    wanted = _newest.get(organisation) if epoch is None else epoch
    if wanted is not None and (organisation, wanted) in _opened:
        return wanted, _opened[organisation, wanted]
    with tenant(organisation):
        rows = _rows()
        row = rows.first() if wanted is None else rows.filter(epoch=wanted).first()
    if row is None:
        raise crypto.VaultError("organisation has no data key")
    key = crypto.unseal(
        _master(settings.MASTER_KEY), bytes(row.wrapped), _wrap_place(organisation, row.epoch)
    )
    if organisation not in _unsettled:
        _opened[organisation, row.epoch] = key
        if epoch is None:
            _newest[organisation] = row.epoch
    return row.epoch, key


def forget_keys() -> None:
    """Drop every unwrapped key of this process (after a restore, and between tests that make
    databases anew).
    """
    _opened.clear()
    _newest.clear()
    _unsettled.clear()


@states(
    "Geschützte Angaben",
    "Geschützte Angaben stehen in der Datenbank und in jeder Sicherung nur verschlüsselt.",
    checked_on=date(2026, 11, 25),
    proven_by=(
        "tests/foundation/test_vault.py::test_a_dump_contains_none_of_the_protected_values",
    ),
)
def seal_text(organisation: UUID, table: str, column: str, row: object, text: str) -> bytes:
    """TEXT sealed under the newest key of ORGANISATION for exactly this place."""
    return seal_bytes(organisation, table, column, row, text.encode())


@states(
    "Geschützte Angaben",
    "Eine geschützte Angabe lässt sich nur an ihrem eigenen Platz öffnen, nicht in "
    "einem anderen Eintrag.",
    checked_on=date(2026, 11, 25),
    proven_by=(
        "tests/foundation/test_vault.py::test_a_value_does_not_open_in_another_row_column_table_or_organisation",
        "tests/foundation/test_vault.py::test_a_value_copied_into_another_row_is_refused",
    ),
)
def open_text(organisation: UUID, table: str, column: str, row: object, sealed: bytes) -> str:
    """The text behind SEALED; VaultError where it does not belong to this place."""
    return open_bytes(organisation, table, column, row, sealed).decode()


def seal_bytes(organisation: UUID, table: str, column: str, row: object, plain: bytes) -> bytes:
    """As `seal_text`, for what is no text."""
    epoch, key = _key(organisation, None)
    return crypto.seal(key, epoch, plain, crypto.place_of(table, column, row, organisation))


def open_bytes(organisation: UUID, table: str, column: str, row: object, sealed: bytes) -> bytes:
    """As `open_text`, for what is no text."""
    _, key = _key(organisation, crypto.epoch_of(sealed))
    return crypto.unseal(key, sealed, crypto.place_of(table, column, row, organisation))
