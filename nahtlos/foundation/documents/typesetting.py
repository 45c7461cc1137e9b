"""Sets a Typst template of a room with data, as tagged PDF/UA-1, with the fonts of the installation
only.
"""

import json
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont

FONTS: Final = Path(__file__).parent / "fonts"
UNKNOWN: Final = "\ufffd"


@cache
def _covered() -> frozenset[int]:
    points: set[int] = set()
    for path in sorted(FONTS.glob("*.ttf")):
        font = TTFont(path, lazy=True)
        points.update(font.getBestCmap() or {})
    return frozenset(points)


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )
    return typst.Compiler(root=str(settings.BASE), font_paths=fonts)


def printable(value: Any, missing: set[str]) -> Any:  # noqa: ANN401 (any JSON value)
    """VALUE with every character that no font covers replaced by '\ufffd'; what was replaced is
    added to MISSING.

    Typst refuses a whole document for one missing glyph, and a person's name must never stop her
    paper.
    """
    if isinstance(value, str):
        covered = _covered()
        shown = []
        for char in unicodedata.normalize("NFC", value):
            if ord(char) in covered or char in "\n\t":
                shown.append(char)
            elif unicodedata.category(char) not in ("Cc", "Cf", "Mn"):
                missing.add(char)
                shown.append(UNKNOWN)
        return "".join(shown)
    if isinstance(value, Mapping):
        return {key: printable(item, missing) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [printable(item, missing) for item in value]
    return value


def render(template: Path, data: Mapping[str, Any], *, sample: bool = False) -> bytes:
    """The PDF of TEMPLATE (a .typ file that imports frame.typ) with DATA; SAMPLE prints "Muster" on
    every page. The frame speaks the active language.
    """
    missing: set[str] = set()
    shown = printable(dict(data), missing)
    note = (
        _("Einzelne Zeichen konnten nicht gedruckt werden. Sie sind durch %(sign)s ersetzt.")
        % {"sign": UNKNOWN}
        if missing
        else ""
    )
    frame = {
        "language": "en" if get_language() == "en" else "de",
        "sample_note": _("Muster: alle Angaben sind erfunden") if sample else "",
        "page_note": _("Seite %(page)s von %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        "glyph_note": note,
    }
    body = {**shown, **frame}
    pdf = _compiler().compile(
        input=str(template),
        format="pdf",
        sys_inputs={"data": json.dumps(body)},
        pdf_standards=["ua-1"],
    )
    if not isinstance(pdf, bytes):
        raise TypeError("the document has no single PDF")
    return pdf
