"""One way of comparing German words and names, whatever somebody's keyboard can type."""

import re
import unicodedata
from datetime import date
from typing import Final

from nahtlos.foundation.ruling import states

_BREAKS: Final = re.compile("[\u00ad\u200b-\u200d\u2060]")
_LETTERS: Final = str.maketrans(
    {"ß": "ss", "æ": "a", "œ": "o", "ø": "o", "ł": "l", "ı": "i", "đ": "d"}
)


@states(
    "Suche",
    "Fuehrerschein, Führerschein und Fuhrerschein finden dasselbe.",
    checked_on=date(2026, 11, 25),
    proven_by=("tests/directory/test_ranking.py::test_every_spelling_finds_the_same",),
)
def fold(text: str) -> str:
    """Lower case without accents; ä = ae = a, ö = oe = o, ü = ue = u, ß = ss. `Fuehrerschein` =
    `Führerschein` = `Fuhrerschein`.
    """
    lowered = unicodedata.normalize("NFC", _BREAKS.sub("", text)).lower().translate(_LETTERS)
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c)
    )
    return plain.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def bare(name: str) -> str:
    """NAME as it is compared: folded, only letters and digits, `mo_von` = `Mo. von`."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold(name)).split())
