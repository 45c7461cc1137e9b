"""What lists say, whatever they call it and however a day is written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.lists.rules.columns import column_of, has_headings, propose
from nahtlos.lists.rules.days import read_day
from nahtlos.lists.rules.lines import read_line

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3.12.2026", date(2026, 12, 3)),
        ("03.12.26", date(2026, 12, 3)),
        (" 2026-12-03 ", date(2026, 12, 3)),
        ("2026-12-03 00:00:00", date(2026, 12, 3)),
        ("3/12/2026", date(2026, 12, 3)),
        ("31.02.2026", None),
        ("3.12.1826", None),
        ("bald", None),
        ("", None),
    ],
)
def test_a_day_is_read_however_it_is_written(text: str, day: date | None) -> None:
    assert read_day(text) == day


def test_two_digits_of_a_birth_year_mean_somebody_grown() -> None:
    assert read_day("5.6.85", born=True) == date(1985, 6, 5)
    assert read_day("5.6.05", born=True) == date(2005, 6, 5)


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_none(text: str) -> None:
    assert read_day(text) is None or isinstance(read_day(text), date)


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("Buch-Nr.", "nummer"),
        ("NACHNAME", "familienname"),
        ("Geb.-Datum", "geboren"),
        ("vorauss. Entlassung", "entlassung"),
        ("2/3-Termin", "zweidrittel"),
        ("Zellennummer", ""),
        ("Straftat", ""),
    ],
)
def test_headings_are_known_by_many_names(heading: str, code: str) -> None:
    assert column_of(heading) == code


def test_a_first_line_with_a_day_is_a_person() -> None:
    assert has_headings(["Nachname", "Vorname", "Entlassung"])
    assert not has_headings(["Name", "Vorname", "3.12.2026"])


def test_columns_without_headings_are_known_by_what_stands_in_them() -> None:
    lines = [
        ["4711/26", "Amsel", "Anton", "3.4.1985", "1.2.2026", "20.01.2027", "Strafhaft"],
        ["4712/26", "Buche", "Berta", "17.8.1990", "5.9.2025", "03.02.2027", "U-Haft"],
    ]
    assert propose((), lines, {}, TODAY) == [
        *("nummer", "familienname", "vorname", "geboren", "aufnahme", "entlassung", "haftart")
    ]
    assert propose((), [["4711/26", "Amsel, Anton", "20.1.2027"]], {}, TODAY) == [
        *("nummer", "name", "entlassung")
    ]


def test_what_was_chosen_before_comes_first_and_nothing_twice() -> None:
    chosen = {"zelle": "nummer", "#2": ["nummer", "entlassung"]}
    assert propose(("Zelle", "Buchnummer"), [], chosen, TODAY) == ["nummer", ""]
    assert propose((), [["abc", "def"]], chosen, TODAY) == ["nummer", "entlassung"]


def test_what_counts_and_what_stands_beside_it() -> None:
    columns = ["nummer", "strafende", "zweidrittel", "halbstrafe"]
    read = read_line(columns, ["1", "1.3.2027", "1.1.2027", ""], TODAY)
    assert (read.scenario.value, read.release_on) == ("end", date(2027, 3, 1))
    assert read.further == {"two_thirds": date(2027, 1, 1)}
    columns = ["nummer", "entlassung", "termin", "strafende"]
    read = read_line(columns, ["1", "1.1.2027", "2/3", "1.3.2027"], TODAY)
    assert (read.scenario.value, read.release_on) == ("two_thirds", date(2027, 1, 1))
    assert read.further == {"end": date(2027, 3, 1)}


@pytest.mark.parametrize("told", ["offen", "unbekannt", "", "?", "-"])
def test_unknown_is_an_answer(told: str) -> None:
    read = read_line(["nummer", "entlassung"], ["1", told], TODAY)
    assert (read.scenario.value, read.release_on, read.faults) == ("unknown", None, ())


def test_any_time_is_an_answer() -> None:
    assert read_line(["nummer", "entlassung"], ["1", "jederzeit"], TODAY).scenario == "any_time"


@pytest.mark.parametrize(
    ("columns", "cells", "said"),
    [
        (["nummer", "entlassung"], ["1", "31.02.2027"], "„31.02.2027“ ist kein Tag, den es gibt"),
        (["entlassung"], ["1.2.2027"], "weder ein Name noch eine Nummer"),
        (["nummer", "geboren"], ["1", "1.2.2030"], "nicht in der Zukunft"),
        (["nummer", "aufnahme", "entlassung"], ["1", "1.2.2027", "1.1.2027"], "nicht vor der"),
        (["nummer", "haftart"], ["1", "Urlaub"], "„Urlaub“ kennen wir nicht"),
        (["familienname"], ["x" * 10_000], "höchstens 80 Zeichen"),
    ],
)
def test_bad_lines_say_what_is_wrong(columns: list[str], cells: list[str], said: str) -> None:
    read = read_line(columns, cells, TODAY)
    assert any(said in fault.sentence for fault in read.faults)


@given(st.lists(st.text(max_size=200), max_size=8))
def test_any_line_is_read_or_refused_in_words(cells: list[str]) -> None:
    columns = ["nummer", "name", "geboren", "entlassung", "termin", "haftart", "", "strafende"]
    read = read_line(columns, cells, TODAY)
    assert all(fault.sentence for fault in read.faults)
