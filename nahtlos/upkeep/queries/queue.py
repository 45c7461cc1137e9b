"""Whom a coordination office has to ask about what it says, and whom to call."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from nahtlos.directory.models import VisitingFact
from nahtlos.directory.queries.pages import published
from nahtlos.foundation.access import Actor
from nahtlos.foundation.provenance import STALE_AFTER, State
from nahtlos.organisations.models import ContactPerson, Organisation, Site
from nahtlos.upkeep.models import ConfirmationRequest

PAGE: Final = 40


@dataclass(slots=True)
class QueueLine:
    """An organisation in the queue of a coordination office.

    entries, old: how many things it says, and how many of them nobody confirmed within half a year.
    oldest: the oldest day something was checked. request: the open one, or None. mailbox: whether
    she can be written to.
    """

    organisation: Organisation
    entries: int = 0
    old: int = 0
    oldest: date | None = None
    never: int = 0
    request: ConfirmationRequest | None = None
    mailbox: bool = False

    @property
    def state(self) -> str:
        """call, asked or old: what the office does next."""
        if self.request is None:
            return "old"
        return "call" if self.request.escalated_on else "asked"

    def add(self, entries: int, old: int, never: int, oldest: date | None) -> None:
        """Count a kind of thing in."""
        self.entries += entries
        self.old += old
        self.never += never
        if oldest and (self.oldest is None or oldest < self.oldest):
            self.oldest = oldest


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the queue; ANSWERED are the requests that ended lately."""

    lines: list[QueueLine] = field(default_factory=list)
    total: int = 0
    pages: int = 1
    page: int = 1
    answered: list[ConfirmationRequest] = field(default_factory=list)


def _counted(
    rows: QuerySet[Any], thing: str, day: str, confirmed: Q, limit: date
) -> Iterable[tuple[Any, ...]]:
    """(organisation, things, old ones, never confirmed ones, oldest day) by organisation. THING is
    the column that tells two of them apart.
    """
    old = Q(**{f"{day}__lt": limit}) | Q(**{f"{day}__isnull": True}) | ~confirmed
    never = Q(**{f"{day}__isnull": True}) | ~confirmed
    grouped = rows.order_by().values("organisation_id")
    counted = grouped.annotate(
        n=Count(thing, distinct=True),
        old=Count(thing, filter=old, distinct=True),
        no=Count(thing, filter=never, distinct=True),
        first=Min(day),
    )
    return list(counted.values_list("organisation_id", "n", "old", "no", "first"))


def _all_lines(homes: QuerySet[Organisation], today: date) -> dict[UUID, QueueLine]:
    lines = {}
    limit = today - STALE_AFTER
    confirmed = Q(facts_state=State.CONFIRMED)
    at_a_site = Site.objects.filter(organisation_id=OuterRef("pk")).exclude(email="")
    for home in homes.annotate(writes_at_a_site=Exists(at_a_site)):
        mailbox = bool(home.email or home.writes_at_a_site)
        line = lines[home.pk] = QueueLine(home, mailbox=mailbox)
        day = home.facts.checked_on
        sure = home.facts.state is State.CONFIRMED and day is not None
        line.add(1, int(not sure or day < limit), int(not sure), day)
    ids = list(lines)
    facts = VisitingFact.objects.exclude(confidence="low")
    contacts = ContactPerson.objects.filter(published=True)
    for rows, thing, day, sure_of_it in (
        (published(today).select_related(None), "pk", "facts_checked_on", confirmed),
        (facts, "site_id", "facts_checked_on", confirmed),
        (contacts, "pk", "confirmed_on", Q()),
    ):
        mine = rows.filter(organisation_id__in=ids)
        for key, *numbers in _counted(mine, thing, day, sure_of_it, limit):
            lines[key].add(*numbers)
    return lines


def _order(line: QueueLine) -> tuple[Any, ...]:
    """Whom to call comes first, then whom to ask, the oldest entries first; who was asked may
    wait.
    """
    place = {"call": 0, "old": 1, "asked": 2}[line.state]
    return (place, line.oldest or date.min, -line.old, line.organisation.name)


def queue(actor: Actor, today: date, *, everywhere: bool, page: int) -> Queue:
    """Whom the actor's coordination office has to ask or call: in its Land, or EVERYWHERE. Six
    statements, however many organisations there are.
    """
    own = Organisation.objects.filter(pk=actor.organisation)
    homes = Organisation.objects.exclude(pk=actor.organisation).order_by("name")
    if not everywhere:
        homes = homes.filter(land_id__in=own.values("land_id"))
    lines = _all_lines(homes, today)
    mine = ConfirmationRequest.objects.filter(from_organisation_id=actor.organisation)
    for request in mine.filter(closed_on=None):
        if request.to_organisation_id in lines:
            lines[request.to_organisation_id].request = request
    waiting = sorted((one for one in lines.values() if one.old or one.request), key=_order)
    pages = max(1, -(-len(waiting) // PAGE))
    page = min(page, pages)
    answered = mine.exclude(closed_on=None).select_related("to_organisation")
    return Queue(
        lines=waiting[(page - 1) * PAGE : page * PAGE],
        total=len(waiting),
        pages=pages,
        page=page,
        answered=list(answered.order_by("-closed_on", "code")[:10]),
    )


def neighbour(slug: str) -> Organisation:
    """Any organisation of the directory; Organisation.DoesNotExist for an unknown one."""
    return Organisation.objects.select_related("land").get(slug=slug)
