"""The flat table of offers: one row an offer, German column names, several values separated by '|'.
Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from nahtlos.directory.rules import catalogue
from nahtlos.foundation.folding import fold

COLUMNS: Final = {
    "titel": "title",
    "kurz": "summary",
    "beschreibung": "description",
    "themen": "topics",
    "fuer": "audiences",
    "wie": "formats",
    "sprachen": "languages",
    "kosten": "cost",
    "ort": "city",
    "telefon": "phone",
    "email": "email",
    "internet": "website",
}
LENGTHS: Final = {
    "title": 120,
    "summary": 300,
    "description": 4000,
    "city": 80,
    "phone": 60,
    "email": 254,
    "website": 300,
}
SAMPLE: Final = (
    "titel;kurz;beschreibung;themen;fuer;wie;sprachen;kosten;ort;telefon;email;internet\r\nBeratung"
    " für Angehörige;Ein Gespräch, wenn jemand in Haft ist.;Wir hören zu und sagen, wer"
    " weiterhilft.;Beratung für Angehörige;Angehörige;Vor"
    " Ort|Telefon;Deutsch;kostenlos;Musterstadt;030 23125-110;info@verein.example;\r\n"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row read: the values for an offer, or the reasons why it cannot be one."""

    line: int
    title: str
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


class _Named(Protocol):
    """What has a code and a German label."""

    @property
    def code(self) -> str: ...
    @property
    def label(self) -> str: ...


def _names(entries: Iterable[_Named]) -> dict[str, str]:
    return {fold(name): entry.code for entry in entries for name in (entry.code, entry.label)}


def read_row(line: int, cells: Mapping[str, str]) -> Row:
    """The row CELLS ({German column: text}) at LINE of its file."""
    known = {
        "topics": _names(catalogue.topics()),
        "audiences": _names(catalogue.audiences()),
        "formats": _names(catalogue.formats()),
        "languages": _names(catalogue.languages()),
    }
    values: dict[str, Any] = {}
    problems: list[str] = []
    for column, name in COLUMNS.items():
        text = cells.get(column, "").strip()
        if name in known:
            codes = [part.strip() for part in text.split("|") if part.strip()]
            unknown = [part for part in codes if fold(part) not in known[name]]
            problems += [f"Spalte „{column}“: „{part[:40]}“ kennen wir nicht." for part in unknown]
            values[name] = [known[name][fold(part)] for part in codes if fold(part) in known[name]]
        elif name == "cost":
            values["cost"] = {"": "unknown", "unbekannt": "unknown", "kostenlos": "free"}.get(
                fold(text), "some"
            )
            values["cost_note"] = text[:200] if values["cost"] == "some" else ""
        else:
            if len(text) > LENGTHS[name]:
                problems.append(f"Spalte „{column}“: zu lang, höchstens {LENGTHS[name]} Zeichen.")
            values[name] = text
    if not values["title"]:
        problems.append("Spalte „titel“ ist leer.")
    return Row(line, values["title"][:80], values, problems)
