"""How a table is read: files of every make, columns by their names, hours as people write them,
faults by name.
"""

import io
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.directory.models import OpeningHours
from nahtlos.exchange import actions
from nahtlos.exchange.models import ColumnChoice, ImportRun
from nahtlos.exchange.rules.sheets import NO_TABLE, TOO_LARGE, TOO_MANY, NoTable, read_sheet
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import now
from tests.exchange.importing import (
    URL,
    brought_in,
    inside,
    looked_at,
    offer,
    upload,
    workbook,
)

pytestmark = pytest.mark.django_db
TABLE = (
    "Kennung;Titel;Kurz;Themen;Kosten;Internet;Telefon\r\n"
    "A-1;Gruppe am Abend;Reden und essen.;Wohnen nach der Haft;kostenlos;verein.example;\r\n"
    "A-2;;Ohne Titel.;;;;\r\n"
    "A-3;Unbekanntes Thema;;Mondfahrt;;;\r\n"
    "A-4;Rechnen lernen;;;15 Euro;;030 23125-110\r\n"
)


def test_every_bad_row_is_named_with_its_column_and_a_sentence(
    as_: Callable[[str], Client],
) -> None:
    page = upload(as_("aylin"), TABLE)
    client, code = as_("aylin"), ImportRun.objects.order_by("-created_at")
    run = inside(lambda person: code.filter(organisation=person.organisation)[0])
    columns = {f"spalte{n}": column for n, column in enumerate(run.columns)}
    assert page.status == 200
    shown = client.post(f"{URL}{run.code}/spalten/", columns, follow=True).content.decode()
    assert "2 neu" in shown
    assert "Zeile 3" in shown
    assert "Hier fehlt der Titel." in shown
    assert "Zeile 4: Unbekanntes Thema" in shown
    assert "Themen: „Mondfahrt“ kennen wir nicht." in shown


def test_bad_rows_come_back_as_a_table_that_no_spreadsheet_runs(
    as_: Callable[[str], Client],
) -> None:
    run, _ = looked_at('Titel;Themen\r\n"=HYPERLINK(""http://x"")";Mondfahrt\r\n')
    text = as_("aylin").get(f"{URL}{run.code}/fehler.csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK" in text
    assert "Mondfahrt“ kennen wir nicht" in text
    again = read_sheet(text.encode("utf-8-sig"))
    assert again.lines[0].cells[2].startswith("=HYPERLINK")


def test_columns_are_proposed_by_their_names_in_german_and_english() -> None:
    run, _ = looked_at(
        "Externe ID;Service;Description;E-Mail;Öffnungszeiten Montag;Tuesday;Quatsch\r\n"
        "x;Y;;;;;\r\n"
    )
    assert run.columns == ["kennung", "titel", "beschreibung", "email", "", "di", ""]


def test_what_columns_mean_is_remembered_for_the_next_file() -> None:
    text = "Was wir tun;Wozu\r\nGruppe;Reden\r\n"

    def deed(person: Actor) -> list[str]:
        run = actions.receive_file(actor=person, sheet=read_sheet(text.encode()))
        assert run.columns == ["", ""]
        actions.choose_columns(actor=person, run=run, columns=["titel", "kurz"])
        again = actions.receive_file(actor=person, sheet=read_sheet(text.encode()))
        return list(again.columns)

    assert inside(deed) == ["titel", "kurz"]
    theirs = inside(lambda one: ColumnChoice.objects.filter(organisation=one.organisation), "cem")
    assert list(theirs) == []


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        (["", "kurz"], "Bitte sagen Sie, in welcher Spalte der Titel steht."),
        (["titel", "titel"], "„Titel“ ist zweimal gewählt. Bitte nur eine Spalte."),
    ],
)
def test_columns_that_make_no_sense_are_refused(columns: list[str], sentence: str) -> None:
    def deed(person: Actor) -> None:
        run = actions.receive_file(actor=person, sheet=read_sheet(b"a;b\nc;d\n"))
        actions.choose_columns(actor=person, run=run, columns=columns)

    with pytest.raises(Refused, match=sentence):
        inside(deed)


def test_hours_in_human_german_two_slots_a_day() -> None:
    brought_in(
        "Titel;Mo;Di;Mi von;Mi bis;Mi von2;Mi bis2;Do geschlossen;Fr ganztags\r\n"
        "Gruppe am Abend;9-12, 14-16;geschlossen;9:30;12;13;15;ja;ja\r\n"
    )
    row = OpeningHours.objects.get(offer=offer("Gruppe am Abend"))
    assert row.week == {
        "0": [[540, 720], [840, 960]],
        "2": [[570, 720], [780, 900]],
        "4": [[0, 1440]],
    }
    assert row.on_holidays == "unknown"


def test_hours_that_are_none_are_named_with_their_day() -> None:
    _, seen = looked_at("Titel;Mo;Di\r\nGruppe;9-12 und 11-13;mittags\r\n")
    faults = [(fault.column, fault.sentence) for fault in seen.bad[0].read.faults]
    assert faults[0] == ("Montag", "Zwei dieser Zeiten überschneiden sich.")
    assert faults[1][0] == "Dienstag"


def test_an_excel_workbook_is_read_with_its_dates_and_numbers() -> None:
    rows = [
        ["Titel", "Gilt bis", "Alter von", "Telefon", "Kosten"],
        ["Gruppe am Abend", now().date().replace(year=2030), 12.0, "030 23125-110", None],
    ]
    brought_in(workbook(rows))
    one = offer("Gruppe am Abend")
    assert (one.valid_until.year if one.valid_until else 0, one.age_from) == (2030, 12)


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"\0" * 50_000_000)
    assert len(out.getvalue()) < 100_000
    with pytest.raises(NoTable, match=TOO_LARGE):
        read_sheet(out.getvalue())


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 abc",
        b"PK\x03\x04kaputt",
        b"\xd0\xcf\x11\xe0alt",
        b"a\x00b;c",
        b'titel;kurz\n"offen',
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(
    content: bytes, as_: Callable[[str], Client]
) -> None:
    page = upload(as_("aylin"), content)
    assert page.status in (200, 422)
    if page.status == 422:
        assert NO_TABLE[:30] in page.text


def test_more_than_two_thousand_lines_are_refused() -> None:
    with pytest.raises(NoTable, match=TOO_MANY):
        read_sheet(b"titel\n" + b"x\n" * 2001)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    try:
        sheet = read_sheet(content)
    except NoTable:
        return
    assert all(len(line.cells) == len(sheet.header) for line in sheet.lines)


def test_old_windows_files_keep_their_umlauts() -> None:
    brought_in("Titel;Kurz\r\nÄrger im Büro;Für Große.\r\n".encode("cp1252"))
    assert offer("Ärger im Büro").summary == "Für Große."


def test_the_sample_can_be_brought_in_as_it_is(as_: Callable[[str], Client]) -> None:
    sample = as_("aylin").get(f"{URL}muster.csv").content
    _, seen = looked_at(sample)
    assert seen.bad == []
    assert [line.read.title for line in seen.new] == ["Beratung für Angehörige"]
