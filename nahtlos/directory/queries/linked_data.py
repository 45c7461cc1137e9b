"""The public pages as search engines read them; nothing about what is invented."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from nahtlos.directory.queries.opening import hours_of, land_of
from nahtlos.directory.queries.pages import OfferPage, OrganisationPage
from nahtlos.directory.queries.visiting import PrisonPage
from nahtlos.directory.rules.linked_data import (
    Body,
    Place,
    as_json,
    body_document,
    offer_document,
    opening_document,
)
from nahtlos.organisations.models import Organisation


def _page(name: str, slug: str) -> str:
    return f"{settings.ADDRESS}{reverse(name, args=[slug])}"


def _body(organisation: Organisation) -> Body:
    return Body(
        kind="Organization",
        name=organisation.name,
        page=_page("directory:organisation", organisation.slug),
        phone=organisation.phone,
        email=organisation.email,
        website=organisation.website,
        said=organisation.about,
        place=Place(organisation.street, organisation.postcode, organisation.city),
    )


def _safe(text: str) -> SafeString:
    return mark_safe(text)  # noqa: S308 (`as_json` leaves no character that ends the element)


def linked_offer(page: OfferPage, today: date) -> SafeString:
    """An offer; '' where it is invented."""
    offer, site = page.offer, page.site
    if page.organisation.is_sample:
        return _safe("")
    hours = hours_of(offer.told_hours, land_of(offer))  # type: ignore[attr-defined]
    told = {
        "title": offer.title,
        "page": _page("directory:offer", offer.slug),
        "summary": offer.summary,
        "topics": [label for _, label in page.topics],
        "languages": page.languages,
        "audience": offer.audience_text or ", ".join(page.who),
        "cost": offer.cost,
        "phone": page.phone,
        "website": page.website,
        "place": Place(
            site.street if site else "",
            site.postcode if site else "",
            offer.city or (site.city if site else ""),
        ),
    }
    document = offer_document(told, _body(page.organisation), opening_document(hours, today))
    return _safe(as_json(document))


def linked_organisation(page: OrganisationPage) -> SafeString:
    """An organisation; '' where it is invented."""
    if page.organisation.is_sample:
        return _safe("")
    return _safe(as_json(body_document(_body(page.organisation))))


def linked_prison(page: PrisonPage) -> SafeString:
    """A prison; '' where it is invented."""
    site = page.site
    if page.organisation.is_sample:
        return _safe("")
    body = Body(
        kind="GovernmentOffice",
        name=page.prison.short_name,
        page=_page("directory:prison", site.slug),
        phone=page.phone,
        website=site.website,
        place=Place(site.street, site.postcode, site.city),
    )
    return _safe(as_json(body_document(body)))
