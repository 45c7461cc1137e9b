"""What goes into a calendar or an address book: what the public pages show."""

from datetime import date

from django.db.models import Q

from nahtlos.directory.queries.pages import published
from nahtlos.exchange.queries.documents import INVENTED, address_of
from nahtlos.exchange.rules.cards import Card, Date
from nahtlos.organisations.models import ContactPerson, Organisation


def next_date(slug: str, today: date) -> Date:
    """The next day on which an offer takes place; Offer.DoesNotExist where there is none."""
    offer = published(today).get(slug=slug, next_date__gte=today)
    day = offer.next_date or today
    site = offer.site
    street = f"{site.street}, {site.postcode}" if site and site.street else ""
    city = offer.city or (site.city if site else "")
    note = INVENTED if offer.organisation.is_sample else ""
    return Date(
        key=offer.pk,
        day=day,
        title=offer.title,
        said="\n\n".join(part for part in (offer.summary, offer.organisation.name, note) if part),
        place=" ".join(part for part in (street, city) if part),
        page=address_of("directory:offer", offer.slug),
        changed=offer.changed_at,
    )


def organisation_card(slug: str) -> Card:
    """An organisation; Organisation.DoesNotExist for an unknown one."""
    found = Organisation.objects.get(slug=slug)
    return Card(
        key=found.pk,
        name=found.name,
        organisation=found.name,
        phone=found.phone,
        email=found.email,
        website=found.website or address_of("directory:organisation", found.slug),
        street=found.street,
        postcode=found.postcode,
        city=found.city,
        note=INVENTED if found.is_sample else "",
    )


def contact_card(slug: str, code: str) -> Card:
    """A function of an organisation with what is published of it; ContactPerson.DoesNotExist where
    nothing is.
    """
    told = ~Q(public_name="", public_phone="", public_email="")
    rows = ContactPerson.objects.select_related("organisation").filter(told, published=True)
    found = rows.get(organisation__slug=slug, code=code)
    home = found.organisation
    return Card(
        key=found.pk,
        name=found.public_name or found.function,
        organisation=home.name,
        role=found.function,
        phone=found.public_phone,
        email=found.public_email,
        website=address_of("directory:organisation", home.slug),
        note=INVENTED if home.is_sample else "",
    )
