"""Somebody's dates as a calendar (RFC 5545) that tells nothing of anybody: telephones hand their
calendars on, and screens hang on walls. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from icalendar import Calendar, Event

PRODUCT: Final = "-//Nahtlos//Kalender//DE"
NAME: Final = "Nahtlos"
# Sequence numbers count seconds from here: they grow, and fit into what calendars can hold.
BEGINNING: Final = datetime(2020, 1, 1, tzinfo=UTC)
AGAIN: Final = timedelta(hours=1)
RENEW_BEFORE: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Day:
    """How much there is to do on a day; whose it is stays inside."""

    day: date
    steps: int = 0
    contacts: int = 0

    def words(self) -> str:
        """In German, with nothing but numbers."""
        parts = []
        if self.steps:
            parts.append("1 Schritt fällig" if self.steps == 1 else f"{self.steps} Schritte fällig")
        if self.contacts:
            parts.append("1 Kontakt" if self.contacts == 1 else f"{self.contacts} Kontakte")
        return f"{NAME}: {', '.join(parts)}"


@dataclass(frozen=True, slots=True)
class Appointment:
    """A day and an hour. lasts: minutes. word: a neutral one."""

    key: UUID
    starts_at: datetime
    lasts: int
    changed_at: datetime
    word: str
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Dates:
    """Everything a calendar shows. key: of the feed. changed_at: the newest change of anything the
    days count; it never goes back. expires_on: when the address ends. page: where one signs in.
    """

    key: UUID
    days: tuple[Day, ...]
    appointments: tuple[Appointment, ...]
    changed_at: datetime
    issued_at: datetime
    expires_on: date
    page: str


def calendar(dates: Dates) -> bytes:
    """DATES as calendars fetch them. Hours are told in UTC, so that no table of time zones is
    needed.
    """
    book = Calendar()
    book.add("prodid", PRODUCT)
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add("method", "PUBLISH")
    book.add("name", NAME)
    book.add("x-wr-calname", NAME)
    book.add("refresh-interval", AGAIN, parameters={"value": "DURATION"})
    book.add("x-published-ttl", "PT1H")
    for event in _events(dates):
        book.add_component(event)
    return bytes(book.to_ical())


def _events(dates: Dates) -> Iterable[Event]:
    for one in dates.days:
        yield _all_day(dates, f"{one.day}", one.day, one.words(), dates.changed_at)
    for appointment in dates.appointments:
        yield _timed(dates, appointment)
    words = f"{NAME}: Kalender-Adresse erneuern"
    yield _all_day(dates, "erneuern", dates.expires_on - RENEW_BEFORE, words, dates.issued_at)


def _begun(uid: str, changed_at: datetime, words: str, page: str) -> Event:
    event = Event()
    event.add("uid", f"{uid}@nahtlos")
    event.add("dtstamp", changed_at.astimezone(UTC))
    event.add("last-modified", changed_at.astimezone(UTC))
    event.add("sequence", max(0, int((changed_at - BEGINNING).total_seconds())))
    event.add("summary", words)
    event.add("class", "PRIVATE")
    event.add("url", page)
    return event


def _all_day(dates: Dates, name: str, day: date, words: str, changed_at: datetime) -> Event:
    event = _begun(f"{dates.key}-{name}", changed_at, words, dates.page)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def _timed(dates: Dates, one: Appointment) -> Event:
    event = _begun(str(one.key), one.changed_at, one.word, dates.page)
    event.add("dtstart", one.starts_at.astimezone(UTC))
    event.add("dtend", (one.starts_at + timedelta(minutes=one.lasts)).astimezone(UTC))
    if one.cancelled:
        event.add("status", "CANCELLED")
    return event
