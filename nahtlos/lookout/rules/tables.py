"""A list as a table that is taken along: its text while it waits, and the two files it becomes.
Pure.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from nahtlos.exchange.rules.sheets import Cell, as_csv
from nahtlos.exchange.rules.workbooks import as_workbook


@dataclass(frozen=True, slots=True)
class Table:
    """columns: the headings. rows: each with as many cells."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def text(self) -> str:
        """As it waits to be fetched."""
        rows = [[_packed(cell) for cell in row] for row in self.rows]
        return json.dumps({"columns": self.columns, "rows": rows}, ensure_ascii=False)

    @classmethod
    def of(cls, text: str) -> Self:
        """What `text` made."""
        held = json.loads(text)
        rows = tuple(tuple(_unpacked(cell) for cell in row) for row in held["rows"])
        return cls(tuple(held["columns"]), rows)


def _packed(cell: Cell) -> object:
    return {"day": cell.isoformat()} if isinstance(cell, date) else cell


def _unpacked(cell: Any) -> Cell:  # noqa: ANN401 (what JSON holds)
    return date.fromisoformat(cell["day"]) if isinstance(cell, dict) else cell


@dataclass(frozen=True, slots=True)
class Told:
    """What a file says about itself. title: which list; said: its filter and order in German; made:
    when, in German; house: whose list.
    """

    title: str
    said: str
    made: str
    house: str

    def lines(self, rows: int) -> list[tuple[Cell, ...]]:
        """The same as lines of a table."""
        return [
            ("Zeilen", rows),
            ("Liste", self.title),
            ("Auswahl", self.said),
            ("Stand", self.made),
            ("Organisation", self.house),
        ]


def csv_file(table: Table, told: Told) -> bytes:
    """The table, an empty line, and what it is: below, so that the first line is the heading."""
    rows: Sequence[Sequence[Cell]] = [table.columns, *table.rows, (), *told.lines(len(table.rows))]
    return as_csv(rows).encode()


def workbook_file(table: Table, told: Told) -> bytes:
    """The table on a sheet of its own, and what it is on a second."""
    about = [("Über diese Tabelle", ""), *told.lines(len(table.rows))]
    return as_workbook([("Liste", [table.columns, *table.rows]), ("Über diese Tabelle", about)])
