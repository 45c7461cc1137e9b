"""How the files of Musterland are read: days counted from today, hours, dates, slugs and points."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any, Final

from nahtlos.desk.world.shapes import Hours, OfferDate
from nahtlos.organisations.rules.points import Outline, read_outlines
from nahtlos.organisations.rules.reference import Provenance, State, rows_of, state_of

DATA: Final = Path(__file__).resolve().parent / "data"
WEEKDAYS: Final = ("mo", "di", "mi", "do", "fr", "sa", "so")
SOURCE: Final = "Eigene Angabe (Muster)"
_LETTERS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def rows(name: str) -> Iterator[dict[str, str]]:
    yield from rows_of(DATA / name)


def tables(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def outlines(name: str) -> tuple[Outline, ...]:
    return read_outlines(json.loads((DATA / name).read_text(encoding="utf-8")))


def offer_tables() -> Iterator[dict[str, Any]]:
    for path in sorted((DATA / "offers").glob("*.toml")):
        yield from tables(f"offers/{path.name}")["offer"]


def slug_of(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower().translate(_LETTERS)).strip("-")


def days_ago(today: date, days: str | int | None) -> date | None:
    """None where nothing is said: "0" is today."""
    return None if days in ("", None) else today - timedelta(days=int(days or 0))


def provenance(today: date, days: str | int | None, state: str = "confirmed") -> Provenance:
    """A fact nobody has confirmed names no day."""
    known: State = state_of(state)
    return Provenance(SOURCE if known != "unchecked" else "", days_ago(today, days), known)


def hours_of(text: str) -> tuple[Hours, ...]:
    """ "mo 09:00-12:00; mo 13:00-16:00" as lines of weekday, opening and closing."""
    lines = [line.split() for line in text.split(";") if line.strip()]
    return tuple(Hours(WEEKDAYS.index(day), *_span(span)) for day, span in lines)


def dates_of(today: date, told: Mapping[str, Any] | None) -> tuple[OfferDate, ...]:
    """The next dates: each the first such weekday that is at least so many days ahead."""
    if not told:
        return ()
    starts = time.fromisoformat(told["starts"]) if "starts" in told else None
    ends = time.fromisoformat(told["ends"]) if "ends" in told else None
    days = _weekdays(today, told["after"], WEEKDAYS.index(told["weekday"]))
    return tuple(OfferDate(day, starts, ends) for day in days)


def _weekdays(today: date, after: Iterable[int], weekday: int) -> list[date]:
    days = (today + timedelta(days=ahead) for ahead in after)
    return [day + timedelta(days=(weekday - day.weekday()) % 7) for day in days]


def _span(text: str) -> tuple[time, time]:
    opens, closes = text.split("-")
    return time.fromisoformat(opens), time.fromisoformat(closes)
