"""The code somebody reads her answer by: 16 digits, made from the form's own stamp, so that a
double click shows the same one; stored only as a slow hash under two secrets.
"""

import hashlib
import hmac
import unicodedata
from typing import Final

from argon2.low_level import Type, hash_secret_raw

DIGITS: Final = 16
# Argon2id: 64 MiB, three passes, one lane.
MEMORY_KIB: Final = 64 * 1024
PASSES: Final = 3
LENGTH: Final = 32


def code_of(key: bytes, stamp: str) -> str:
    """The code of the form that carried STAMP, under a KEY nobody outside has: ten thousand billion
    values, all as likely.
    """
    number = int.from_bytes(hmac.new(key, stamp.encode(), hashlib.sha256).digest())
    return f"{number % 10**DIGITS:0{DIGITS}}"


def grouped(code: str) -> str:
    """A code as people read it: four groups of four."""
    return " ".join(code[at : at + 4] for at in range(0, DIGITS, 4))


def digits_of(typed: str) -> str:
    """The 16 digits somebody typed, whatever stands between them and in whichever script; '' where
    there are more or fewer.
    """
    digits = [unicodedata.decimal(sign, None) for sign in typed]
    found = "".join(str(digit) for digit in digits if digit is not None)
    return found if len(found) == DIGITS else ""


def lookup_of(code: str, *, salt: bytes, pepper: bytes) -> bytes:
    """What stands in the database in place of CODE. The same code gives the same bytes within one
    installation, or nothing could be found by it. Takes about half a second and 64 MiB.
    """
    peppered = hmac.new(pepper, code.encode(), hashlib.sha256).digest()
    return hash_secret_raw(peppered, salt[:16], PASSES, MEMORY_KIB, 1, LENGTH, Type.ID)
