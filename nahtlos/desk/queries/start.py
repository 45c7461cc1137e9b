"""Tasks of the start page: what waits for whom."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from nahtlos.directory.models import OfferState
from nahtlos.directory.policy import can_edit_offers, can_see_feedback
from nahtlos.directory.queries.own import feedback_for, own_offers
from nahtlos.foundation.access import Actor
from nahtlos.foundation.provenance import STALE_AFTER
from nahtlos.organisations.policy import can_edit_contacts
from nahtlos.organisations.queries import own_contacts
from nahtlos.people.policy import can_manage_team
from nahtlos.people.queries import open_invitations

CAPACITY_FADES = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits: how many, what, since when, and where one does it."""

    count: int
    text: str
    since: date | None
    url: str


def _offer_tasks(actor: Actor, today: date) -> list[Task]:
    offers = [o for o in own_offers(actor) if o.state != OfferState.ENDED]
    url = reverse("offers:list")
    old = [
        o for o in offers if o.state == OfferState.PUBLISHED and _is_old(o.facts.checked_on, today)
    ]
    faded = [
        o
        for o in offers
        if o.state == OfferState.PUBLISHED
        and o.capacity_on
        and today - o.capacity_on > CAPACITY_FADES
    ]
    drafts = [o for o in offers if o.state == OfferState.DRAFT]
    return [
        Task(
            len(old),
            "Angebote warten auf Ihr „stimmt noch“",
            _oldest([o.facts.checked_on for o in old]),
            url,
        ),
        Task(
            len(faded),
            "Angaben zu freien Plätzen sind nicht mehr aktuell",
            _oldest([o.capacity_on for o in faded]),
            url,
        ),
        Task(len(drafts), "Entwürfe sind noch nicht veröffentlicht", None, url),
    ]


def _is_old(day: date | None, today: date) -> bool:
    return day is None or today - day > STALE_AFTER


def _oldest(days: list[date | None]) -> date | None:
    return min((day for day in days if day), default=None)


def waiting_for(actor: Actor, today: date) -> list[Task]:
    """What waits for ACTOR, only what she can do something about; empty things are left out."""
    tasks: list[Task] = []
    if can_edit_offers(actor):
        tasks += _offer_tasks(actor, today)
    if can_edit_contacts(actor):
        old = [c for c in own_contacts(actor) if _is_old(c.confirmed_on, today)]
        tasks.append(
            Task(
                len(old),
                "Ansprechpersonen sind nicht bestätigt",
                _oldest([c.confirmed_on for c in old]),
                reverse("organisations:own"),
            )
        )
    if can_manage_team(actor):
        invited = list(open_invitations(actor))
        since = _oldest([i.invited_at.date() for i in invited])
        tasks.append(
            Task(
                len(invited),
                "Einladungen sind noch nicht angenommen",
                since,
                reverse("people:team"),
            )
        )
    if can_see_feedback(actor):
        reported = list(feedback_for(actor).filter(done_at=None))
        since = _oldest([f.received_at.date() for f in reported])
        tasks.append(
            Task(
                len(reported),
                "Rückmeldungen aus der Öffentlichkeit sind offen",
                since,
                reverse("offers:feedback"),
            )
        )
    return [task for task in tasks if task.count]
