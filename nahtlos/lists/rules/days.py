"""A day as lists write it: 3.12.2026, 03.12.26, 2026-12-03, 3/12/2026. Pure."""

import re
from datetime import date
from typing import Final

_GERMAN: Final = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})$")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$")
EARLIEST, LATEST = 1900, 2099


def read_day(text: str, *, born: bool = False) -> date | None:
    """The day TEXT means; None where it is none. Two digits of a year are this century's, of a
    birth date (BORN) the one in which somebody can be grown.
    """
    told = text.strip()
    if found := _GERMAN.match(told):
        day, month, year = (int(part) for part in found.groups())
    elif found := _ISO.match(told):
        year, month, day = (int(part) for part in found.groups())
    else:
        return None
    if year < 100:
        year += 1900 if born and year > 20 else 2000
    try:
        return date(year, month, day) if EARLIEST <= year <= LATEST else None
    except ValueError:
        return None
