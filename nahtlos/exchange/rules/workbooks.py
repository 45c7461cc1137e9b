"""A table as an Excel workbook in which nothing is a formula. Pure."""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from nahtlos.exchange.rules.sheets import Cell, runs

DAY: Final = "DD.MM.YYYY"
TEXT: Final = "@"
# XML knows no such characters, and Excel no longer cell.
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
_LONGEST: Final = 32_767
_WIDEST: Final = 50


def as_workbook(
    sheets: Sequence[tuple[str, Sequence[Sequence[Cell]]]], *, made: str = "Nahtlos"
) -> bytes:
    """SHEETS, each with its name and its rows, the first of them the heading; MADE is whom the file
    names as its maker.
    """
    book = Workbook(write_only=True)
    book.properties.creator = made
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for number, width in enumerate(_widths(rows)):
            sheet.column_dimensions[_letters(number)].width = width
        for number, row in enumerate(rows):
            sheet.append([_cell(sheet, cell, bold=number == 0) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Cell, *, bold: bool) -> Any:  # noqa: ANN401 (the library's own kinds)
    text = isinstance(value, str)
    written: Any = _UNWRITABLE.sub("", str(value))[:_LONGEST] if text else value
    cell = WriteOnlyCell(sheet, value=written)
    if text:
        # The library would take "=..." for a formula; and a cell that is text stays text when
        # somebody edits it.
        cell.data_type = "s"
        if runs(str(written)):
            cell.number_format = TEXT
    elif isinstance(value, date):
        cell.number_format = DAY
    if bold:
        cell.font = Font(bold=True)
    return cell


def _widths(rows: Iterable[Sequence[Cell]]) -> list[int]:
    """How many letters each column needs, within reason."""
    widths: list[int] = []
    for row in rows:
        lengths = [10 if isinstance(cell, date) else len(str(cell or "")) for cell in row]
        widths += [0] * (len(lengths) - len(widths))
        widths = [max(pair) for pair in zip(widths, lengths + widths[len(lengths) :], strict=True)]
    return [min(width, _WIDEST) + 2 for width in widths]


def _letters(number: int) -> str:
    """The name of the column NUMBER, from 0."""
    high, low = divmod(number, 26)
    return (_letters(high - 1) if high else "") + chr(ord("A") + low)
