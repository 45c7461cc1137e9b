"""What an organisation says in the directory, thing by thing, and who has to be asked about it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext as _

from nahtlos.directory.models import Offer, VisitingFact
from nahtlos.directory.queries.pages import published
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import LinkHold
from nahtlos.foundation.provenance import STALE_AFTER, State
from nahtlos.organisations.models import ContactPerson, Organisation, Prison, Site
from nahtlos.upkeep.models import ConfirmationRequest
from nahtlos.upkeep.rules import is_fresh

PAGE: Final = 40


@dataclass(frozen=True, slots=True)
class Thing:
    """One entry of the directory, as its owner looks through it.

    kind: organisation, offer, contact or visits; code: what tells it from the others of its kind.
    lines: what it says. fresh: looked through since it was asked for.
    """

    kind: str
    code: str
    title: str
    lines: list[tuple[str, str]]
    checked_on: date | None
    fresh: bool

    @property
    def name(self) -> str:
        """How a form calls it."""
        return f"{self.kind}:{self.code}"


def request_of(hold: LinkHold) -> ConfirmationRequest:
    """The request behind a link; ConfirmationRequest.DoesNotExist where it is gone."""
    rows = ConfirmationRequest.objects.select_related("to_organisation", "from_organisation")
    return rows.get(pk=hold.object_id)


def _said(*pairs: tuple[str, str]) -> list[tuple[str, str]]:
    return [(label, value) for label, value in pairs if value]


def _address(place: Any) -> str:  # noqa: ANN401 (an organisation or a site)
    town = f"{place.postcode} {place.city}".strip()
    return ", ".join(part for part in (place.street, town) if part)


def _organisation(home: Organisation, asked_on: date) -> Thing:
    lines = _said(
        (_("Anschrift"), _address(home)),
        (_("Telefon"), home.phone),
        (_("E-Mail"), home.email),
        (_("Internetseite"), home.website),
    )
    checked = home.facts.checked_on
    return Thing("organisation", home.slug, home.name, lines, checked, is_fresh(checked, asked_on))


def _offer(offer: Offer, asked_on: date) -> Thing:
    lines = _said(
        (_("Worum es geht"), offer.summary),
        (_("Ort"), offer.city),
        (_("Telefon"), offer.phone),
        (_("E-Mail"), offer.email),
        (_("Internetseite"), offer.website),
        (_("Kosten"), offer.cost_note or offer.get_cost_display()),
    )
    checked = offer.facts.checked_on
    return Thing("offer", offer.slug, offer.title, lines, checked, is_fresh(checked, asked_on))


def _contact(contact: ContactPerson, asked_on: date) -> Thing:
    lines = _said(
        (_("Name"), contact.public_name),
        (_("Telefon"), contact.public_phone),
        (_("E-Mail"), contact.public_email),
    )
    checked = contact.confirmed_on
    return Thing(
        "contact", contact.code, contact.function, lines, checked, is_fresh(checked, asked_on)
    )


def _visits(prison: Prison, asked_on: date) -> Thing:
    facts = VisitingFact.objects.filter(site=prison.site_id).exclude(confidence="low")
    rows = list(facts)
    days = [fact.facts.checked_on for fact in rows]
    oldest = None if None in days else min(days, default=None)
    known = str(len({fact.field for fact in rows}))
    lines = [(_("Beantwortete Fragen zum Besuch"), known)]
    return Thing(
        "visits",
        prison.site.slug,
        prison.short_name,
        lines,
        oldest,
        # Nothing told is nothing to confirm.
        not rows or is_fresh(oldest, asked_on),
    )


def things_of(request: ConfirmationRequest, today: date) -> list[Thing]:
    """Everything that the request asks about, in the order in which it is read; at most four
    statements and one for each prison.
    """
    home, asked = request.to_organisation, request.asked_on
    prisons = Prison.objects.filter(organisation=home).select_related("site").order_by("short_name")
    if request.site_slug:
        return [_visits(one, asked) for one in prisons.filter(site__slug=request.site_slug)]
    offers = published(today).filter(organisation=home).order_by("title")
    contacts = ContactPerson.objects.filter(organisation=home, published=True)
    return [
        _organisation(home, asked),
        *(_visits(prison, asked) for prison in prisons),
        *(_offer(offer, asked) for offer in offers),
        *(_contact(contact, asked) for contact in contacts.order_by("function", "code")),
    ]


def kept_offer(request: ConfirmationRequest, slug: str) -> Offer:
    """The offer a link may correct."""
    return Offer.objects.select_related("organisation").get(
        organisation_id=request.to_organisation_id, slug=slug
    )


def kept_site(request: ConfirmationRequest, slug: str) -> Site:
    """The site of a prison whose visiting record a link may correct."""
    return Site.objects.select_related("prison").get(
        organisation_id=request.to_organisation_id, slug=slug
    )


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
    for home in homes:
        line = lines[home.pk] = QueueLine(home, mailbox=bool(home.email))
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
    sites = Site.objects.filter(organisation_id__in=ids).exclude(email="")
    for key in sites.values_list("organisation_id", flat=True).distinct():
        lines[key].mailbox = True
    return lines


def _order(line: QueueLine) -> tuple[Any, ...]:
    """Whom to call comes first, then whom to ask, the oldest entries first; who was asked may
    wait.
    """
    place = {"call": 0, "old": 1, "asked": 2}[line.state]
    return (place, line.oldest or date.min, -line.old, line.organisation.name)


def queue(actor: Actor, today: date, *, everywhere: bool, page: int) -> Queue:
    """Whom the actor's coordination office has to ask or call: in its Land, or EVERYWHERE. Eight
    statements, however many organisations there are.
    """
    own = Organisation.objects.get(pk=actor.organisation)
    homes = Organisation.objects.exclude(pk=own.pk).order_by("name")
    if not everywhere:
        homes = homes.filter(land_id=own.land_id)
    lines = _all_lines(homes, today)
    mine = ConfirmationRequest.objects.filter(from_organisation=own)
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
