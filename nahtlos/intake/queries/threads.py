"""A thread as each side reads it. Who holds the code sees messages and no name; the office sees the
same and what it decided.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from nahtlos.foundation.access import Actor
from nahtlos.intake.models import AccompanimentWish, Enquiry, EnquiryMessage, Side
from nahtlos.intake.rules.keeping import is_over


@dataclass(frozen=True, slots=True)
class Line:
    """One message: whether the person wrote it, what, and when."""

    mine: bool
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Thread:
    """A question with everything that was written to it, the oldest first."""

    enquiry: Enquiry
    office: str
    lines: tuple[Line, ...]

    @property
    def waits(self) -> bool:
        """Whether an answer is still due."""
        return self.enquiry.reply_due_on is not None


def thread_of(enquiry: Enquiry) -> Thread:
    """The whole thread; the caller has entered its organisation."""
    rows = EnquiryMessage.objects.filter(enquiry=enquiry).order_by("at", "id")
    lines = tuple(Line(row.side == Side.PERSON, row.text, row.at) for row in rows)
    return Thread(enquiry, enquiry.organisation.name, lines)


def readable(enquiry_id: UUID, today: date) -> Enquiry | None:
    """A question that may still be read on TODAY; the caller has entered its organisation."""
    rows = Enquiry.objects.select_related("organisation").filter(pk=enquiry_id)
    found = rows.first()
    return None if found is None or is_over(found.expires_on, today) else found


def own_enquiry(actor: Actor, code: str) -> Enquiry:
    """A question to the actor's office; Enquiry.DoesNotExist for a foreign one."""
    rows = Enquiry.objects.visible_to(actor)
    return rows.select_related("organisation", "held_by__account").get(code=code)


def wish_of(enquiry: Enquiry) -> AccompanimentWish | None:
    """The name somebody gave to be accompanied; None where she gave none. The caller has entered
    the office.
    """
    return AccompanimentWish.objects.filter(enquiry=enquiry).first()
