"""A file that somebody keeps a list in, read as a header and lines: CSV as Excel or LibreOffice
write it, or an Excel workbook. Formulas are read as what they last came to. Pure.
"""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from openpyxl import load_workbook

from nahtlos.foundation.written import with_letters

MOST_LINES: Final = 2000
MOST_COLUMNS: Final = 100
LONGEST_CELL: Final = 5000
LARGEST_FILE: Final = 2 * 1024 * 1024
LARGEST_UNPACKED: Final = 40 * 1024 * 1024  # a workbook is a zip, and a small zip can be huge
NO_TABLE: Final = (
    "Das ist keine Tabelle, die wir lesen können. Bitte speichern Sie sie als Excel-Arbeitsmappe"
    " (.xlsx) oder als „CSV UTF-8“."
)
TOO_LARGE: Final = "Diese Datei ist zu groß: höchstens 2 MB."
NO_HEADER: Final = "In der ersten Zeile stehen keine Spaltennamen."
EMPTY: Final = (
    "In dieser Datei steht nur die Kopfzeile. Bitte füllen Sie mindestens eine Zeile aus."
)
TOO_MANY: Final = "Bitte höchstens 2.000 Zeilen in einer Datei."
TOO_WIDE: Final = "Bitte höchstens 100 Spalten."
# What a spreadsheet runs as a formula when it opens a file, also in the wide letters that Excel
# reads as the usual ones.
_RUNS: Final = frozenset("=+-@＝＋－＠")
# A cell that is written: text, a number, a day, or nothing.
Cell = str | int | date | None


class NoTable(Exception):
    """A file that cannot be read as a table; the text is the German sentence the person reads."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: where it stands in the file, and its cells, as many as the header has. `surplus`:
    there were more.
    """

    number: int
    cells: tuple[str, ...]
    surplus: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The names of the columns and the lines below; empty lines are left out."""

    header: tuple[str, ...]
    lines: tuple[Line, ...]


def read_sheet(content: bytes) -> Sheet:
    """What stands in a file with a header. NoTable where it is none."""
    rows = read_rows(content)
    if not rows:
        raise NoTable(NO_HEADER)
    header, lines = rows[0].cells, rows[1:]
    if not lines:
        raise NoTable(EMPTY)
    width = len(header)
    wide = (
        Line(line.number, (*line.cells, *[""] * width)[:width], surplus=any(line.cells[width:]))
        for line in lines
    )
    return Sheet(header, tuple(wide))


def read_rows(content: bytes) -> list[Line]:
    """The rows of a file as they are, without empty ones and without empty cells at their ends.
    NoTable where it is none; at most MOST_LINES below the first.
    """
    if len(content) > LARGEST_FILE:
        raise NoTable(TOO_LARGE)
    try:
        rows = _workbook(content) if content.startswith(b"PK") else _csv(content)
        return _cleaned(rows)
    except NoTable:
        raise
    except Exception as error:
        # Whatever a broken file makes its reader raise: it is no table.
        raise NoTable(NO_TABLE) from error


def _cleaned(rows: Iterable[tuple[int, list[str]]]) -> list[Line]:
    lines: list[Line] = []
    for number, cells in rows:
        texts = _trimmed(
            [with_letters(cell.replace("\x00", "")).strip()[:LONGEST_CELL] for cell in cells]
        )
        if not texts:
            continue
        if len(lines) > MOST_LINES:
            raise NoTable(TOO_MANY)
        if len(texts) > MOST_COLUMNS and not lines:
            raise NoTable(TOO_WIDE)
        lines.append(Line(number, tuple(texts)))
    return lines


def _trimmed(texts: list[str]) -> list[str]:
    while texts and not texts[-1]:
        texts = texts[:-1]
    return texts


def _csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of the line they begin on."""
    if content.startswith((b"%PDF", b"\xd0\xcf\x11\xe0", b"<")):
        raise NoTable(NO_TABLE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise NoTable(NO_TABLE)
    head = next(iter(text.splitlines()), "")
    # What is copied from a screen has tabs, and commas only within names.
    delimiter = "\t" if "\t" in head else max(";,", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    begins = 1
    for cells in reader:
        yield begins, [_unguarded(cell) for cell in cells]
        begins = reader.line_num + 1


def _workbook(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first sheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > LARGEST_UNPACKED:
            raise NoTable(TOO_LARGE)
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    rows = book.worksheets[0].iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)
    for number, cells in enumerate(rows, 1):
        if number > 10 * MOST_LINES:
            raise NoTable(TOO_MANY)
        yield number, [_written(cell) for cell in cells]


def _written(cell: Any) -> str:  # noqa: ANN401 (whatever a cell holds)
    """What a cell shows, in German."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nein"
    if isinstance(cell, datetime | date):
        return cell.strftime("%d.%m.%Y")
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def runs(cell: str) -> bool:
    """Whether a spreadsheet may take CELL for a formula: by its first visible letter, because
    blanks and control characters before it are skipped; or because it begins with one of those.
    """
    if cell[:1] in ("\t", "\r", "\n"):
        return True
    for letter in cell:
        if not letter.isspace() and unicodedata.category(letter) not in ("Cc", "Cf", "Zs"):
            return letter in _RUNS
    return False


def guarded(cell: str) -> str:
    """CELL so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if runs(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and runs(cell[1:]) else cell


def _in_csv(cell: Cell) -> str:
    """Numbers stay numbers: only what somebody typed can be a formula."""
    if isinstance(cell, str):
        return guarded(cell)
    return f"{cell:%d.%m.%Y}" if isinstance(cell, date) else "" if cell is None else str(cell)


def as_csv(rows: Iterable[Iterable[Cell]]) -> str:
    """ROWS as Excel opens them in Germany."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([_in_csv(cell) for cell in row] for row in rows)
    return out.getvalue()
