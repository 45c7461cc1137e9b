"""Data keys of organisations and of their sealed compartments: made once, wrapped by the master
key, kept unwrapped in this process only.
"""

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, cast
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from nahtlos.foundation.ruling import states
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.vault import crypto

if TYPE_CHECKING:
    from nahtlos.foundation.models.vault import VaultKey

# (organisation, compartment); the compartment '' is what an organisation keeps otherwise.
Vault = tuple[UUID, str]
_opened: dict[tuple[Vault, int], bytes] = {}
_newest: dict[Vault, int] = {}
# Vaults whose key was made in a transaction that has not ended well yet: remembering it would
# outlive a rollback, and what is sealed under a key nobody has kept is lost.
_unsettled: set[Vault] = set()
_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


@lru_cache(maxsize=2)
def _master(digits: str) -> bytes:
    return bytes.fromhex(digits)


def derived(purpose: str) -> bytes:
    """32 bytes that only who has the master key can make, another value for each PURPOSE. They
    change with the master key.
    """
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
    return derivation.derive(_master(settings.MASTER_KEY))


def _rows(compartment: str) -> "QuerySet[VaultKey]":
    # By name, because the sealed fields of the foundation's own models import this module.
    model = cast("type[VaultKey]", apps.get_model("foundation", "VaultKey"))
    return model.objects.filter(compartment=compartment).order_by("-epoch")


def _wrap_place(vault: Vault, epoch: int) -> bytes:
    organisation, compartment = vault
    column = f"wrapped:{compartment}" if compartment else "wrapped"
    return crypto.place_of("foundation_vaultkey", column, epoch, organisation)


def create_key(organisation: UUID, compartment: str = "") -> int:
    """Make the next data key of ORGANISATION, or of one sealed compartment of it, and return its
    epoch. Older epochs stay readable.
    """
    vault = (organisation, compartment)
    with tenant(organisation):
        rows = _rows(compartment)
        last = rows.values_list("epoch", flat=True).first()
        epoch = 1 if last is None else last + 1
        wrapped = crypto.seal(
            _master(settings.MASTER_KEY), 0, crypto.new_key(), _wrap_place(vault, epoch)
        )
        _unsettled.add(vault)
        rows.create(
            organisation_id=organisation, compartment=compartment, epoch=epoch, wrapped=wrapped
        )
        transaction.on_commit(lambda: _unsettled.discard(vault))
    _newest.pop(vault, None)
    return epoch


def ensure_key(organisation: UUID, compartment: str = "") -> None:
    """Make the first data key of ORGANISATION or of its COMPARTMENT where it has none; two who
    begin at the same moment get the same. Keys never go, so one this process has seen is there.
    """
    if (organisation, compartment) in _newest:
        return
    with tenant(organisation):
        if _rows(compartment).exists():
            return
        with connection.cursor() as cursor:
            cursor.execute(_ALONE, [f"vault {organisation} {compartment}"])
        if not _rows(compartment).exists():
            create_key(organisation, compartment)


def _key(vault: Vault, epoch: int | None) -> tuple[int, bytes]:
    """(epoch, key); the newest where EPOCH is None. VaultError where there is none."""
    organisation, compartment = vault
    wanted = _newest.get(vault) if epoch is None else epoch
    if wanted is not None and (vault, wanted) in _opened:
        return wanted, _opened[vault, wanted]
    with tenant(organisation):
        rows = _rows(compartment)
        row = rows.first() if wanted is None else rows.filter(epoch=wanted).first()
    if row is None:
        raise crypto.VaultError("organisation has no data key")
    key = crypto.unseal(
        _master(settings.MASTER_KEY), bytes(row.wrapped), _wrap_place(vault, row.epoch)
    )
    if vault not in _unsettled:
        _opened[vault, row.epoch] = key
        if epoch is None:
            _newest[vault] = row.epoch
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
def seal_text(
    organisation: UUID, table: str, column: str, row: object, text: str, *, compartment: str = ""
) -> bytes:
    """TEXT sealed under the newest key of ORGANISATION, or of its COMPARTMENT, for exactly this
    place.
    """
    return seal_bytes(organisation, table, column, row, text.encode(), compartment=compartment)


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
def open_text(
    organisation: UUID,
    table: str,
    column: str,
    row: object,
    sealed: bytes,
    *,
    compartment: str = "",
) -> str:
    """The text behind SEALED; VaultError where it does not belong to this place."""
    return open_bytes(organisation, table, column, row, sealed, compartment=compartment).decode()


def seal_bytes(
    organisation: UUID, table: str, column: str, row: object, plain: bytes, *, compartment: str = ""
) -> bytes:
    """As `seal_text`, for what is no text."""
    epoch, key = _key((organisation, compartment), None)
    return crypto.seal(key, epoch, plain, crypto.place_of(table, column, row, organisation))


def open_bytes(
    organisation: UUID,
    table: str,
    column: str,
    row: object,
    sealed: bytes,
    *,
    compartment: str = "",
) -> bytes:
    """As `open_text`, for what is no text."""
    _, key = _key((organisation, compartment), crypto.epoch_of(sealed))
    return crypto.unseal(key, sealed, crypto.place_of(table, column, row, organisation))
