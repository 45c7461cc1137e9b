"""Offers from a table: good rows become drafts, bad ones are named with their reason, no file can
break anything.
"""

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.desk.cast import HOME
from nahtlos.directory.models import Offer
from nahtlos.directory.rules.table import SAMPLE, NoTable, read_row, read_table
from tests.cast import organisation_id
from tests.reading import Page
from tests.records import assert_by, recorded
from tests.test_access_matrix import writes

URL = "/intern/angebote/tabelle/"
NO_CSV = "Das ist keine CSV-Datei."
NO_HEADER = "In dieser Datei fehlt die Kopfzeile mit der Spalte „titel“."


def upload(client: Client, content: bytes | str, name: str = "angebote.csv") -> Page:
    """The page after sending a file."""
    content = content.encode() if isinstance(content, str) else content
    return Page(client.post(URL, {"file": SimpleUploadedFile(name, content)}))


def titles() -> set[str]:
    """The titles of the home organisation."""
    return set(
        Offer.objects.filter(organisation_id=organisation_id()).values_list("title", flat=True)
    )


def fresh(page: Page, before: set[str]) -> set[str]:
    """The titles that came in; the page says how many."""
    assert page.status == 200, page.text
    return titles() - before


def test_good_rows_become_drafts_and_bad_ones_are_named(as_: Callable[[str], Client]) -> None:
    before = titles()
    with recorded() as found:
        page = upload(
            as_("aylin"),
            "Titel;Kurz;Themen;Kosten;Internet\r\n"
            "Gruppe am Abend;Reden und essen.;Wohnen nach der Haft;kostenlos;verein.example\r\n"
            ";Ohne Titel.;;;\r\n"
            "Unbekanntes Thema;;Mondfahrt;;\r\n"
            '"Mit ""Zeichen""; und\nUmbruch";;;15 Euro;\r\n',
        )
    assert fresh(page, before) == {"Gruppe am Abend", 'Mit "Zeichen"; und\nUmbruch'}
    one = Offer.objects.get(title="Gruppe am Abend")
    assert (one.state, one.cost, one.website) == ("draft", "free", "https://verein.example")
    assert "2 Entwürfe sind gespeichert" in page.text
    assert "2 Zeilen konnten wir nicht lesen" in page.text
    assert "Zeile 3 Spalte „titel“ ist leer." in page.text
    assert "Zeile 4: Unbekanntes Thema Spalte „themen“: „Mondfahrt“ kennen wir nicht." in page.text
    assert found[-1].verb == "imported"
    assert found[-1].detail == '{"bad":2,"saved":2}'
    assert_by(found, "aylin", "Gruppe am Abend")


def test_a_bad_first_row_does_not_hide_the_header(as_: Callable[[str], Client]) -> None:
    before = titles()
    page = upload(as_("aylin"), "titel;kurz\n;ohne\nGruppe am Abend;mit\n")
    assert fresh(page, before) == {"Gruppe am Abend"}
    assert "Zeile 2 Spalte „titel“ ist leer." in page.text


def test_the_same_file_twice_is_once(as_: Callable[[str], Client]) -> None:
    client, before = as_("aylin"), titles()
    upload(client, "titel;kurz\nGruppe am Abend;Ein Satz.\nGruppe am Abend;Doppelt.\n")
    known = titles()
    page = upload(client, "titel;kurz\nGruppe am Abend;Anders.\n")
    assert known - before == {"Gruppe am Abend"}
    assert titles() == known
    assert "Es ist nichts Neues dabei" in page.text
    assert "1 Titel gab es schon" in page.text
    assert Offer.objects.get(title="Gruppe am Abend").summary == "Ein Satz."


def test_the_sample_can_be_filled_in_and_read(as_: Callable[[str], Client]) -> None:
    client, before = as_("aylin"), titles()
    sample = client.get("/intern/angebote/tabelle/muster.csv")
    assert sample["Content-Type"] == "text/csv; charset=utf-8"
    assert fresh(upload(client, sample.content), before) == {"Beratung für Angehörige"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_files_of_any_office_program_are_read(encoding: str, delimiter: str, end: str) -> None:
    text = f"Titel{delimiter}Ort{end}Führerschein für Väter{delimiter}Köln{end}{delimiter}{end}"
    (line,) = read_table(text.encode(encoding))
    assert dict(line.cells) == {"titel": "Führerschein für Väter", "ort": "Köln"}
    assert line.number == 2


def test_empty_lines_do_not_shift_the_numbers() -> None:
    text = 'titel;kurz\n\nEins;"a\nb"\n;;\n\nZwei;c\n'
    assert [(line.number, line.cells["titel"]) for line in read_table(text.encode())] == [
        (3, "Eins"),
        (7, "Zwei"),
    ]


def test_a_file_with_titles_alone_is_enough() -> None:
    assert [line.cells for line in read_table(b"titel\nEins\nZwei\n")] == [
        {"titel": "Eins"},
        {"titel": "Zwei"},
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Diese Datei ist leer."),
        (b"   \r\n", NO_HEADER),
        (b"name;wo\nGruppe;hier\n", NO_HEADER),
        (b"Gruppe am Abend;Reden\nZweite;Reden\n", NO_HEADER),
        (b"titel;kurz\r\n", "In dieser Datei steht nur die Kopfzeile."),
        (b"PK\x03\x04 und so weiter", NO_CSV),
        (b"%PDF-1.7 titel;kurz", NO_CSV),
        (b"\x89PNG\r\n\x1a\n\x00\x00", NO_CSV),
        ("titel;kurz\nGruppe;x\n".encode("utf-16"), NO_CSV),
        (bytes(range(256)) * 40, NO_CSV),
        (b'titel;kurz\nGruppe;"nie geschlossen ' + b"x" * 200_000, NO_CSV),
        (b"titel;kurz\n" + b"Gruppe;x\n" * 2001, "Bitte höchstens 2.000 Zeilen in einer Datei."),
        (b"titel;kurz\n" + b"x" * 5_000_000, "Diese Datei ist zu groß. Höchstens 1 MB"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_what_is_no_table_is_said_beside_the_field_and_nothing_is_saved(
    as_: Callable[[str], Client], content: bytes, sentence: str
) -> None:
    client, before = as_("aylin"), titles()
    count = writes()
    page = upload(client, content)
    assert page.status == 422
    assert sentence in page.beside("file")
    assert titles() == before
    assert writes() == count


def test_a_missing_file_is_asked_for(as_: Callable[[str], Client]) -> None:
    for body in ({}, {"file": "angebote.csv"}):
        page = Page(as_("aylin").post(URL, body))
        assert (page.status, page.beside("file")) == (422, "Bitte wählen Sie eine Datei.")


FORMULAS = ["=HYPERLINK(1)", "+49", "-2", "@x", " +1", "＝SUM(A1)"]


def test_formulas_stay_text(as_: Callable[[str], Client]) -> None:
    text = io.StringIO()
    text.write("titel;kurz\n")
    for number, formula in enumerate(FORMULAS):
        text.write(f"{formula} {number};{formula}\n")
    client, before = as_("aylin"), titles()
    assert len(fresh(upload(client, text.getvalue()), before)) == len(FORMULAS)
    one = Offer.objects.get(title="=HYPERLINK(1) 0")
    assert one.summary == "=HYPERLINK(1)", (
        "stored as it was typed; it is neutralised on the way out"
    )
    assert "=HYPERLINK(1) 0" in Page(client.get("/intern/angebote/")).text


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("internet", "javascript:alert(1)", "Das ist keine Internetadresse."),
        ("internet", "data:text/html,x", "Das ist keine Internetadresse."),
        ("internet", "unsere Seite", "Das ist keine Internetadresse."),
        ("email", "info at verein", "Das ist keine E-Mail-Adresse."),
        ("email", '"<b>"@x.example', "Das ist keine E-Mail-Adresse."),
        ("telefon", "abends", "Das ist keine Telefonnummer."),
        ("titel", "x" * 121, "zu lang, höchstens 120 Zeichen."),
        ("beschreibung", "x" * 10_000, "zu lang, höchstens 4000 Zeichen."),
        ("ort", "x" * 81, "zu lang, höchstens 80 Zeichen."),
        ("sprachen", "Deutsch|Klingonisch", "„Klingonisch“ kennen wir nicht."),
    ],
)
def test_a_cell_that_no_form_would_take_is_named(
    as_: Callable[[str], Client], column: str, value: str, problem: str
) -> None:
    cells = {"titel": "Gruppe am Abend", column: value.replace('"', '""')}
    header = ";".join(cells)
    line = ";".join(f'"{cell}"' for cell in cells.values())
    before = titles()
    page = upload(as_("aylin"), f"{header}\n{line}\n")
    assert f"Spalte „{column}“" in page.text
    assert problem in page.text
    assert titles() == before


def test_more_cells_than_the_header_are_named_and_not_dropped(
    as_: Callable[[str], Client],
) -> None:
    before = titles()
    page = upload(as_("aylin"), "titel;kurz\nGruppe;Reden; essen; trinken\nZweite;Satz;;\n")
    assert "Diese Zeile hat mehr Spalten als die Kopfzeile." in page.text
    assert fresh(page, before) == {"Zweite"}


def test_names_of_any_script_and_markup_come_in_whole(as_: Callable[[str], Client]) -> None:
    title = "Şahin Łukasz Ї محمد 😀 <script>"
    page = upload(as_("aylin"), f"titel;kurz\n{title};x\n")
    assert title in page.text
    assert "<script>" not in page.source.split("<main")[1]
    assert Offer.objects.filter(title=title, organisation__key=HOME).exists()


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_no_file_breaks_the_reader(content: bytes) -> None:
    for whole in (content, b"titel;kurz\n" + content):
        try:
            lines = read_table(whole)
        except NoTable:
            continue
        assert all(read_row(line).line >= 2 for line in lines)


def test_the_sample_is_a_table_we_read() -> None:
    (line,) = read_table(SAMPLE.encode())
    assert read_row(line).problems == []
