"""Which files are taken: recognised by what is in them, never by their name."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import puremagic

from nahtlos.foundation.ruling import states

LARGEST: Final = 5 * 1024 * 1024
LONGEST_NAME: Final = 120
TEXT: Final = "text/plain"
# How pages, programs and documents begin that are made of letters too.
NO_TEXT: Final = ("<", "#!", "%", "{\\rtf")
# {kind: (what people call it, how a downloaded file ends)}
KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "application/pdf": ("PDF", ".pdf"),
    "image/png": ("Bild (PNG)", ".png"),
    "image/jpeg": ("Bild (JPEG)", ".jpg"),
    TEXT: ("Text", ".txt"),
}


def _found(content: bytes) -> set[str]:
    """What the first bytes of CONTENT say it is; empty where nobody knows."""
    try:
        return {match.mime_type for match in puremagic.magic_string(content)}
    except (puremagic.PureError, ValueError):
        return set()


def _is_text(content: bytes) -> bool:
    """Whether CONTENT is plain text: UTF-8 without control characters, and no page or program.
    First bytes say little here: a letter may begin like a picture.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if any(ord(char) < 32 and char not in "\t\n\r\f" for char in text):
        return False
    return not text.lstrip().startswith(NO_TEXT)


@states(
    "Dateien",
    "Angenommen werden PDF, Bilder (PNG, JPEG) und einfacher Text. Was eine Datei ist, sagt ihr"
    " Inhalt, nicht ihr Name.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/records_room/test_rules_files.py::test_a_file_is_what_is_in_it",
        "tests/records_room/test_rules_files.py::test_everything_else_is_refused",
    ),
)
def kind_of(content: bytes) -> str:
    """The kind of CONTENT, one of `KINDS`; '' where it is none of them."""
    found = _found(content) & (set(KINDS) - {TEXT})
    if len(found) == 1:
        return found.pop()
    return TEXT if _is_text(content) else ""


def plain_name(name: str, kind: str) -> str:
    """NAME without folders and control characters, with the ending that KIND has; "Datei" where
    nothing is left.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(char for char in last if char.isprintable()).strip(" .")
    ending = KINDS[kind][1]
    stem = clean.rsplit(".", 1)[0] if "." in clean else clean
    return f"{stem.strip(' .')[: LONGEST_NAME - len(ending)] or 'Datei'}{ending}"


def size_words(size: int) -> str:
    """How large a file is, as people say it."""
    if size < 1024 * 1024:
        return f"{max(round(size / 1024), 1)} KB"
    return f"{size / (1024 * 1024):.1f} MB".replace(".", ",")
