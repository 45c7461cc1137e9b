"""One way of comparing German words and names, whatever somebody's keyboard can type."""

import re
import unicodedata
from datetime import date
from typing import Final

from nahtlos.foundation.ruling import states

# An umlaut and whatever e's follow: `Europaeer` has two of them, `Europäer` one.
_UMLAUT: Final = re.compile("([aou])e+")
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
    `Führerschein` = `Fuhrerschein`, `Europäer` = `Europaeer`. Folding what is folded changes
    nothing.
    """
    lowered = unicodedata.normalize("NFC", _BREAKS.sub("", text)).lower().translate(_LETTERS)
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c)
    )
    return _UMLAUT.sub(r"\1", plain)


def bare(name: str) -> str:
    """NAME as it is compared: folded, only letters and digits, `mo_von` = `Mo. von`."""
    return " ".join("".join(c if c.isalnum() else " " for c in fold(name)).split())
