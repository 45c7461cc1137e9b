"""Everything people do with an organisation and its contact persons."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from nahtlos.foundation import audit, vault
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import today
from nahtlos.foundation.codes import new_code
from nahtlos.foundation.doubles import require_new
from nahtlos.foundation.provenance import Provenance, State, columns_of
from nahtlos.foundation.ruling import states
from nahtlos.foundation.slugs import free_slug
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import require_version
from nahtlos.organisations import policy
from nahtlos.organisations.models import ContactDetail, ContactPerson, Organisation, Site
from nahtlos.organisations.queries import (
    contact_doubles,
    contact_entry,
    contacts_held_by,
    find_places,
    known_name,
    organisation_doubles,
    organisation_entry,
    own_hidden_streets,
    town_centre,
)
from nahtlos.organisations.rules.sameness import tells_street

SAME_STREET = (
    "Das ist die vertrauliche Adresse eines Standorts. Als Anschrift der Organisation wäre sie"
    " öffentlich. Bitte tragen Sie hier eine andere ein oder lassen Sie das Feld leer."
)
PUBLIC_DES = ("name", "phone", "email")
BY_THEMSELVES = "die Organisation selbst"


def confirmed_by_themselves() -> Provenance:
    """The provenance of what an organisation writes about itself today."""
    return Provenance(
        source=BY_THEMSELVES, checked_on=today(), checked_by=BY_THEMSELVES, state=State.CONFIRMED
    )


def put_on_map(thing: Organisation | Site) -> None:
    """Put THING on the map: the centre of its postcode or town, of a confidential site the middle
    of its town; off the map where that is not known.
    """
    if isinstance(thing, Site) and thing.confidential:
        found = town_centre(thing.city, thing.postcode)
    else:
        places = find_places(thing.postcode or thing.city)
        clear = thing.postcode or len({one.district for one in places}) == 1
        found = places[0] if places and clear else None
    thing.lat, thing.lon = (found.lat, found.lon) if found else (None, None)
    thing.land_id = found.land if found else thing.land_id
    thing.district_id = found.district if found else None


def keep_secret(organisation: Organisation) -> None:
    """Refused where the public address of ORGANISATION gives that of a confidential site away."""
    hidden = own_hidden_streets(organisation)
    if any(tells_street(organisation.street, street) for street in hidden):
        raise Refused(SAME_STREET, field="street")


def apply(thing: Any, values: Mapping[str, Any]) -> list[str]:  # noqa: ANN401 (any row)
    """Write VALUES into THING; the names of the fields that changed."""
    changed = [name for name, value in values.items() if getattr(thing, name) != value]
    for name in changed:
        setattr(thing, name, values[name])
    return changed


@transaction.atomic
def found_organisation(
    *,
    operator: Actor,
    name: str,
    kind: str,
    city: str,
    is_sample: bool = False,
    anyway: Collection[str] = (),
) -> Organisation:
    """The operator adds a tenant: its row, its data key, its first chain entry. AlreadyThere where
    one of its name is not among ANYWAY.
    """
    organisation = Organisation(
        name=name, kind=kind, city=city, slug=free_slug(name, Organisation), is_sample=is_sample
    )
    organisation.key = f"own:{organisation.slug}"
    require_new(organisation_doubles(organisation, None), anyway)
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
    anyway: Collection[str] = (),
) -> Organisation:
    """Write the organisation's own facts; they count as confirmed today, unless CONFIRMS is false:
    then nothing is said of the others. VERSION is the state the form was made from; Stale where
    somebody was faster, AlreadyThere where it becomes like another that is not among ANYWAY.
    """
    require(policy.can_edit_organisation(actor))
    current = Organisation.objects.select_for_update().get(pk=organisation.pk)
    require_version(current, version)
    before = organisation_entry(current.name, current.city)
    changed = apply(current, values)
    require_new(organisation_doubles(current, before), anyway)
    if "street" in changed:
        keep_secret(current)
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
    for name in PUBLIC_DES:
        setattr(contact, f"public_{name}", values[name] if contact.published else "")
        setattr(detail, name, "" if contact.published else values[name])
    detail.deputy_name = values["deputy_name"]
    contact.named = bool(values["name"] or values["phone"] or values["email"])
    contact.save()
    detail.save()


@transaction.atomic
def save_contact(
    *,
    actor: Actor,
    contact: ContactPerson | None,
    values: Mapping[str, Any],
    version: str = "",
    anyway: Collection[str] = (),
) -> ContactPerson:
    """Add a contact person (CONTACT None) or change one, made from its state VERSION; Stale where
    somebody was faster, AlreadyThere where it becomes like another that is not among ANYWAY.
    Saving confirms it today.
    """
    require(policy.can_edit_contacts(actor))
    verb = Verb.CHANGED if contact else Verb.CREATED
    if contact is not None:
        contact = ContactPerson.objects.select_for_update().get(pk=contact.pk)
        require_version(contact, version)
        before = contact_entry(contact, known_name(contact))
    else:
        before = None
        contact = ContactPerson(organisation_id=actor.organisation, code=new_code("P"))
    for name in ("function", "deputy_function", "topics", "published", "site", "membership_id"):
        setattr(contact, name, values[name])
    require_new(contact_doubles(contact, values["name"], before), anyway)
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
