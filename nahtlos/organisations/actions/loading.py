"""Loads places and organisations from reference data: idempotent, in place, and never over what an
organisation wrote itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from django.db import transaction

from nahtlos.foundation import audit, vault
from nahtlos.foundation.access import Actor, Kind
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.provenance import Provenance, State
from nahtlos.foundation.ruling import states
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.actions.own import BY_THEMSELVES
from nahtlos.organisations.models import District, Land, Organisation, Postcode, Prison, Site
from nahtlos.organisations.models.place import Plane
from nahtlos.organisations.rules import reference, towns
from nahtlos.organisations.rules.points import Outline, Projection

OWNER: Final = (
    "owner"  # reference data belongs to the installation: the application may read it only
)
OPERATOR: Final = Actor(kind=Kind.JOB, name="Betrieb")


def provenance(found: reference.Provenance) -> Provenance:
    """The page's value object for the reader's."""
    return Provenance(
        source=found.source[:400], checked_on=found.checked_on, state=State(found.state)
    )


def load_lands(
    lands: Iterable[reference.Land],
    outlines: Iterable[Outline],
    plane: Plane,
    projection: Projection,
) -> None:
    """Länder with their outlines, drawn on PLANE."""
    shapes = {outline.code: outline for outline in outlines}
    rows = [
        Land(
            code=land.code,
            iso=land.iso,
            ags=land.ags,
            name=land.name,
            population=land.population or None,
            population_on=land.population_on,
            plane=plane,
            outline=shapes[land.code].path if land.code in shapes else "",
            label_x=shapes[land.code].label[0] if land.code in shapes else None,
            label_y=shapes[land.code].label[1] if land.code in shapes else None,
            projection=asdict(projection),
        )
        for land in lands
    ]
    fields = [f.name for f in Land._meta.local_fields if not f.primary_key]
    Land.objects.using(OWNER).bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=fields
    )


def load_districts(districts: Iterable[reference.District], outlines: Iterable[Outline]) -> None:
    """Districts by their official key, with their outlines."""
    shapes = {outline.code: outline for outline in outlines}
    rows = [
        District(
            **_drawn(shapes.get(d.ags)),
            ags=d.ags,
            name=d.name,
            display_name=d.display_name,
            kind=d.kind,
            land_id=d.land,
            population=d.population or None,
            lat=d.lat,
            lon=d.lon,
        )
        for d in districts
    ]
    fields = [f.attname for f in District._meta.local_fields if not f.primary_key]
    District.objects.using(OWNER).bulk_create(
        rows, update_conflicts=True, unique_fields=["ags"], update_fields=fields
    )


def _drawn(shape: Outline | None) -> dict[str, Any]:
    if shape is None:
        return {"outline": "", "box": []}
    x, y = shape.label
    return {"outline": shape.path, "box": list(shape.box or ()), "label_x": x, "label_y": y}


def load_postcodes(postcodes: Iterable[reference.Postcode]) -> None:
    """Postcodes with their town's centre."""
    rows = [
        Postcode(
            plz=p.plz,
            place=p.place,
            folded=towns.town_key(p.place),
            lat=p.lat,
            lon=p.lon,
            land_id=p.land,
            district_id=p.ags,
            all_districts=list(p.all_ags),
        )
        for p in postcodes
    ]
    fields = ["place", "folded", "lat", "lon", "land", "district", "all_districts"]
    Postcode.objects.using(OWNER).bulk_create(
        rows, update_conflicts=True, unique_fields=["plz"], update_fields=fields, batch_size=2000
    )


def _known(key: str) -> Organisation | None:
    return Organisation.objects.filter(key=key).first()


def _save(organisation: Organisation, *, is_new: bool) -> None:
    """Inside the tenant: the row, and for a new organisation its data key and first chain entry."""
    organisation.save(force_insert=is_new)
    if is_new:
        vault.create_key(organisation.pk)
        audit.record(OPERATOR, Verb.CREATED, "organisation", organisation.slug)


@states(
    "Verzeichnis",
    "Was eine Organisation selbst geschrieben hat, wird beim Einlesen von Listen "
    "nicht überschrieben.",
    checked_on=date(2026, 11, 25),
    proven_by=("tests/directory/test_loading.py::test_what_an_organisation_wrote_itself_stays",),
)
def load_organisation(
    entry: reference.Organisation, point: tuple[float, float] | None, *, is_sample: bool = False
) -> Organisation:
    """One organisation, put at POINT (latitude, longitude); what it wrote itself stays."""
    row = _known(entry.key)
    if row is not None and row.facts.source == BY_THEMSELVES:
        return row
    is_new = row is None
    row = row or Organisation(key=entry.key)
    row.slug, row.name, row.kind, row.is_sample = entry.slug, entry.name, entry.kind, is_sample
    row.land_id, row.city, row.postcode, row.street = (
        entry.land,
        entry.city,
        entry.postcode,
        entry.street,
    )
    row.phone, row.email, row.website = entry.phone, entry.email, entry.website
    row.topics, row.about = list(entry.topics), entry.note if is_sample else ""
    row.lat, row.lon = point or (None, None)
    row.looked_after = True
    row.facts = provenance(entry.provenance)
    with tenant(row.pk):
        _save(row, is_new=is_new)
    return row


def _prison_organisation(entry: reference.Prison, *, is_sample: bool) -> tuple[Organisation, bool]:
    row = _known(f"jva:{entry.xjustiz_id}")
    is_new = row is None
    row = row or Organisation(key=f"jva:{entry.xjustiz_id}")
    row.slug, row.name, row.kind, row.is_sample = (
        entry.slug,
        entry.name,
        "prison_service",
        is_sample,
    )
    row.land_id, row.city, row.looked_after = entry.standing_land, entry.city, True
    row.lat, row.lon = entry.lat, entry.lon
    row.facts = provenance(entry.provenance.contact)
    return row, is_new


def _prison_site(entry: reference.Prison, organisation: Organisation) -> Site:
    known = Prison.objects.filter(xjustiz_id=entry.xjustiz_id).select_related("site").first()
    site = known.site if known else Site(organisation=organisation)
    site.organisation, site.slug, site.name = organisation, entry.slug, entry.name
    site.land_id, site.city = entry.standing_land, entry.city
    site.postcode, site.street = entry.postcode or "", entry.street or ""
    site.lat, site.lon = entry.lat, entry.lon
    site.phone, site.phone_note, site.email, site.website = (
        entry.phone,
        entry.phone_note,
        entry.email,
        entry.website,
    )
    site.address, site.contact = (
        provenance(entry.provenance.address),
        provenance(entry.provenance.contact),
    )
    site.save()
    return site


def _save_prison(entry: reference.Prison, organisation: Organisation) -> Site:
    site = _prison_site(entry, organisation)
    prison = Prison.objects.filter(site=site).first() or Prison(site=site)
    prison.organisation, prison.xjustiz_id, prison.short_name = (
        organisation,
        entry.xjustiz_id,
        entry.short_name,
    )
    prison.kind, prison.run_by_id, prison.kinds = entry.kind, entry.land, list(entry.kinds)
    prison.capacity = entry.capacity
    prison.capacity_facts, prison.kinds_facts = (
        provenance(entry.provenance.capacity),
        provenance(entry.provenance.kinds),
    )
    prison.save()
    return site


def load_prisons(
    entries: Sequence[reference.Prison], *, is_sample: bool = False
) -> dict[str, Site]:
    """Every prison as an organisation with a site; a branch is a further site of its parent.
    {XJustiz id: site}.
    """
    sites: dict[str, Site] = {}
    ids = {entry.xjustiz_id for entry in entries}
    for entry in sorted(entries, key=lambda one: one.parent_id in ids):
        with transaction.atomic():
            parent = sites.get(entry.parent_id or "")
            if parent is not None:
                organisation, is_new = parent.organisation, False
            else:
                organisation, is_new = _prison_organisation(entry, is_sample=is_sample)
            with tenant(organisation.pk):
                own = organisation.facts.source == BY_THEMSELVES
                if parent is None and not own:
                    _save(organisation, is_new=is_new)
                sites[entry.xjustiz_id] = (
                    _existing_site(entry) if own else _save_prison(entry, organisation)
                )
    return sites


def _existing_site(entry: reference.Prison) -> Site:
    return Site.objects.get(prison__xjustiz_id=entry.xjustiz_id)
