"""Sets up the demonstration: Musterland relative to today, and the cast with its accounts."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from nahtlos.desk.actions.lands import load_land_profiles
from nahtlos.desk.actions.looks import load_looks
from nahtlos.desk.actions.people import load_people
from nahtlos.desk.actions.questions import load_questions
from nahtlos.desk.actions.records import load_records
from nahtlos.desk.actions.reports import load_reports
from nahtlos.desk.actions.returned import load_returned
from nahtlos.desk.cast import CAST
from nahtlos.desk.world import World, WorldContact, WorldOffer, musterland
from nahtlos.directory.actions.indexing import reindex
from nahtlos.directory.actions.loading import Week, load_hours, load_offers, load_visiting
from nahtlos.directory.actions.translations import load_translations
from nahtlos.foundation.tenancy import INSTALLATION, tenant
from nahtlos.foundation.vault import ensure_key
from nahtlos.organisations.actions import loading
from nahtlos.organisations.models import ContactDetail, ContactPerson, Organisation, Site
from nahtlos.organisations.models.place import Plane
from nahtlos.people.actions import enrol

# Known to everybody on purpose: it opens invented data on the machine of whoever tries Nahtlos.
PASSWORD: Final = "Der Faden hält zusammen"  # noqa: S105
COPIED: Final = (
    *("slug", "title", "summary", "description", "audience_text", "age_from", "age_to"),
    *("cost", "cost_note", "access_note", "catchment", "city", "lat", "lon", "places_free"),
    *(
        "gender",
        "exclusion_note",
        "language_notes",
        "waiting_weeks",
        "capacity_on",
        "next_date",
        "valid_until",
        "phone",
        "email",
        "website",
    ),
    "state",
)
Told = defaultdict[str, dict[str, dict[str, Any]]]  # {offer: {language: values}}
LISTED: Final = ["first_steps", "topics", "audiences", "formats", "languages", "catchment_codes"]


def _offer_values(offer: WorldOffer) -> dict[str, Any]:
    return {
        **{name: getattr(offer, name) for name in COPIED},
        **{name: list(getattr(offer, name)) for name in LISTED},
        "circumstances": list(offer.custody),
        "excluded": list(offer.excluded),
        "catchment_land": "MU" if offer.catchment == "land" else "",
        "plane": Plane.MUSTER,
        "facts": loading.provenance(offer.provenance),
    }


def _save_contact(entry: WorldContact, organisation: Organisation, site: Site | None) -> None:
    contact = ContactPerson.objects.filter(code=entry.code, organisation=organisation).first()
    contact = contact or ContactPerson(code=entry.code, organisation=organisation)
    shown = entry.is_published
    contact.serves = [entry.site_id] if entry.site_id else []
    site = site if site and site.organisation_id == organisation.pk else None
    contact.site, contact.function, contact.topics = site, entry.function, list(entry.topics)
    contact.deputy_function, contact.named = entry.deputy_function, entry.is_named
    contact.published, contact.confirmed_on = shown, entry.confirmed_on
    contact.public_name, contact.public_phone, contact.public_email = (
        (entry.name, entry.phone, entry.email) if shown else ("", "", "")
    )
    contact.save()
    detail = ContactDetail.objects.filter(contact=contact).first() or ContactDetail(
        contact=contact, organisation=organisation
    )
    detail.name, detail.phone, detail.email = (
        ("", "", "") if shown else (entry.name, entry.phone, entry.email)
    )
    detail.deputy_name = entry.deputy_name
    detail.save()


def _load_contacts(
    entries: Iterable[WorldContact], organisations: dict[str, Organisation], sites: dict[str, Site]
) -> None:
    for entry in entries:
        organisation = organisations[entry.organisation_key]
        with tenant(organisation.pk):
            _save_contact(entry, organisation, sites.get(entry.site_id or ""))


def _load_places(world: World) -> None:
    loading.load_lands([world.land], [world.outline], Plane.MUSTER, world.projection)
    loading.load_districts(world.districts, world.district_outlines)
    loading.load_postcodes(world.places)


def _load_offers(
    world: World, organisations: dict[str, Organisation], by_slug: dict[str, Site]
) -> None:
    grouped = defaultdict(list)
    for offer in world.offers:
        grouped[offer.organisation_key].append((f"mu:{offer.key}", _offer_values(offer)))
    for key, offers in grouped.items():
        load_offers(organisations[key], offers, by_slug.get(key))
    hours: defaultdict[str, dict[str, Week]] = defaultdict(dict)
    for offer in world.offers:
        if offer.hours:
            hours[offer.organisation_key][f"mu:{offer.key}"] = _week(offer)
    for key, told in hours.items():
        load_hours(organisations[key], told)


def _load_translations(world: World, organisations: dict[str, Organisation]) -> None:
    told: defaultdict[str, Told] = defaultdict(lambda: defaultdict(dict))
    for one in world.translations:
        values = {**one.values, "made_from": one.made_from}
        told[one.organisation_key][f"mu:{one.offer_key}"][one.language] = values
    for key, offers in told.items():
        load_translations(organisations[key], offers)


def _week(offer: WorldOffer) -> Week:
    """Its hours as {weekday: spans in minutes}."""
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for line in offer.hours:
        opens, closes = (at.hour * 60 + at.minute for at in (line.opens, line.closes))
        found[line.weekday].append((opens, closes if closes > opens else closes + 24 * 60))
    return {day: tuple(sorted(spans)) for day, spans in found.items()}


def _load_cast(organisations: dict[str, Organisation]) -> None:
    for member in CAST:
        organisation = organisations[member.organisation]
        enrol(
            organisation_id=organisation.pk,
            address=member.email,
            name=member.name,
            roles=member.roles,
            password=PASSWORD,
        )


@transaction.atomic
def load_world(today: date) -> dict[str, int]:
    """Musterland as it is on TODAY: again and again, in place. {what: how many}."""
    if not settings.DEMONSTRATION:
        raise PermissionError(
            "Musterland gibt es nur in der Demonstration (NAHTLOS_DEMONSTRATION=1)."
        )
    world = musterland(today)
    ensure_key(INSTALLATION)
    _load_places(world)
    points = {place.plz: (place.lat, place.lon) for place in world.places}
    organisations = {
        entry.key: loading.load_organisation(entry, points.get(entry.postcode), is_sample=True)
        for entry in world.organisations
    }
    sites = loading.load_prisons(world.sites, is_sample=True)
    by_slug = {site.slug: site for site in sites.values()}
    organisations |= {slug: site.organisation for slug, site in by_slug.items()}
    _load_offers(world, organisations, by_slug)
    _load_translations(world, organisations)
    _load_contacts(world.contacts, organisations, sites)
    facts = defaultdict(list)
    for fact in world.visiting_facts:
        facts[fact.prison_id].append(fact)
    for prison_id, entries in facts.items():
        load_visiting(sites[prison_id], entries)
    _load_cast(organisations)
    reindex()
    people, questions, reports = load_people(today), load_questions(), load_reports()
    records, returned = load_records(), load_returned(today)
    profiles, looks = load_land_profiles(), load_looks()
    return {
        "Organisationen": len(world.organisations),
        "Standorte": len(sites),
        "Angebote": len(world.offers),
        "Personen": people + returned,
        "Akten": records,
        "Ansichten": looks,
        "Fragen": questions,
        "Hinweise": reports,
        "Fassungen der Länder": profiles,
    }
