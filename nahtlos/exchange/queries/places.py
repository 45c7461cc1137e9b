"""Sites and towns as locations."""

from typing import Final
from uuid import uuid5

from nahtlos.directory.models import Offer
from nahtlos.exchange.rules.shapes import Accessibility, Address, Location, Phone
from nahtlos.organisations.models import Organisation, Site
from nahtlos.organisations.models.place import Plane

CONFIDENTIAL: Final = "Die Adresse ist vertraulich. Die Koordinaten sind die Mitte des Ortes."
INVENTED: Final = "Der Ort ist erfunden und hat deshalb keine Koordinaten."


def _address(place: Site | Organisation) -> list[Address]:
    """The street, where the pages show one: the standard knows no address without it."""
    if not (place.street and place.postcode and place.city):
        return []
    return [
        Address(
            id=uuid5(place.pk, "address"),
            address_1=place.street,
            city=place.city,
            postal_code=place.postcode,
            state_province=place.land.name if place.land else "",
            country="DE",
            address_type="physical",
        )
    ]


def _is_invented(place: Site | Organisation) -> bool:
    return bool(place.land and place.land.plane == Plane.MUSTER)


def site_location(site: Site) -> Location:
    """A site of an organisation."""
    prison = getattr(site, "prison", None)
    invented = _is_invented(site)
    return Location(
        id=site.pk,
        location_type="physical",
        name=site.name,
        description=INVENTED if invented else CONFIDENTIAL if site.confidential else None,
        latitude=None if invented else site.lat,
        longitude=None if invented else site.lon,
        organization_id=site.organisation_id,
        external_identifier=prison.xjustiz_id if prison else None,
        external_identifier_type="XJustiz GDS.Gerichte" if prison else None,
        addresses=_address(site),
        phones=phones(site, site.phone, site.phone_note),
        accessibility=access(site, site.access_note),
    )


def seat(organisation: Organisation) -> Location | None:
    """Where an organisation itself is; None where nobody knows."""
    if not organisation.city:
        return None
    invented = _is_invented(organisation)
    return Location(
        id=uuid5(organisation.pk, "location"),
        location_type="physical",
        name=organisation.city,
        description=INVENTED if invented else None,
        latitude=None if invented else organisation.lat,
        longitude=None if invented else organisation.lon,
        organization_id=organisation.pk,
        addresses=_address(organisation),
    )


def offer_location(offer: Offer) -> Location | None:
    """Where an offer is; None where it has no place, or where nobody knows."""
    if offer.site:
        return site_location(offer.site)
    if not offer.city:
        return None
    invented = offer.plane == Plane.MUSTER
    return Location(
        id=uuid5(offer.pk, "location"),
        location_type="physical",
        name=offer.city,
        description=INVENTED if invented else "Die Koordinaten sind die Mitte des Ortes.",
        latitude=None if invented else offer.lat,
        longitude=None if invented else offer.lon,
        organization_id=offer.organisation_id,
    )


def phones(owner: Offer | Organisation | Site, number: str, note: str = "") -> list[Phone]:
    """The number of OWNER as a list."""
    if not number:
        return []
    identity = uuid5(owner.pk, "phone")
    return [Phone(id=identity, number=number, type="voice", description=note or None)]


def access(owner: Offer | Site, note: str) -> list[Accessibility]:
    """What is told about steps and lifts."""
    return [Accessibility(id=uuid5(owner.pk, "accessibility"), description=note)] if note else []
