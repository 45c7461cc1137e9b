"""AES-256-GCM with a version byte: epoch (1 byte), nonce (12 bytes), ciphertext with tag. Pure;
knows no database.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


class VaultError(Exception):
    """A value could not be opened: wrong key, wrong place or tampered."""


def new_key() -> bytes:
    """A fresh 32-byte key."""
    return AESGCM.generate_key(bit_length=256)


def seal(key: bytes, epoch: int, plain: bytes, place: bytes) -> bytes:
    """PLAIN sealed under KEY of EPOCH (0..255), bound to PLACE (additional authenticated data)."""
    nonce = os.urandom(NONCE)
    return bytes([epoch]) + nonce + AESGCM(key).encrypt(nonce, plain, place)


def unseal(key: bytes, sealed: bytes, place: bytes) -> bytes:
    """The plain bytes; VaultError where key, place or content do not fit."""
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], place)
    except InvalidTag as error:
        raise VaultError("value does not open here") from error


def epoch_of(sealed: bytes) -> int:
    """The epoch of the key a value was sealed under."""
    if len(sealed) <= 1 + NONCE:
        raise VaultError("not a sealed value")
    return sealed[0]


def place_of(table: str, column: str, row: object, organisation: object) -> bytes:
    """Additional authenticated data: a value moved to another row, column or organisation does not
    open.
    """
    return "\x1f".join([table, column, str(row), str(organisation)]).encode()
