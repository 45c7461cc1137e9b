"""How tests read a paper: its words, its pages, its structure for screen readers."""

from io import BytesIO
from typing import Any

from pypdf import PdfReader

HARD = "Şahin Łukasz Ї محمد 😀"
LONG = "Ein langes Wort und noch eines, " * 313
SAMPLE = "Muster: alle Angaben sind erfunden"


def read(pdf: bytes) -> str:
    """The words of a paper, with single blanks."""
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    return " ".join(" ".join(pages).split())


def pages(pdf: bytes) -> list[str]:
    """The words of each page, with single blanks."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def heights(pdf: bytes, page: int) -> list[float]:
    """How far above the lower edge of its PAGE (from 0) each piece of text stands, in points."""
    found: list[float] = []

    def note(text: str, at: list[float], where: list[float], _font: Any, _size: float) -> None:  # noqa: ANN401 (pypdf's dictionary)
        if text.strip():
            found.append(where[5] * at[3] + at[5])

    PdfReader(BytesIO(pdf)).pages[page].extract_text(visitor_text=note)
    return found


def assert_accessible(pdf: bytes, title: str) -> None:
    """Tagged, named, in German, and marked as PDF/UA."""
    reader = PdfReader(BytesIO(pdf))
    root: Any = reader.trailer["/Root"]
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]).lower().startswith("de")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert reader.metadata
    assert reader.metadata.title == title


def drawings(pdf: bytes) -> list[str]:
    """What is said of each drawing, in the order of the structure."""
    found: list[str] = []

    def walk(node: Any) -> None:  # noqa: ANN401 (a PDF object)
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/Alt" in node:
                found.append(str(node["/Alt"]))
            if "/K" in node:
                walk(node["/K"])

    root: Any = PdfReader(BytesIO(pdf)).trailer["/Root"]
    walk(root["/StructTreeRoot"])
    return found
