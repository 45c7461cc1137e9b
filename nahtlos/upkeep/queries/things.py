"""What an organisation says in the directory, thing by thing."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nahtlos.directory.models import Offer, VisitingFact
from nahtlos.directory.queries.pages import published
from nahtlos.foundation.access.actor import LinkHold
from nahtlos.organisations.models import ContactPerson, Organisation, Prison, Site
from nahtlos.upkeep.models import ConfirmationRequest
from nahtlos.upkeep.rules.asking import is_fresh


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
