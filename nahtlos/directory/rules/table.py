"""The flat table of offers: one row an offer, German column names, several values separated by '|'.
Pure.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, Protocol

from nahtlos.directory.rules import catalogue
from nahtlos.foundation.folding import fold
from nahtlos.foundation.written import MAIL, PHONE, web_address

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


MOST_LINES: Final = 2000
NOT_CSV: Final = "Das ist keine CSV-Datei. In Excel: Speichern unter, Dateityp „CSV UTF-8“."
NO_HEADER: Final = (
    "In dieser Datei fehlt die Kopfzeile mit der Spalte „titel“. Laden Sie sich am besten das"
    " Muster herunter."
)
EMPTY: Final = (
    "In dieser Datei steht nur die Kopfzeile. Bitte füllen Sie mindestens eine Zeile aus."
)
TOO_MANY: Final = "Bitte höchstens 2.000 Zeilen in einer Datei."
SURPLUS: Final = (
    "Diese Zeile hat mehr Spalten als die Kopfzeile. Steht in einem Text ein Trennzeichen, gehört"
    " der Text in Anführungszeichen."
)


class NoTable(Exception):
    """A file that cannot be read as a table; the text is the German sentence the person reads."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: where it begins in the file, {German column: text}, and whether it has
    more cells than the header.
    """

    number: int
    cells: Mapping[str, str]
    has_surplus: bool = False


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text or text.startswith(("PK", "%PDF")):
        raise NoTable(NOT_CSV)
    return text


def _lines(text: str) -> tuple[list[str], list[Line]]:
    """The header's names and the lines below it; empty lines are left out."""
    head = next(iter(text.splitlines()), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=head.count))
    lines, begins = [], 2
    header = [cell.strip().lower() for cell in next(reader, [])]
    for cells in reader:
        texts = [cell.strip() for cell in cells]
        if any(texts):
            found = dict(zip(header, texts, strict=False))
            lines.append(Line(begins, found, any(texts[len(header) :])))
        begins = reader.line_num + 1
    return header, lines


def read_table(content: bytes) -> list[Line]:
    """The lines of a CSV file as Excel or LibreOffice write it (UTF-8 or Windows-1252). NoTable
    where it is none.
    """
    try:
        header, lines = _lines(_decoded(content))
    except csv.Error as error:
        # For example one quotation mark without its second: the rest of the file is one cell.
        raise NoTable(NOT_CSV) from error
    if "titel" not in header:
        raise NoTable(NO_HEADER)
    if not lines:
        raise NoTable(EMPTY)
    if len(lines) > MOST_LINES:
        raise NoTable(TOO_MANY)
    return lines


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


def _names(entries: Sequence[_Named]) -> dict[str, str]:
    """{folded name: code}; the words of plain language count too, where nothing else has them."""
    names = {fold(name): entry.code for entry in entries for name in (entry.code, entry.label)}
    plain = {fold(getattr(entry, "plain_label", entry.label)): entry.code for entry in entries}
    return plain | names


@cache
def _known() -> dict[str, dict[str, str]]:
    return {
        "topics": _names(catalogue.topics()),
        "audiences": _names(catalogue.audiences()),
        "formats": _names(catalogue.formats()),
        "languages": _names(catalogue.languages()),
    }


def _codes(column: str, text: str, known: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The codes that TEXT names, and what is wrong with it."""
    parts = [part.strip() for part in text.split("|") if part.strip()]
    unknown = [part for part in parts if fold(part) not in known]
    problems = [f"Spalte „{column}“: „{part[:40]}“ kennen wir nicht." for part in unknown]
    return [known[fold(part)] for part in parts if fold(part) in known], problems


def _cost(text: str) -> dict[str, str]:
    cost = {"": "unknown", "unbekannt": "unknown", "kostenlos": "free"}.get(fold(text), "some")
    return {"cost": cost, "cost_note": text[:200] if cost == "some" else ""}


def _text(column: str, name: str, text: str) -> tuple[str, list[str]]:
    """The text as it is kept, and what is wrong with it."""
    if len(text) > LENGTHS[name]:
        return text, [f"Spalte „{column}“: zu lang, höchstens {LENGTHS[name]} Zeichen."]
    if name == "website" and text:
        return web_address(text) or "", (
            [] if web_address(text) else [f"Spalte „{column}“: Das ist keine Internetadresse."]
        )
    if name == "email" and text and not MAIL.match(text):
        return text, [f"Spalte „{column}“: Das ist keine E-Mail-Adresse."]
    if name == "phone" and text and not PHONE.match(text):
        return text, [f"Spalte „{column}“: Das ist keine Telefonnummer."]
    return text, []


def read_row(line: Line) -> Row:
    """LINE as an offer, or why it cannot be one."""
    values: dict[str, Any] = {}
    problems: list[str] = [SURPLUS] if line.has_surplus else []
    for column, name in COLUMNS.items():
        text = line.cells.get(column, "")
        wrong: list[str] = []
        if name in _known():
            values[name], wrong = _codes(column, text, _known()[name])
        elif name == "cost":
            values |= _cost(text)
        else:
            values[name], wrong = _text(column, name, text)
        problems += wrong
    if not values["title"]:
        problems.append("Spalte „titel“ ist leer.")
    return Row(line.number, values["title"][:80], values, problems)
