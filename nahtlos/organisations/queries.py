"""What is seen of places and organisations."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from nahtlos.foundation.access import Actor
from nahtlos.foundation.folding import fold
from nahtlos.foundation.lately import lately
from nahtlos.organisations.models import ContactPerson, Organisation, Postcode, Prison, Site
from nahtlos.organisations.models.place import Plane

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
    name = fold(typed.strip())[:80]
    if len(name) < 2:
        return []
    # One row for each town of a name: the postcode that comes first.
    towns = rows.order_by("folded", "place", "district", "plz").distinct(
        "folded", "place", "district"
    )
    exact = towns.filter(folded=name)[:MOST_PLACES]
    found = list(exact) or towns.filter(folded__startswith=name)[:MOST_PLACES]
    return [_place(row, by_name=True) for row in found]


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
