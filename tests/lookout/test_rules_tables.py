"""Cells that no spreadsheet runs, and tables that come back as they went."""

import csv
import io
import unicodedata
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from nahtlos.exchange.rules.sheets import as_csv, guarded, read_rows, runs
from nahtlos.exchange.rules.workbooks import as_workbook
from nahtlos.lookout.rules.tables import Table, Told, csv_file

SIGNS = "=+-@＝＋－＠"
BEFORE = " \t\r\n\x0b\x00\u200b\ufeff\xa0\u3000"
CELLS = st.one_of(
    st.none(), st.integers(-(10**9), 10**9), st.dates(date(1900, 1, 1)), st.text(max_size=20)
)
BLANKS = st.text(alphabet=BEFORE, max_size=4)


@given(BLANKS, st.sampled_from(SIGNS), st.text(max_size=10))
def test_every_sign_behind_whatever_is_skipped_is_guarded(
    blanks: str, sign: str, rest: str
) -> None:
    cell = f"{blanks}{sign}{rest}"
    assert runs(cell)
    assert guarded(cell) == f"'{cell}"


@given(st.text(max_size=20))
def test_what_is_guarded_or_left_alone_never_begins_with_a_sign(cell: str) -> None:
    written = guarded(cell)
    visible = [one for one in written if unicodedata.category(one) not in ("Cc", "Cf", "Zs")]
    assert not visible or visible[0] not in SIGNS
    assert written.removeprefix("'") == cell or written == cell


def test_ordinary_words_stay_as_they_are() -> None:
    for cell in ("Herr K.", "2/3-Termin", "a=b", "“–”", "", "'", "Ö", "3-4", "7+"):
        assert guarded(cell) == cell


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=4))
def test_a_table_comes_back_as_it_went(rows: list[list[str | int | date | None]]) -> None:
    table = Table(("Name", "Tag"), tuple(map(tuple, rows)))
    assert Table.of(table.text()) == table


def test_our_own_reader_takes_the_apostrophe_away_again() -> None:
    rows = [("Name", "Ort"), ("=1+1", "x"), ("  @x", "y"), ("Herr K.", "-2")]
    read = read_rows(as_csv(rows).encode())
    assert [line.cells for line in read] == [
        ("Name", "Ort"),
        ("=1+1", "x"),
        ("@x", "y"),
        ("Herr K.", "-2"),
    ]


def test_the_file_says_how_many_rows_it_has_below_the_table() -> None:
    table = Table(("Name",), (("Ä",), ("=1",)))
    told = Told("Begleitungen", "alle; nach Name", "1.12.2026, 9:00 Uhr", "=Haus")
    text = csv_file(table, told).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert lines[:4] == [["Name"], ["Ä"], ["'=1"], []]
    assert ["Zeilen", "2"] in lines
    assert ["Organisation", "'=Haus"] in lines


def test_a_workbook_takes_what_xml_and_excel_cannot_hold() -> None:
    rows = [("Name",), ("a\x00b\x0bc\ud800",), ("ä" * 40_000,), ("🙂",), (None,), (-3,)]
    sheet = load_workbook(io.BytesIO(as_workbook([("Liste", rows)])))["Liste"]
    values = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert values == ["abc", "ä" * 32_767, "🙂", None, -3]


def test_a_hundred_columns_have_their_widths() -> None:
    rows = [tuple(f"Spalte {n}" for n in range(100)), tuple("x" * n for n in range(100))]
    book = load_workbook(io.BytesIO(as_workbook([("Liste", rows)])))
    assert book["Liste"].max_column == 100
    assert book["Liste"].column_dimensions["CV"].width == 52
