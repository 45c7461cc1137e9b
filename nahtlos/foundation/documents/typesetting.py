"""Sets a Typst template of a room with data, as tagged PDF/UA-1, with the fonts of the installation
only.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst
from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont

from nahtlos.foundation.shell.languages import BY_CODE, SOURCE

FONTS: Final = Path(__file__).parent / "fonts"
_PAGE: Final = re.compile(rb"/Type\s*/Page(?!s)")
UNKNOWN: Final = "\ufffd"
# PDF/UA allows no byte order mark, which comes along when text is pasted.
FORBIDDEN: Final = "\ufeff\ufffe"

# The languages in which papers have been looked at; on a page in another one they are German.
LANGUAGES: Final = ("de", "leicht", "en", "tr", "ar", "ru", "uk")


@contextmanager
def set_language() -> Iterator[None]:
    """The language of a document while its words are gathered and set: the one of the page, or
    German where documents are not set in it.
    """
    active = get_language() or settings.LANGUAGE_CODE
    with override(active if active in LANGUAGES else settings.LANGUAGE_CODE):
        yield


@cache
def _covered(pattern: str = "*.ttf") -> frozenset[int]:
    points: set[int] = set()
    for path in sorted(FONTS.glob(pattern)):
        font = TTFont(path, lazy=True)
        points.update(font.getBestCmap() or {})
    return frozenset(points)


def _can_print(char: str, *, plain: bool) -> bool:
    """Whether CHAR comes out; PLAIN counts letters and signs of our Latin font alone, whose shapes
    do not depend on their neighbours.
    """
    kind = unicodedata.category(char)
    if plain:
        return kind[0] not in "CM" and ord(char) in _covered("FiraSans-Regular.ttf")
    return kind != "Cc" and char not in FORBIDDEN and ord(char) in _covered()


@cache
def _letters() -> frozenset[str]:
    """Every sign that is printed as it is; nearly all text consists of these."""
    return frozenset(
        char for char in map(chr, _covered()) if char in "\n\t" or _can_print(char, plain=False)
    )


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )
    return typst.Compiler(root=str(settings.BASE), font_paths=fonts)


def printable(value: Any, missing: set[str], *, plain: bool = False) -> Any:  # noqa: ANN401 (any JSON value)
    """VALUE with every character that no font covers replaced by '\ufffd'; what was replaced is
    added to MISSING. PLAIN keeps less, for what the typesetter refused.

    Typst refuses a whole document for one missing glyph, and a person's name must never stop her
    paper.
    """
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value)
        if not plain and _letters().issuperset(text):
            return text
        shown = []
        for char in text:
            if char in "\n\t" or _can_print(char, plain=plain):
                shown.append(char)
            elif unicodedata.category(char) not in ("Cc", "Cf", "Mn"):
                missing.add(char)
                shown.append(UNKNOWN)
        return "".join(shown)
    if isinstance(value, Mapping):
        return {key: printable(item, missing, plain=plain) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [printable(item, missing, plain=plain) for item in value]
    return value


def page_count(pdf: bytes) -> int:
    """How many pages a document of ours has; the typesetter leaves their objects readable."""
    return len(_PAGE.findall(pdf))


def render(
    template: Path,
    data: Mapping[str, Any],
    *,
    sample: bool = False,
    within: int | None = None,
) -> bytes:
    """The PDF of TEMPLATE (a .typ file that imports frame.typ) with DATA; SAMPLE prints "Muster" on
    every page. The frame speaks the active language. Where it would take more pages than WITHIN, it
    is set once more with `tight` in its data.
    """
    pdf = _rendered(template, data, sample=sample)
    if within is None or page_count(pdf) <= within or data.get("tight"):
        return pdf
    return _rendered(template, {**data, "tight": True}, sample=sample)


def _rendered(template: Path, data: Mapping[str, Any], *, sample: bool) -> bytes:
    try:
        return _set(template, data, sample=sample, plain=False)
    except typst.TypstError:
        # Marks of one script on letters of another: each has a glyph, together they have none.
        return _set(template, data, sample=sample, plain=True)


def _with_data(template: Path, body: Mapping[str, Any]) -> bytes:
    """TEMPLATE with BODY as its `data`. Given as inputs of the typesetter, new data would make it
    forget all it has set before, which takes three times as long.
    """
    path = template.resolve()
    if not path.is_relative_to(settings.BASE):
        raise ValueError("a template outside the package")
    literal = json.dumps(body).replace("\\", "\\\\").replace('"', '\\"')
    return f'#let data = json(bytes("{literal}"))\n{path.read_text(encoding="utf-8")}'.encode()


def _set(template: Path, data: Mapping[str, Any], *, sample: bool, plain: bool) -> bytes:
    missing: set[str] = set()
    shown = printable(dict(data), missing, plain=plain)
    note = (
        _("Einzelne Zeichen konnten nicht gedruckt werden. Sie sind durch %(sign)s ersetzt.")
        % {"sign": UNKNOWN}
        if missing or plain
        else ""
    )
    frame = {
        "language": BY_CODE[get_language() or SOURCE].html,
        "sample_note": _("Muster: alle Angaben sind erfunden") if sample else "",
        "page_note": _("Seite %(page)s von %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        "glyph_note": note,
    }
    body = {**shown, **frame}
    pdf = _compiler().compile(
        input=_with_data(template, body), format="pdf", pdf_standards=["ua-1"]
    )
    if not isinstance(pdf, bytes):
        raise TypeError("the document has no single PDF")
    return pdf
