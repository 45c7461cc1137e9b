"""What is seen of places and organisations."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from statistics import mean
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from nahtlos.foundation.access import Actor
from nahtlos.foundation.doubles import Double
from nahtlos.foundation.folding import fold
from nahtlos.foundation.lately import lately
from nahtlos.organisations.models import (
    ContactPerson,
    HiddenAddress,
    Organisation,
    Postcode,
    Prison,
    Site,
)
from nahtlos.organisations.models.place import Plane
from nahtlos.organisations.rules import sameness, towns

COORDINATION = "coordination_office"
MOST_PLACES: Final = 8  # that a typed name may mean
_PLZ = re.compile(r"\b(\d{5})\b")


@dataclass(frozen=True, slots=True)
class Place:
    """A town or postcode somebody typed: its centre on its plane. `plz` is empty where a name was
    typed.
    """

    label: str
    plz: str
    lat: float
    lon: float
    plane: str
    land: str
    district: str


def _place(row: Postcode, *, by_name: bool) -> Place:
    label = row.place if by_name else f"{row.plz} {row.place}"
    return Place(
        label=label,
        plz="" if by_name else row.plz,
        lat=row.lat,
        lon=row.lon,
        plane=row.land.plane,
        land=row.land_id,
        district=row.district_id,
    )


def find_places(typed: str) -> list[Place]:
    """The places TYPED may mean, the likeliest first; a postcode anywhere in it decides. At most
    MOST_PLACES; empty where none is known.
    """
    rows = Postcode.objects.select_related("land")
    number = _PLZ.search(typed)
    if number:
        return [_place(row, by_name=False) for row in rows.filter(plz=number[1])]
    name = towns.town_key(typed[:80])
    if len(name) < 2:
        return []
    # One row for each town of a name: the postcode that comes first.
    by_town = rows.order_by("folded", "place", "district", "plz").distinct(
        "folded", "place", "district"
    )
    found = list(by_town.filter(folded=name)[:MOST_PLACES]) or _resembling(typed[:80], by_town)
    return [_place(row, by_name=True) for row in found]


def _resembling(typed: str, by_town: QuerySet[Postcode]) -> list[Postcode]:
    """The towns that TYPED begins, shortens or names a part of. One statement."""
    near = list(by_town.filter(folded__startswith=towns.beginning_of(typed)))
    meant = towns.likeliest(typed, [row.place for row in near])
    return [near[at] for at in meant[:MOST_PLACES]]


def town_centre(city: str, postcode: str) -> Place | None:
    """The middle of the town CITY, from its name alone; POSTCODE only tells apart towns of one
    name. None where it is not clear which town is meant.
    """
    found = find_places(city)
    if len({place.district for place in found}) > 1 and postcode:
        districts = {place.district for place in find_places(postcode)}
        found = [place for place in found if place.district in districts]
    if len({place.district for place in found}) != 1:
        return None
    town = found[0]
    parts = list(Postcode.objects.filter(place=town.label, district=town.district))
    return replace(
        town,
        lat=round(mean(part.lat for part in parts), 3),
        lon=round(mean(part.lon for part in parts), 3),
    )


@dataclass(frozen=True, slots=True)
class PrisonName:
    """What a chooser needs of a prison."""

    slug: str
    name: str
    xjustiz_id: str
    city: str
    land: str
    lat: float | None
    lon: float | None
    plane: str


@lately
def prison_names() -> tuple[PrisonName, ...]:
    """Every prison by name; one statement a minute. Where it stands decides the plane, not who runs
    it.
    """
    rows = Prison.objects.order_by("short_name").values_list(
        "site__slug",
        "short_name",
        "xjustiz_id",
        "site__city",
        "site__land_id",
        "site__lat",
        "site__lon",
        "site__land__plane",
    )
    return tuple(PrisonName(*row[:7], plane=row[7] or Plane.EARTH) for row in rows)


def match_prison(names: Iterable[PrisonName], typed: str) -> PrisonName | None:
    """The prison TYPED names: by slug, by whole name, or by the only name that contains it; None
    where it is unclear.
    """
    wanted = fold(typed.strip())
    if len(wanted) < 3:
        return None
    exact = [prison for prison in names if typed == prison.slug or fold(prison.name) == wanted]
    if exact:
        return exact[0]
    close = [prison for prison in names if wanted in fold(prison.name)]
    return close[0] if len(close) == 1 else None


def organisation_ids() -> list[UUID]:
    """Every organisation: what periodic jobs loop over."""
    return list(Organisation.objects.order_by("pk").values_list("pk", flat=True))


def own_organisation(actor: Actor) -> Organisation:
    """The actor's organisation."""
    return Organisation.objects.select_related("land").get(pk=actor.organisation)


def own_sites(actor: Actor) -> QuerySet[Site]:
    """The sites of the actor's organisation."""
    return Site.objects.visible_to(actor).select_related("prison", "land").order_by("name")


def own_site(actor: Actor, slug: str) -> Site:
    """One of them; Site.DoesNotExist for a foreign one."""
    return own_sites(actor).get(slug=slug)


def with_hidden_address(site: Site) -> Site:
    """SITE with the street and postcode that only its own organisation reads, in memory: for its
    forms and pages, never to be saved as it is.
    """
    hidden = getattr(site, "hidden", None) if site.confidential else None
    if hidden is not None:
        site.street, site.postcode = hidden.street or "", hidden.postcode or ""
    return site


def own_addresses(actor: Actor) -> list[Site]:
    """The sites of the actor's organisation, with their hidden addresses."""
    return [with_hidden_address(site) for site in own_sites(actor).select_related("hidden")]


def own_address(actor: Actor, slug: str) -> Site:
    """One of them; Site.DoesNotExist for a foreign one."""
    return with_hidden_address(own_sites(actor).select_related("hidden").get(slug=slug))


def own_hidden_streets(organisation: Organisation) -> list[str]:
    """The streets that ORGANISATION keeps to itself."""
    return list(streets_hidden_by(organisation.pk).values())


def streets_hidden_by(organisation_id: UUID) -> dict[UUID, str]:
    """{site: the street it keeps to itself} of the organisation entered."""
    rows = HiddenAddress.objects.filter(organisation=organisation_id)
    return {row.site_id: row.street for row in rows if row.street}


def hidden_street(site: Site) -> str:
    """The street that SITE keeps to itself, for its own organisation; '' where it keeps none."""
    if not site.confidential:
        return ""
    hidden = HiddenAddress.objects.filter(site=site.pk).first()
    return (hidden.street or "") if hidden else ""


def site_entry(site: Site) -> sameness.Entry:
    """What is compared of a site."""
    where = sameness.Where(street=site.street, postcode=site.postcode, city=site.city)
    return sameness.Entry(site.name, where)


def site_doubles(site: Site, before: sameness.Entry | None) -> list[Double]:
    """Sites of the same organisation that SITE equals now and did not BEFORE. At most one
    statement.
    """
    after = site_entry(site)
    if before == after:
        return []
    rows = Site.objects.filter(organisation_id=site.organisation_id).exclude(pk=site.pk)
    others = [with_hidden_address(one) for one in rows.select_related("hidden").order_by("name")]
    return [
        Double(
            str(one.pk),
            one.name,
            ", ".join(part for part in (one.street, one.city) if part),
            reverse("organisations:edit_site", args=[one.slug]),
        )
        for one in others
        if sameness.becomes_same(before, after, site_entry(one), sameness.is_same_site)
    ]


def contact_entry(contact: ContactPerson, name: str) -> sameness.Entry:
    """What is compared of a contact person whose NAME is public or sealed."""
    where = sameness.Where(site=str(contact.site_id or ""))
    return sameness.Entry(contact.function, where, who=name)


def known_name(contact: ContactPerson) -> str:
    """The name of a contact person, for her own organisation."""
    detail = getattr(contact, "detail", None)
    return contact.public_name or (detail.name if detail else "") or ""


def contact_doubles(
    contact: ContactPerson, name: str, before: sameness.Entry | None
) -> list[Double]:
    """Contact persons of the same organisation that CONTACT, called NAME, equals now and did not
    BEFORE. At most one statement.
    """
    after = contact_entry(contact, name)
    if before == after:
        return []
    rows = ContactPerson.objects.filter(organisation_id=contact.organisation_id)
    others = rows.exclude(pk=contact.pk).select_related("detail", "site")
    return [
        Double(
            one.code,
            one.function,
            ", ".join(
                part for part in (known_name(one), one.site.name if one.site else "") if part
            ),
            reverse("offers:edit_contact", args=[one.code]),
        )
        for one in others.order_by("function", "code")
        if sameness.becomes_same(
            before, after, contact_entry(one, known_name(one)), sameness.is_same
        )
    ]


def organisation_entry(name: str, city: str) -> sameness.Entry:
    """What is compared of an organisation."""
    return sameness.Entry(name, sameness.Where(city=city))


def organisation_doubles(organisation: Organisation, before: sameness.Entry | None) -> list[Double]:
    """Organisations that ORGANISATION equals now and did not BEFORE. At most one statement."""
    after = organisation_entry(organisation.name, organisation.city)
    if before == after:
        return []
    rows = Organisation.objects.exclude(pk=organisation.pk).order_by("name", "slug")
    return [
        Double(slug, name, city, reverse("directory:organisation", args=[slug]))
        for slug, name, city in rows.values_list("slug", "name", "city")
        if sameness.becomes_same(
            before, after, organisation_entry(name, city), sameness.is_same_organisation
        )
    ]


def own_contacts(actor: Actor) -> QuerySet[ContactPerson]:
    """The contact persons of the actor's organisation, unpublished ones with their sealed
    details.
    """
    return (
        ContactPerson.objects.visible_to(actor)
        .select_related("detail", "site")
        .order_by("function", "code")
    )


def with_prison_names(contacts: Iterable[ContactPerson]) -> list[ContactPerson]:
    """The same contact persons with `serves_names` filled: the prisons a function stands for."""
    listed = list(contacts)
    codes = {code for contact in listed for code in contact.serves}
    found = Prison.objects.filter(xjustiz_id__in=codes) if codes else Prison.objects.none()
    names = dict(found.values_list("xjustiz_id", "short_name"))
    for contact in listed:
        contact.serves_names = [names[code] for code in contact.serves if code in names]
    return listed


def merged(contacts: Iterable[ContactPerson]) -> list[ContactPerson]:
    """The same contact persons, those with the same function and public details as one entry that
    names all the prisons it stands for.
    """
    entries: dict[tuple[str, ...], ContactPerson] = {}
    for contact in with_prison_names(contacts):
        details = (contact.public_name, contact.public_phone, contact.public_email)
        key = (contact.function, contact.deputy_function, *details)
        entry = entries.setdefault(key if contact.published else (contact.code,), contact)
        if entry is not contact:
            entry.serves_names = [*entry.serves_names, *contact.serves_names]
    return list(entries.values())


def own_contact(actor: Actor, code: str) -> ContactPerson:
    """One of them; ContactPerson.DoesNotExist for a foreign one."""
    return own_contacts(actor).get(code=code)


def contacts_held_by(actor: Actor, membership_id: UUID) -> QuerySet[ContactPerson]:
    """The functions a membership answers for."""
    return own_contacts(actor).filter(membership_id=membership_id)


def common_mailbox(organisation: Organisation) -> str:
    """The mailbox of a whole organisation, else of one of its sites; '' where none is known."""
    if organisation.email:
        return organisation.email
    sites = Site.objects.filter(organisation=organisation).exclude(email="")
    return sites.order_by("name").values_list("email", flat=True).first() or ""


def office_for(organisation: Organisation) -> Organisation | None:
    """The coordination office of the organisation's Land, else whoever runs the installation; None
    where there is neither, or where she would be asked about herself.
    """
    others = Organisation.objects.exclude(pk=organisation.pk)
    offices = others.filter(kind=COORDINATION, land_id=organisation.land_id)
    runs = others.filter(key=settings.OPERATOR)
    return offices.order_by("name").first() or runs.first()
