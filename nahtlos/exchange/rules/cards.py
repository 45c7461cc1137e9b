"""Calendar entries (RFC 5545) and address cards (vCard 4, RFC 6350). Both fold and escape alike,
and the calendar library does it for both. Pure.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from icalendar import Calendar, Event
from icalendar.parser import Contentline, Contentlines, Parameters
from icalendar.prop import vInline, vText

PRODUCT: Final = "-//Nahtlos//Verzeichnis//DE"


@dataclass(frozen=True, slots=True)
class Date:
    """A day on which an offer takes place."""

    key: UUID
    day: date
    title: str
    said: str
    place: str
    page: str
    changed: datetime


@dataclass(frozen=True, slots=True)
class Card:
    """Whom to call: an organisation, or a function in one (with the name where it is published)."""

    key: UUID
    name: str
    organisation: str
    role: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    note: str = ""


def calendar(entry: Date) -> bytes:
    """A calendar with ENTRY in it, the whole day, because nobody said an hour."""
    event = Event()
    event.add("uid", f"{entry.key}-{entry.day}@nahtlos")
    event.add("dtstamp", entry.changed)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", entry.title)
    event.add("transp", "TRANSPARENT")
    for name, text in (("description", entry.said), ("location", entry.place)):
        if text:
            event.add(name, text)
    event.add("url", entry.page)
    book = Calendar()
    book.add("prodid", PRODUCT)
    book.add("version", "2.0")
    book.add_component(event)
    found: bytes = book.to_ical()
    return found


def _escaped(text: str) -> str:
    return vText(text.replace("\r", "")).to_ical().decode()


def _structured(*parts: str) -> str:
    """Parts of one value, each escaped, between the semicolons that part them."""
    return ";".join(_escaped(part) for part in parts)


def _line(name: str, value: str, **parameters: str) -> Contentline:
    found: Contentline = Contentline.from_parts(name, Parameters(**parameters), vInline(value))
    return found


def address_card(card: Card) -> bytes:
    """CARD as a vCard."""
    is_person = card.name not in (card.organisation, card.role)
    first, _, last = card.name.rpartition(" ")
    lines = [
        _line("BEGIN", "VCARD"),
        _line("VERSION", "4.0"),
        _line("UID", f"urn:uuid:{card.key}"),
        _line("KIND", "individual" if card.role else "org"),
        _line("FN", _escaped(card.name)),
    ]
    if is_person:
        lines.append(_line("N", _structured(last, first, "", "", "")))
    lines.append(_line("ORG", _structured(card.organisation)))
    texts = {"ROLE": card.role, "EMAIL": card.email, "URL": card.website, "NOTE": card.note}
    lines += [_line(name, _escaped(text)) for name, text in texts.items() if text]
    if card.phone:
        lines.append(_line("TEL", _escaped(card.phone), TYPE="work"))
    if card.street and card.city:
        address = _structured("", "", card.street, card.city, "", card.postcode, "")
        lines.append(_line("ADR", address, TYPE="work"))
    lines.append(_line("END", "VCARD"))
    written: bytes = Contentlines(lines).to_ical()  # type: ignore[no-untyped-call]
    return written
