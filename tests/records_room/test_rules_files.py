"""A file is what is in it."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.records.rules.files import KINDS, LONGEST_NAME, kind_of, plain_name, size_words

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 64
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00" + b"\x00" * 64
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def zipped(*names: str) -> bytes:
    """An archive with files of these names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (PDF, "application/pdf"),
        ("Grüße aus Neumuster, 😀\n".encode(), "text/plain"),
        (b"\xef\xbb\xbfmit Marke davor", "text/plain"),
        (b"BM: ein Brief, der wie ein Bild beginnt", "text/plain"),
    ],
)
def test_a_file_is_what_is_in_it(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b"  <svg xmlns='http://www.w3.org/2000/svg'/>",
        b"#!/bin/sh\nrm -rf /",
        b"{\\rtf1 hello}",
        b"MZ" + b"\x00" * 200,
        b"\x7fELF" + b"\x00" * 200,
        b"GIF89a" + b"\x00" * 40,
        b"text with a \x00 in it",
        "Umlaute in Latin-1: äöü".encode("latin-1"),
        zipped("[Content_Types].xml", "word/document.xml"),
        zipped("a.exe"),
    ],
)
def test_everything_else_is_refused(content: bytes) -> None:
    assert kind_of(content) == ""


@given(st.binary(max_size=300))
def test_no_bytes_break_it(content: bytes) -> None:
    assert kind_of(content) in {"", *KINDS}


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("Bescheid.PDF", "application/pdf", "Bescheid.pdf"),
        ("C:\\Users\\x\\foto.png", "image/png", "foto.png"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("schadlos.pdf.exe", "application/pdf", "schadlos.pdf.pdf"),
        ("\u202efdp.exe", "image/png", "fdp.png"),
        ("", "image/jpeg", "Datei.jpg"),
        ("x" * 400 + ".pdf", "application/pdf", "x" * (LONGEST_NAME - 4) + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(name: str, kind: str, kept: str) -> None:
    assert plain_name(name, kind) == kept


@given(st.text(max_size=300), st.sampled_from(sorted(KINDS)))
def test_every_name_becomes_one_that_a_disk_takes(name: str, kind: str) -> None:
    kept = plain_name(name, kind)
    assert kept.endswith(KINDS[kind][1])
    assert 4 < len(kept) <= LONGEST_NAME
    assert not set(kept) & {"/", "\\", "\n", "\x00", "\r"}


def test_sizes_are_said_as_people_say_them() -> None:
    assert [size_words(one) for one in (1, 2_048, 1_572_864)] == ["1 KB", "2 KB", "1,5 MB"]
