"""Keys of things two organisations share: one key a thing, wrapped once for each side under that
organisation's data key. Whoever has no copy any more reads nothing. Nothing unwrapped is kept.
"""

from typing import Literal
from uuid import UUID

from nahtlos.foundation.tenancy import current_organisation
from nahtlos.foundation.vault import crypto
from nahtlos.foundation.vault.crypto import VaultError, new_key
from nahtlos.foundation.vault.keys import ensure_key, open_bytes, seal_bytes

__all__ = ["Side", "VaultError", "new_key", "open_sealed", "seal", "unwrap", "wrap"]

Side = Literal["from", "to"]
_TABLE = "package_key"
# What is sealed under a package's key belongs to two organisations, so none stands in its place.
_NO_EPOCH, _BOTH = 0, ""


def wrap(organisation_id: UUID, package_id: UUID, side: Side, key: bytes) -> bytes:
    """The copy of KEY for one side, under the newest data key of that side's organisation. Its
    vault is entered for that alone; it gets its first key where it has none.
    """
    ensure_key(organisation_id)
    return seal_bytes(organisation_id, _TABLE, side, package_id, key)


def unwrap(organisation_id: UUID, package_id: UUID, side: Side, wrapped: bytes) -> bytes:
    """The key behind a copy; VaultError where it is another side's or package's, or where somebody
    asks who is not inside that organisation.
    """
    try:
        inside = current_organisation()
    except LookupError:
        inside = None
    if inside != organisation_id:
        raise VaultError("a copy opens inside its own organisation only")
    return open_bytes(organisation_id, _TABLE, side, package_id, wrapped)


def seal(key: bytes, table: str, column: str, row: object, text: str) -> bytes:
    """TEXT sealed under a package's KEY for exactly this place."""
    place = crypto.place_of(table, column, row, _BOTH)
    return crypto.seal(key, _NO_EPOCH, text.encode(), place)


def open_sealed(key: bytes, table: str, column: str, row: object, sealed: bytes) -> str:
    """The text behind SEALED; VaultError where it does not belong to this place or key."""
    crypto.epoch_of(sealed)
    return crypto.unseal(key, sealed, crypto.place_of(table, column, row, _BOTH)).decode()
