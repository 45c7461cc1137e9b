"""Whom a coordination office has to ask about what it says, and whom to call."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from nahtlos.directory.models import VisitingFact
from nahtlos.directory.queries.opening import hours_of, with_hours
from nahtlos.directory.queries.own import is_reached
from nahtlos.directory.queries.pages import published
from nahtlos.directory.queries.quality import contact_quality, offer_quality
from nahtlos.directory.queries.visiting import record_quality
from nahtlos.foundation.access import Actor
from nahtlos.foundation.provenance import STALE_AFTER, State
from nahtlos.organisations.models import ContactPerson, Organisation, Site
from nahtlos.upkeep.models import ConfirmationRequest

PAGE: Final = 40


@dataclass(slots=True)
class QueueLine:
    """An organisation in the queue of a coordination office.

    entries, old: how many things it says, and how many of them nobody confirmed within half a year.
    oldest: the oldest day something was checked. scores: how good each of its offers, visiting
    records and published contact persons is. request: the open one, or None. mailbox: whether
    she can be written to.
    """

    organisation: Organisation
    entries: int = 0
    old: int = 0
    oldest: date | None = None
    never: int = 0
    request: ConfirmationRequest | None = None
    mailbox: bool = False
    scores: list[int] = field(default_factory=list)

    @property
    def state(self) -> str:
        """call, asked or old: what the office does next."""
        if self.request is None:
            return "old"
        return "call" if self.request.escalated_on else "asked"

    @property
    def score(self) -> int | None:
        """How good its entries are on the average, 0 to 100; None where it has none."""
        return round(sum(self.scores) / len(self.scores)) if self.scores else None

    def add(self, checked_on: date | None, today: date, *, confirmed: bool) -> None:
        """Count an entry in."""
        sure = confirmed and checked_on is not None
        fresh = checked_on is not None and checked_on >= today - STALE_AFTER
        self.entries += 1
        self.old += not (sure and fresh)
        self.never += not sure
        if checked_on and (self.oldest is None or checked_on < self.oldest):
            self.oldest = checked_on


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the queue; ANSWERED are the requests that ended lately."""

    lines: list[QueueLine] = field(default_factory=list)
    total: int = 0
    pages: int = 1
    page: int = 1
    answered: list[ConfirmationRequest] = field(default_factory=list)


@dataclass(slots=True)
class _Entry:
    """One entry as it is counted: its organisation, how good it is, when it was last checked, and
    whether its owner confirmed it.
    """

    home: UUID
    score: int
    checked_on: date | None
    confirmed: bool


def _offers(ids: list[UUID], today: date) -> Iterator[_Entry]:
    for offer in with_hours(published(today).filter(organisation_id__in=ids)):
        told = hours_of(offer.told_hours, "")  # type: ignore[attr-defined]
        known = told is not None and not (told.valid_until and told.valid_until < today)
        quality = offer_quality(offer, today, reached=is_reached(offer), hours=known)
        facts = offer.facts
        sure = facts.state is State.CONFIRMED
        yield _Entry(offer.organisation_id, quality.score, facts.checked_on, sure)


def _records(ids: list[UUID], today: date) -> Iterator[_Entry]:
    rows = VisitingFact.objects.filter(organisation_id__in=ids).exclude(confidence="low")
    sites: dict[UUID, list[VisitingFact]] = defaultdict(list)
    for fact in rows.select_related("site"):
        sites[fact.site_id].append(fact)
    for facts in sites.values():
        days = [fact.facts.checked_on for fact in facts]
        known = [day for day in days if day]
        oldest = min(known) if len(known) == len(days) else None
        sure = all(fact.facts.state is State.CONFIRMED for fact in facts)
        score = record_quality(facts, facts[0].site, today).score
        yield _Entry(facts[0].organisation_id, score, oldest, sure)


def _contacts(ids: list[UUID], today: date) -> Iterator[_Entry]:
    for contact in ContactPerson.objects.filter(organisation_id__in=ids, published=True):
        score = contact_quality(contact, today).score
        yield _Entry(contact.organisation_id, score, contact.confirmed_on, confirmed=True)


def _all_lines(homes: QuerySet[Organisation], today: date) -> dict[UUID, QueueLine]:
    lines = {}
    at_a_site = Site.objects.filter(organisation_id=OuterRef("pk")).exclude(email="")
    for home in homes.annotate(writes_at_a_site=Exists(at_a_site)):
        line = lines[home.pk] = QueueLine(home, mailbox=bool(home.email or home.writes_at_a_site))
        line.add(home.facts.checked_on, today, confirmed=home.facts.state is State.CONFIRMED)
    ids = list(lines)
    for entry in chain(_offers(ids, today), _records(ids, today), _contacts(ids, today)):
        line = lines[entry.home]
        line.add(entry.checked_on, today, confirmed=entry.confirmed)
        line.scores.append(entry.score)
    return lines


def _order(line: QueueLine) -> tuple[Any, ...]:
    """Whom to call comes first, then whom to ask, the worst entries first, then the oldest; who was
    asked may wait. Who has no entry of which a quality is known comes last.
    """
    place = {"call": 0, "old": 1, "asked": 2}[line.state]
    score = 101 if line.score is None else line.score
    return (place, score, line.oldest or date.min, -line.old, line.organisation.name)


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
