"""Everything people do with an organisation, its sites and its contact persons."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from nahtlos.foundation import audit, vault
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import today
from nahtlos.foundation.codes import new_code
from nahtlos.foundation.provenance import Provenance, State, columns_of
from nahtlos.foundation.ruling import states
from nahtlos.foundation.slugs import free_slug
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import require_version
from nahtlos.organisations import policy
from nahtlos.organisations.models import ContactDetail, ContactPerson, Organisation, Site
from nahtlos.organisations.queries import contacts_held_by, find_places

PUBLIC_DETAILS = ("name", "phone", "email")
BY_THEMSELVES = "die Organisation selbst"


def confirmed_by_themselves() -> Provenance:
    """The provenance of what an organisation writes about itself today."""
    return Provenance(
        source=BY_THEMSELVES, checked_on=today(), checked_by=BY_THEMSELVES, state=State.CONFIRMED
    )


def put_on_map(thing: Organisation | Site) -> None:
    """Put THING on the map: the centre of its postcode or town; off the map where that is not
    known.
    """
    found = find_places(thing.postcode or thing.city)
    place = (
        found[0] if found and (thing.postcode or len({p.district for p in found}) == 1) else None
    )
    thing.lat, thing.lon = (place.lat, place.lon) if place else (None, None)
    thing.land_id = place.land if place else thing.land_id
    thing.district_id = place.district if place else None


def _apply(thing: Any, values: Mapping[str, Any]) -> list[str]:  # noqa: ANN401
    """Write VALUES into THING; the names of the fields that changed."""
    changed = [name for name, value in values.items() if getattr(thing, name) != value]
    for name in changed:
        setattr(thing, name, values[name])
    return changed


@transaction.atomic
def found_organisation(
    *, operator: Actor, name: str, kind: str, city: str, is_sample: bool = False
) -> Organisation:
    """The operator adds a tenant: its row, its data key, its first chain entry."""
    organisation = Organisation(
        name=name, kind=kind, city=city, slug=free_slug(name, Organisation), is_sample=is_sample
    )
    organisation.key = f"own:{organisation.slug}"
    with tenant(organisation.pk):
        put_on_map(organisation)
        organisation.save(force_insert=True)
        vault.create_key(organisation.pk)
        audit.record(operator, Verb.CREATED, "organisation", organisation.slug)
    return organisation


@transaction.atomic
def edit_organisation(
    *,
    actor: Actor,
    organisation: Organisation,
    values: Mapping[str, Any],
    version: str,
    confirms: bool = True,
) -> Organisation:
    """Write the organisation's own facts; they count as confirmed today, unless CONFIRMS is false:
    then nothing is said of the others. VERSION is the state the form was made from; Stale where
    somebody was faster.
    """
    require(policy.can_edit_organisation(actor))
    current = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require_version(current, version)
    changed = _apply(current, values)
    if confirms:
        put_on_map(current)
        current.facts = confirmed_by_themselves()
    current.save()
    audit.record(actor, Verb.CHANGED, "organisation", current.slug, {"fields": changed})
    return current


@transaction.atomic
def confirm_organisation(*, actor: Actor, organisation: Organisation) -> None:
    """Everything is still true: renew the date."""
    require(policy.can_edit_organisation(actor))
    organisation.facts = confirmed_by_themselves()
    organisation.save(update_fields=columns_of("facts"))
    audit.record(actor, Verb.CONFIRMED, "organisation", organisation.slug)


@transaction.atomic
def save_site(
    *,
    actor: Actor,
    site: Site | None,
    values: Mapping[str, Any],
    version: str = "",
    confirms: bool = True,
) -> Site:
    """Add a site (SITE None) or change one, made from its state VERSION; Stale where somebody was
    faster. CONFIRMS false: says nothing of what else stands there.
    """
    require(policy.can_edit_organisation(actor))
    verb = Verb.CHANGED if site else Verb.CREATED
    if site is not None:
        site = Site.objects.select_for_update().get(pk=site.pk)
        require_version(site, version)
    else:
        site = Site(organisation_id=actor.organisation, slug=free_slug(values["name"], Site))
    changed = _apply(site, values)
    if confirms:
        put_on_map(site)
        site.address = site.contact = confirmed_by_themselves()
    site.save()
    audit.record(actor, verb, "site", site.slug, {"fields": changed})
    return site


@transaction.atomic
def remove_sites(*, actor: Actor, sites: Sequence[Site], unchanged_since: datetime) -> int:
    """Take SITES away again that were added by mistake; how many. Those that somebody changed
    since, or where a contact person sits, stay.
    """
    require(policy.can_edit_organisation(actor))
    return withdraw_sites(actor, sites, unchanged_since)


def withdraw_sites(actor: Actor, sites: Sequence[Site], unchanged_since: datetime) -> int:
    """As above, for an action that has asked whether ACTOR may."""
    rows = Site.objects.visible_to(actor).select_for_update(of=("self",))
    keys = [site.pk for site in sites]
    free = rows.filter(pk__in=keys, contacts=None, prison=None, changed_at__lte=unchanged_since)
    for site in (found := list(free)):
        audit.record(actor, Verb.ENDED, "site", site.slug)
        site.delete()
    return len(found)


@states(
    "Verzeichnis",
    "Name und Nummer einer Ansprechperson sind nur öffentlich, wenn sie einverstanden ist.",
    checked_on=date(2026, 11, 25),
    proven_by=(
        "tests/foundation/test_tenancy.py::test_unpublished_contacts_are_not_in_the_public_table",
    ),
)
def _write_details(contact: ContactPerson, values: Mapping[str, Any]) -> None:
    """Published details go to the public columns; unpublished ones are sealed. Never both."""
    detail = ContactDetail.objects.filter(contact=contact).first() or ContactDetail(
        contact=contact, organisation_id=contact.organisation_id
    )
    for name in PUBLIC_DETAILS:
        setattr(contact, f"public_{name}", values[name] if contact.published else "")
        setattr(detail, name, "" if contact.published else values[name])
    detail.deputy_name = values["deputy_name"]
    contact.named = bool(values["name"] or values["phone"] or values["email"])
    contact.save()
    detail.save()


@transaction.atomic
def save_contact(
    *, actor: Actor, contact: ContactPerson | None, values: Mapping[str, Any], version: str = ""
) -> ContactPerson:
    """Add a contact person (CONTACT None) or change one, made from its state VERSION; Stale where
    somebody was faster. Saving confirms it today.
    """
    require(policy.can_edit_contacts(actor))
    verb = Verb.CHANGED if contact else Verb.CREATED
    if contact is not None:
        contact = ContactPerson.objects.select_for_update().get(pk=contact.pk)
        require_version(contact, version)
    else:
        contact = ContactPerson(organisation_id=actor.organisation, code=new_code("P"))
    for name in ("function", "deputy_function", "topics", "published", "site", "membership_id"):
        setattr(contact, name, values[name])
    contact.confirmed_on = today()
    _write_details(contact, values)
    audit.record(actor, verb, "contact", contact.code, {"published": contact.published})
    return contact


@transaction.atomic
def confirm_contact(*, actor: Actor, contact: ContactPerson) -> None:
    """The entry is still right: renew the date."""
    require(policy.can_edit_contacts(actor))
    contact.confirmed_on = today()
    contact.save(update_fields=["confirmed_on"])
    audit.record(actor, Verb.CONFIRMED, "contact", contact.code)


@transaction.atomic
def remove_contact(*, actor: Actor, contact: ContactPerson) -> None:
    """The function does not exist any more."""
    require(policy.can_edit_contacts(actor))
    code = contact.code
    contact.delete()
    audit.record(actor, Verb.ENDED, "contact", code)


@transaction.atomic
def hand_over_contacts(*, actor: Actor, from_membership: UUID, to_membership: UUID | None) -> int:
    """Give every function one membership answers for to another; how many. Refused where nobody
    takes them.
    """
    held = list(contacts_held_by(actor, from_membership))
    if held and to_membership is None:
        raise Refused(
            "Für diese Zuständigkeiten braucht es eine Nachfolge. Bitte wählen Sie eine Person.",
            field="successor",
        )
    for contact in held:
        contact.membership_id = to_membership
        contact.confirmed_on = None
        contact.save(update_fields=["membership_id", "confirmed_on", "changed_at"])
        audit.record(actor, Verb.HANDED_OVER, "contact", contact.code)
    return len(held)
