"""Short codes that people read aloud: `K-7F3M-2`, without letters that sound or look alike, with a
check character.
"""

import secrets
from collections.abc import Callable
from typing import Final

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def check_character(body: str) -> str:
    """The character that catches one wrong or two swapped characters of BODY."""
    total = sum((place + 2) * ALPHABET.index(char) for place, char in enumerate(body))
    return ALPHABET[total % 29]


def new_code(prefix: str) -> str:
    """A random code such as `M-7F3M-2`."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(4))
    return f"{prefix}-{body}-{check_character(body)}"


def free_code(prefix: str, taken: Callable[[str], bool]) -> str:
    """A code that TAKEN says no to; there are 707,281 of a prefix, so one in a thousand of an
    organisation's may be drawn twice.
    """
    code = new_code(prefix)
    while taken(code):
        code = new_code(prefix)
    return code


def is_code(text: str) -> bool:
    """Whether TEXT has the form of a code and a fitting check character."""
    parts = text.split("-")
    if len(parts) != 3 or len(parts[1]) != 4 or any(char not in ALPHABET for char in parts[1]):
        return False
    return parts[2] == check_character(parts[1])
