"""What a coordination office does for organisations that do not keep their entry themselves: it
adds them, and stands in for them. Whatever they wrote themselves is left alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from nahtlos.foundation import audit, vault
from nahtlos.foundation.access import Actor, Role
from nahtlos.foundation.access.actor import require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import today
from nahtlos.foundation.provenance import Provenance, State
from nahtlos.foundation.slugs import free_slug
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations import policy
from nahtlos.organisations.actions.own import BY_THEMSELVES, put_on_map
from nahtlos.organisations.actions.sites import withdraw_sites
from nahtlos.organisations.models import Organisation, Site


def found_by(office: Organisation) -> Provenance:
    """The provenance of what OFFICE writes about somebody else today."""
    name = office.name[:120]
    return Provenance(source=name, checked_on=today(), checked_by=name, state=State.FOUND)


def standing_in(actor: Actor, office: Organisation, organisation: Organisation) -> Actor:
    """ACTOR of OFFICE as she acts inside ORGANISATION: with no other role than that of her office.
    Refused where the office does not look after it.
    """
    require(policy.can_look_after(actor, office, organisation))
    return replace(
        actor,
        organisation_id=organisation.pk,
        organisation_name=organisation.name,
        roles=frozenset({Role.COORDINATION}),
    )


@transaction.atomic
def found_looked_after(
    *, actor: Actor, office: Organisation, values: Mapping[str, Any]
) -> Organisation:
    """Add an organisation that OFFICE looks after from now on: its row, its data key, its first
    chain entry. It has no members. Invented as far as the office is.
    """
    row = Organisation(**values, looked_after=True, is_sample=office.is_sample)
    row.slug = free_slug(row.name, Organisation)
    row.key = f"own:{row.slug}"[:60]
    if Organisation.objects.filter(key=row.key).exists():
        row.key = f"own:{row.pk}"
    row.land_id = office.land_id
    put_on_map(row)
    deputy = standing_in(actor, office, row)
    row.facts = found_by(office)
    with tenant(row.pk, actor.account_id):
        row.save(force_insert=True)
        vault.create_key(row.pk)
        audit.record(deputy, Verb.CREATED, "organisation", row.slug, {"office": office.slug})
    return row


@transaction.atomic
def add_site_looked_after(
    *, actor: Actor, office: Organisation, organisation: Organisation, values: Mapping[str, Any]
) -> Site:
    """Add a site to an organisation that OFFICE looks after, whose tenant is entered."""
    deputy = standing_in(actor, office, organisation)
    site = Site(**values, organisation=organisation, slug=free_slug(values["name"], Site))
    put_on_map(site)
    site.address = site.contact = found_by(office)
    site.save(force_insert=True)
    audit.record(deputy, Verb.CREATED, "site", site.slug)
    return site


@transaction.atomic
def withdraw_looked_after(
    *,
    actor: Actor,
    office: Organisation,
    organisation: Organisation,
    sites: Sequence[Site],
    unchanged_since: datetime,
) -> int:
    """Take SITES away again that the office added to ORGANISATION, whose tenant is entered; how
    many.
    """
    return withdraw_sites(standing_in(actor, office, organisation), sites, unchanged_since)


def remove_looked_after(
    *, actor: Actor, office: Organisation, organisation: Organisation, unchanged_since: datetime
) -> bool:
    """Take an organisation away again that OFFICE added by mistake, whose tenant is entered;
    whether it is gone. It stays where it wrote something itself since, or where somebody has begun
    to work with it.
    """
    deputy = standing_in(actor, office, organisation)
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if row.facts.source == BY_THEMSELVES or row.changed_at > unchanged_since:
        return False
    try:
        with transaction.atomic():
            row.delete()
            audit.record(deputy, Verb.ENDED, "organisation", row.slug)
    except ProtectedError:
        return False
    return True
