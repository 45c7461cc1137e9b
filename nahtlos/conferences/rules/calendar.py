"""A conference as a calendar entry (RFC 5545) that tells nothing of anybody. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from icalendar import Calendar, Event

PRODUCT: Final = "-//Nahtlos//Termine//DE"
# Calendars are shown on walls and synchronised to telephones: no name, no place, no topic.
SUMMARY: Final = "Besprechung"


@dataclass(frozen=True, slots=True)
class Meeting:
    """When people meet. page: where those who may know find more."""

    key: UUID
    starts_at: datetime
    lasts: int
    changed_at: datetime
    page: str
    cancelled: bool = False


def calendar(meeting: Meeting) -> bytes:
    """A calendar with MEETING in it."""
    event = Event()
    event.add("uid", f"{meeting.key}@nahtlos")
    event.add("dtstamp", meeting.changed_at)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.starts_at + timedelta(minutes=meeting.lasts))
    event.add("summary", SUMMARY)
    event.add("url", meeting.page)
    event.add("class", "PRIVATE")
    if meeting.cancelled:
        event.add("status", "CANCELLED")
    book = Calendar()
    book.add("prodid", PRODUCT)
    book.add("version", "2.0")
    book.add_component(event)
    return bytes(book.to_ical())
