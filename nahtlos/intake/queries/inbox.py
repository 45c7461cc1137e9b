"""The office's list: what waits first, by the day an answer was promised."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import F, QuerySet

from nahtlos.foundation.access import Actor
from nahtlos.intake.models import AdviceDesk, Enquiry, EnquiryState
from nahtlos.intake.policy import ADVISERS
from nahtlos.intake.rules.keeping import WARNINGS
from nahtlos.people.models import Membership
from nahtlos.people.queries import team

PAGE: Final = 25


@dataclass(frozen=True, slots=True)
class InboxLine:
    """One question: whose turn it is, whether the promised day is over, how soon it goes."""

    enquiry: Enquiry
    holder: str
    late: bool
    days_left: int

    @property
    def ends_soon(self) -> bool:
        """Within the first warning."""
        return self.days_left <= max(WARNINGS)


@dataclass(frozen=True, slots=True)
class InboxGroup:
    """Lines under one heading."""

    label: str
    lines: tuple[InboxLine, ...]


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of the list, in groups that are not empty."""

    groups: tuple[InboxGroup, ...]
    has_next: bool


LABELS: Final = {
    EnquiryState.OPEN: "Wartet auf Antwort",
    EnquiryState.ANSWERED: "Beantwortet",
    EnquiryState.DONE: "Erledigt",
}


def _rows(actor: Actor, today: date) -> QuerySet[Enquiry]:
    rows = Enquiry.objects.visible_to(actor).filter(expires_on__gte=today)
    return rows.select_related("held_by__account").order_by(
        F("reply_due_on").asc(nulls_last=True), "state", "-last_message_at", "code"
    )


def inbox(actor: Actor, today: date, number: int = 1) -> Inbox:
    """Page NUMBER of the questions to the actor's office that may still be read on TODAY."""
    start = (number - 1) * PAGE
    found = list(_rows(actor, today)[start : start + PAGE + 1])
    lines = [_line(enquiry, today) for enquiry in found[:PAGE]]
    groups = (
        InboxGroup(label, tuple(line for line in lines if line.enquiry.state == state))
        for state, label in LABELS.items()
    )
    return Inbox(tuple(group for group in groups if group.lines), len(found) > PAGE)


def _line(enquiry: Enquiry, today: date) -> InboxLine:
    due = enquiry.reply_due_on
    holder = enquiry.held_by.account.name if enquiry.held_by else ""
    left = (enquiry.expires_on - today).days
    return InboxLine(enquiry, holder, due is not None and due < today, left)


def open_enquiries(actor: Actor, today: date) -> QuerySet[Enquiry]:
    """Those that wait for an answer."""
    return _rows(actor, today).filter(state=EnquiryState.OPEN)


def advisers(actor: Actor) -> list[Membership]:
    """Who may answer in the actor's office."""
    return list(team(actor).filter(roles__overlap=[str(role) for role in ADVISERS]))


def own_desk(actor: Actor) -> AdviceDesk | None:
    """Who answers there; None where nobody was named."""
    rows = AdviceDesk.objects.visible_to(actor)
    return rows.select_related("lead__account", "deputy__account").first()
