"""Offers and organisations as HSDS documents: short as a list shows them, whole as one by one."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from uuid import uuid5

from django.conf import settings
from django.urls import reverse
from msgspec import structs

from nahtlos.directory.models import Catchment, Cost, Offer
from nahtlos.directory.queries.hits import labels_of
from nahtlos.directory.queries.opening import hours_of, land_of
from nahtlos.directory.rules.catalogue import GENDERS
from nahtlos.directory.rules.labels import labels
from nahtlos.exchange.queries.gathering import Beside
from nahtlos.exchange.queries.places import access, offer_location, phones, seat, site_location
from nahtlos.exchange.rules.hours import schedules_of
from nahtlos.exchange.rules.shapes import (
    AtLocation,
    Capacity,
    Contact,
    CostOption,
    Identifier,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    Spoken,
    Unit,
)
from nahtlos.exchange.rules.words import AUDIENCE, FORMAT, NAMESPACE, TOPIC, attributes
from nahtlos.foundation.clock import BERLIN
from nahtlos.foundation.provenance import State
from nahtlos.organisations.models import ContactPerson, Organisation, Site

ACTIVE: Final = "active"
INVENTED: Final = "Erfunden: Dieser Eintrag gehört zu Musterland, dem Land der Vorführung."
COUNTED_FOR: Final = timedelta(days=30)  # how long a number of free places is worth telling
UNITS: Final = Unit(id=uuid5(NAMESPACE, "unit:place"), name="Platz")
# What our lists call otherwise than ISO 639.
LANGUAGES: Final = {"dgs": "gsg", "de-ls": "de-simple"}


def address_of(name: str, slug: str) -> str:
    """The public page of a thing, as a whole address."""
    return f"{settings.ADDRESS}{reverse(name, args=[slug])}"


def _whom(offer: Offer) -> list[str]:
    """For whom it is and for whom not, in German; the standard has no codes for this."""
    where, who = labels("circumstance", "de"), labels("audience", "de")
    said = [offer.audience_text, *(where[code] for code in offer.circumstances if code in where)]
    if offer.gender in GENDERS:
        said.append(f"nur für: {GENDERS[offer.gender]}")
    excluded = [name for code in offer.excluded if (name := who.get(code) or where.get(code))]
    if excluded:
        said.append(f"nicht für: {', '.join(excluded)}")
    return [words for words in (*said, offer.exclusion_note) if words]


def _modified(offer: Offer) -> datetime:
    modified: datetime = offer.modified  # type: ignore[attr-defined]
    return modified.astimezone(UTC)


def service_name(offer: Offer) -> Service:
    """The least of an offer: enough to see whether a copy is still fresh."""
    modified = _modified(offer)
    return Service(
        id=offer.pk,
        name=offer.title,
        status=ACTIVE,
        last_modified=modified,
        modified_date=modified,
    )


def _is_counted(offer: Offer, beside: Beside) -> bool:
    return bool(offer.capacity_on and beside.today - offer.capacity_on <= COUNTED_FOR)


def _wait(offer: Offer, beside: Beside) -> str | None:
    if offer.waiting_weeks is None or not _is_counted(offer, beside):
        return None
    return f"{offer.waiting_weeks} Wochen (Stand {offer.capacity_on})"


def _assured(offer: Offer, beside: Beside) -> str | None:
    facts = offer.facts
    is_fresh = facts.state_on(beside.today) is State.CONFIRMED and facts.checked_on
    return facts.checked_on.isoformat() if is_fresh else None


def _short(offer: Offer, beside: Beside) -> dict[str, Any]:
    organisation, site = offer.organisation, offer.site
    paid = offer.cost_note or "kostet etwas"
    page = address_of("directory:offer", offer.slug)
    return {
        "id": offer.pk,
        "organization_id": offer.organisation_id,
        "name": offer.title,
        "status": ACTIVE,
        "description": "\n\n".join(filter(None, (offer.summary, offer.description))) or None,
        "url": offer.website or organisation.website or page,
        "email": offer.email or (site.email if site else "") or organisation.email or None,
        "application_process": "\n".join(offer.first_steps) or None,
        "fees_description": {Cost.FREE: "kostenlos", Cost.SOME: paid}.get(Cost(offer.cost)),
        "wait_time": _wait(offer, beside),
        "eligibility_description": "; ".join(_whom(offer)) or None,
        "minimum_age": offer.age_from,
        "maximum_age": offer.age_to,
        "assured_date": _assured(offer, beside),
        "alert": INVENTED if organisation.is_sample else None,
        "last_modified": _modified(offer),
    }


def short_service(offer: Offer, beside: Beside) -> Service:
    """An offer as a list shows it."""
    return Service(**_short(offer, beside))


def whole_service(offer: Offer, beside: Beside) -> Service:
    """An offer with everything that belongs to it."""
    at = at_location(offer, beside)
    return Service(
        **_short(offer, beside),
        phones=_phones(offer),
        schedules=_schedules(offer, beside),
        service_areas=service_areas(offer, beside),
        service_at_locations=[at] if at else [],
        languages=_languages(offer),
        organization=short_organization(offer.organisation),
        cost_options=_costs(offer),
        contacts=_contacts(offer.organisation, beside, set(offer.topics)),
        capacities=_capacities(offer, beside),
        attributes=[
            *attributes(offer.pk, "service", TOPIC, offer.topics),
            *attributes(offer.pk, "service", AUDIENCE, offer.audiences),
            *attributes(offer.pk, "service", FORMAT, offer.formats),
        ],
    )


def _phones(offer: Offer) -> list[Phone]:
    site = offer.site
    number = offer.phone or (site.phone if site else "") or offer.organisation.phone
    return phones(offer, number)


def _schedules(offer: Offer, beside: Beside) -> list[Schedule]:
    told: Mapping[str, Any] | None = offer.told_hours  # type: ignore[attr-defined]
    note = told["note"] if told else ""
    return schedules_of(hours_of(told, land_of(offer)), offer.pk, beside.today, note)


def _languages(offer: Offer) -> list[Spoken]:
    names = labels_of("language")
    return [
        Spoken(
            id=uuid5(offer.pk, f"language:{code}"),
            name=names[code],
            code=LANGUAGES.get(code, code),
            note=offer.language_notes.get(code),
        )
        for code in offer.languages
        if code in names
    ]


def _costs(offer: Offer) -> list[CostOption]:
    identity = uuid5(offer.pk, "cost")
    if offer.cost == Cost.FREE:
        return [CostOption(id=identity, option="kostenlos", amount=0, currency="EUR")]
    if offer.cost == Cost.SOME:
        note = offer.cost_note or None
        return [CostOption(id=identity, option="kostet etwas", amount_description=note)]
    return []


def service_areas(offer: Offer, beside: Beside) -> list[ServiceArea]:
    """Whom an offer serves by place; nothing where nobody knows."""
    if offer.catchment == Catchment.NATIONWIDE:
        area = uuid5(offer.pk, "area")
        return [ServiceArea(id=area, name="Deutschland", extent="DE", extent_type="ISO 3166-1")]
    codes, kind = {
        Catchment.LAND: ([offer.catchment_land], "Land"),
        Catchment.DISTRICTS: (offer.catchment_codes, "Amtlicher Gemeindeschlüssel"),
        Catchment.PRISONS: (offer.catchment_codes, "XJustiz GDS.Gerichte"),
    }.get(Catchment(offer.catchment), ([], ""))
    return [
        ServiceArea(
            id=uuid5(offer.pk, f"area:{code}"),
            name=beside.areas[code],
            extent=code,
            extent_type=kind,
        )
        for code in codes
        if code in beside.areas
    ]


def _capacities(offer: Offer, beside: Beside) -> list[Capacity]:
    if offer.places_free is None or offer.capacity_on is None or not _is_counted(offer, beside):
        return []
    counted = datetime.combine(offer.capacity_on, time(0), BERLIN).astimezone(UTC)
    identity = uuid5(offer.pk, "capacity")
    unit = UNITS
    if offer.places_unit:
        unit = Unit(id=uuid5(NAMESPACE, f"unit:{offer.places_unit}"), name=offer.places_unit)
    return [
        Capacity(
            id=identity,
            unit=unit,
            available=offer.places_free,
            maximum=offer.places_total,
            updated=counted,
            description=offer.places_note or None,
        )
    ]


def _contacts(
    organisation: Organisation, beside: Beside, topics: set[str] | None = None
) -> list[Contact]:
    """The published contact persons; of an offer those for its TOPICS, else all, as on its page."""
    found: list[ContactPerson] = beside.contacts.get(organisation.pk, [])
    fitting = [one for one in found if topics and set(one.topics) & topics]
    return [_contact(one) for one in fitting or found]


def _contact(person: ContactPerson) -> Contact:
    number = person.public_phone
    called = [Phone(id=uuid5(person.pk, "phone"), number=number, type="voice")] if number else []
    return Contact(
        id=person.pk,
        title=person.function,
        name=person.public_name or None,
        email=person.public_email or None,
        phones=called,
    )


def at_location(offer: Offer, beside: Beside, *, whole: bool = True) -> AtLocation | None:
    """An offer at its place; None where it has none."""
    location = offer_location(offer)
    if location is None:
        return None
    if offer.access_note:
        location = _more_accessible(location, offer)
    return AtLocation(
        id=offer.pk,
        service_id=offer.pk,
        location_id=location.id,
        location=location,
        service_areas=service_areas(offer, beside) if whole else [],
        contacts=_contacts(offer.organisation, beside, set(offer.topics)) if whole else [],
        phones=_phones(offer) if whole else [],
        schedules=_schedules(offer, beside) if whole else [],
    )


def _more_accessible(location: Location, offer: Offer) -> Location:
    return structs.replace(location, accessibility=access(offer, offer.access_note))


def short_organization(organisation: Organisation) -> Organization:
    """An organisation as a list shows it."""
    kind = labels_of("organisation").get(organisation.kind, "")
    said = organisation.about or kind or organisation.name
    return Organization(
        id=organisation.pk,
        name=organisation.name,
        description=f"{INVENTED}\n\n{said}" if organisation.is_sample else said,
        email=organisation.email or None,
        website=organisation.website or None,
        uri=address_of("directory:organisation", organisation.slug),
    )


def whole_organization(
    organisation: Organisation, beside: Beside, sites: Iterable[Site], services: list[Service]
) -> Organization:
    """An organisation with everything that belongs to it."""
    own = seat(organisation)
    return structs.replace(
        short_organization(organisation),
        phones=phones(organisation, organisation.phone),
        contacts=_contacts(organisation, beside),
        locations=[*([own] if own else []), *(site_location(site) for site in sites)],
        organization_identifiers=_identifiers(organisation),
        attributes=attributes(organisation.pk, "organization", TOPIC, organisation.topics),
        services=services,
    )


def _identifiers(organisation: Organisation) -> list[Identifier]:
    """Our own key, and the number in a public register, by which lists of others name it too."""
    found = [
        Identifier(
            id=uuid5(organisation.pk, "identifier"),
            identifier_scheme="Nahtlos",
            identifier_type="Schlüssel",
            identifier=organisation.key,
        )
    ]
    entry = getattr(organisation, "register_entry", None)
    if entry:
        found.append(
            Identifier(
                id=entry.pk,
                identifier_scheme=entry.court,
                identifier_type="Registernummer",
                identifier=entry.number,
            )
        )
    return found
