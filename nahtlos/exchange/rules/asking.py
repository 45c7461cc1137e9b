"""What somebody may ask the interface for: the parameters, what is wrong with one, in a sentence.

`proximity` is in metres, as the standard says.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

MOST_PER_PAGE: Final = 500
MOST_PAGES: Final = 100_000
PER_PAGE: Final = 50
LONGEST: Final = 200  # characters of a search
FARTHEST: Final = 1_000_000  # metres
FORMATS: Final = ("json", "ndjson")
_TRUE: Final = {"true": True, "1": True, "false": False, "0": False}


class Unanswerable(ValueError):
    """The text is the sentence for who asked; `parameter` is what it is about."""

    def __init__(self, parameter: str, sentence: str) -> None:
        super().__init__(sentence)
        self.parameter = parameter


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for. `per_page` 0: everything on one page."""

    search: str = ""
    page: int = 1
    per_page: int = PER_PAGE
    format: str = "json"
    taxonomy_term_id: UUID | None = None
    taxonomy_id: UUID | None = None
    organization_id: UUID | None = None
    parent_id: UUID | None = None
    modified_after: datetime | None = None
    minimal: bool = False
    full: bool = False
    full_service: bool = False
    top_only: bool = False
    postcode: str = ""
    proximity: int | None = None


def uuid_of(text: str) -> UUID | None:
    """The id that TEXT writes; None where it writes none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _number(name: str, text: str, least: int, most: int) -> int:
    if text.isascii() and text.isdigit() and len(text) < 10 and least <= int(text) <= most:
        return int(text)
    raise Unanswerable(name, f"„{name}“ ist eine ganze Zahl von {least} bis {most}.")


def _flag(name: str, text: str) -> bool:
    if text.lower() not in _TRUE:
        raise Unanswerable(name, f"„{name}“ ist true oder false.")
    return _TRUE[text.lower()]


def _moment(name: str, text: str) -> datetime:
    """An instant, in UTC; a day alone is its beginning, and a time without its zone is in UTC."""
    try:
        # An unescaped plus sign arrives as a space.
        found = datetime.fromisoformat(text.strip().replace(" ", "+") if "T" in text else text)
        # What Python reads and PostgreSQL does not ends here: odd offsets, years before the first.
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise Unanswerable(
            name, f"„{name}“ ist ein Zeitpunkt wie 2026-11-01 oder 2026-11-01T08:00:00Z."
        ) from error


def _search(name: str, text: str) -> str:
    if len(text) > LONGEST:
        raise Unanswerable(name, f"„{name}“ hat höchstens {LONGEST} Zeichen.")
    return text.replace("\x00", " ").strip()


def _format(name: str, text: str) -> str:
    if text not in FORMATS:
        raise Unanswerable(name, f"„{name}“ ist json oder ndjson.")
    return text


def _id(name: str, text: str) -> UUID:
    found = uuid_of(text)
    if found is None:
        raise Unanswerable(name, f"„{name}“ ist eine Kennung (UUID).")
    return found


def _postcode(name: str, text: str) -> str:
    if not (text.isascii() and text.isdigit() and len(text) == 5):
        raise Unanswerable(name, f"„{name}“ ist eine Postleitzahl mit fünf Ziffern.")
    return text


_FLAGS: Final = ("minimal", "full", "full_service", "top_only")
_IDS: Final = ("taxonomy_term_id", "taxonomy_id", "organization_id", "parent_id")


def _read(name: str, text: str) -> Any:  # noqa: ANN401 (each parameter has a type of its own)
    if name in _FLAGS:
        return _flag(name, text)
    if name in _IDS:
        return _id(name, text)
    if name == "page":
        return _number(name, text, 1, MOST_PAGES)
    if name == "per_page":
        return _number(name, text, 1, MOST_PER_PAGE)
    if name == "proximity":
        return _number(name, text, 0, FARTHEST)
    read = {
        "modified_after": _moment,
        "search": _search,
        "format": _format,
        "postcode": _postcode,
    }[name]
    return read(name, text)


def read_question(typed: Mapping[str, str], parameters: tuple[str, ...]) -> Question:
    """The question that TYPED asks, as far as an address takes PARAMETERS; what it does not take is
    ignored. Unanswerable where a value is none.
    """
    given = {name: typed[name] for name in parameters if name in typed}
    values = {name: _read(name, text) for name, text in given.items()}
    if "proximity" in values and "postcode" not in values:
        raise Unanswerable(
            "proximity", "„proximity“ braucht eine „postcode“, von der aus es zählt."
        )
    if values.get("minimal") and "per_page" not in values:
        values["per_page"] = 0
    return Question(**values)
