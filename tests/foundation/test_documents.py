"""Documents: no text can stop one, what no font has is replaced and said, every one is tagged."""

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from nahtlos.directory.views.public import SHEET
from nahtlos.foundation import documents
from nahtlos.foundation.documents.typesetting import UNKNOWN, printable

HARD = "Şahin Łukasz Ї محمد 😀"
NOTE = "Einzelne Zeichen konnten nicht gedruckt werden."


def data(text: str) -> dict[str, object]:
    """What the sheet of an offer needs, with TEXT wherever somebody types."""
    german = {"text": text, "lang": "de", "dir": "ltr"}
    arabic = {"text": text, "lang": "ar", "dir": "rtl"}
    headings = {"start": "Anfang", "contact": "Kontakt", "silent": "nicht bekannt"}
    return {
        "title": text,
        "organisation": text,
        "summary": german,
        "description": arabic,
        "translation": text,
        "german": [text, text],
        "facts": [("Für wen", text)],
        "steps": [german, arabic],
        "headings": {**headings, "german": "Auf Deutsch"},
        "contact": [("Telefon", text)],
        "provenance": text,
    }


def read(pdf: bytes) -> str:
    """The words of a document, with single blanks."""
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    return " ".join(" ".join(pages).split())


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_no_text_stops_a_document(text: str) -> None:
    assert documents.render(SHEET, data(text)).startswith(b"%PDF-")


@given(st.text(max_size=200))
def test_what_is_printed_has_a_glyph_and_nothing_else_is_changed(text: str) -> None:
    missing: set[str] = set()
    shown = printable(text, missing)
    assert bool(missing) == (UNKNOWN in shown.replace(UNKNOWN, "", text.count(UNKNOWN)))
    assert printable(shown, set()) == shown
    assert not missing & set(shown)


@pytest.mark.parametrize(
    "text", ["Straße", "Şahin", "Łukasz", "Ї", "محمد", "Ελλάδα", "Đặng", "½ € – „so“ …", "Ça\u0327"]
)
def test_names_of_many_scripts_are_printed(text: str) -> None:
    missing: set[str] = set()
    assert UNKNOWN not in printable(text, missing)
    assert missing == set()


def test_what_no_font_has_is_replaced_and_said() -> None:
    said = read(documents.render(SHEET, data(HARD)))
    assert "Şahin Łukasz Ї" in said
    assert UNKNOWN in said
    assert NOTE in said
    assert NOTE not in read(documents.render(SHEET, data("Şahin Łukasz Ї")))


def test_control_signs_vanish_without_a_trace() -> None:
    missing: set[str] = set()
    assert printable("a\x00b\x07c\x9fd\r", missing) == "abcd"
    assert missing == set()


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffGruppe am Abend",
        "\u2068\u0393\u202d\ufda4\u06d7\u1df0\u1e65\u062c\u1dd3\u06dd\u1ab3 Gruppe am Abend",
        "Gruppe\u0301\u0301\u0301\u20e3 am Abend",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 Gruppe am Abend",
    ],
    ids=ascii,
)
def test_signs_that_the_typesetter_refuses_do_not_stop_the_words(text: str) -> None:
    said = read(documents.render(SHEET, data(text)))
    assert "Grupp" in said
    assert "am Abend" in said


def test_structures_keep_their_shape() -> None:
    shown = printable({"a": ["x😀", ("y", 3, None)], "b": True}, set())
    assert shown == {"a": [f"x{UNKNOWN}", ["y", 3, None]], "b": True}


def test_every_document_is_tagged_for_screen_readers() -> None:
    reader = PdfReader(BytesIO(documents.render(SHEET, data("Ein Satz."))))
    root = reader.trailer["/Root"]
    assert "/StructTreeRoot" in root  # type: ignore[operator]
    assert reader.metadata
    assert reader.metadata.title == "Ein Satz."
    assert b"pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_data()  # type: ignore[index]


def test_a_sample_says_so_and_others_do_not() -> None:
    assert "Muster: alle Angaben" in read(documents.render(SHEET, data("x"), sample=True))
    assert "Muster:" not in read(documents.render(SHEET, data("x")))


def test_the_typesetter_reads_no_file_outside_and_runs_nothing_that_was_typed() -> None:
    nasty = '#read("/etc/passwd") #import "@preview/x:1.0.0" $ x $ <img src="file:///etc/passwd">'
    said = read(documents.render(SHEET, data(nasty)))
    assert '#read("/etc/passwd")' in said
    assert "root:" not in said


def test_a_template_outside_the_package_is_refused(tmp_path: Path) -> None:
    template = tmp_path / "fremd.typ"
    template.write_text('#read("/etc/hostname")', encoding="utf-8")
    with pytest.raises(Exception, match=r"project root|outside|access denied"):
        documents.render(template, data("x"))
