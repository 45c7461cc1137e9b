"""A prison says what holds for visits, and that it still holds."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from django.db import transaction

from nahtlos.directory import policy
from nahtlos.directory.models import VisitingFact
from nahtlos.directory.rules import catalogue
from nahtlos.directory.rules.visiting import fingerprint
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.provenance import Provenance, columns_of
from nahtlos.foundation.ruling import states
from nahtlos.foundation.versions import Stale
from nahtlos.organisations.actions import confirmed_by_themselves
from nahtlos.organisations.models import Site

LOW: Final = "low"
HIGH: Final = "high"


@states(
    "Haftanstalten",
    "Was eine Anstalt über Besuche nicht gesagt hat, heißt unbekannt und nie nein.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/directory/test_visiting.py::test_what_is_emptied_is_unknown_again_and_never_no",
        "tests/directory/test_prison_page.py::test_what_nobody_told_is_named_and_never_no",
    ),
)
@transaction.atomic
def save_visits(
    *, actor: Actor, site: Site, group: str, custody: str, values: Mapping[str, str], version: str
) -> None:
    """Write what holds in one GROUP of the record of SITE for one kind of CUSTODY ('' for all):
    VALUES {field: value, '' for unknown}. Everything in it counts as confirmed today. VERSION is
    the fingerprint the form was made from; Stale where somebody was faster.
    """
    require(policy.can_edit_visits(actor))
    fields = [field.code for field in catalogue.visiting_fields() if field.group == group]
    changed = write_visits(site, fields, custody, values, version)
    audit.record(actor, Verb.CHANGED, "visits", site.slug, {"fields": changed, "custody": custody})


def write_visits(
    site: Site, fields: Iterable[str], custody: str, values: Mapping[str, str], version: str
) -> list[str]:
    """The writing of it, under a lock on the site; the fields that changed."""
    Site.objects.select_for_update().get(pk=site.pk)
    listed = list(fields)
    rows = VisitingFact.objects.filter(site=site, custody=custody, field__in=listed)
    shown = list(rows.exclude(confidence=LOW))
    if fingerprint(shown) != version:
        raise Stale
    before = {field: [row.value for row in shown if row.field == field] for field in listed}
    told = {field: values[field] for field in listed if values.get(field)}
    after = {field: [told[field]] if field in told else [] for field in listed}
    changed = [field for field in listed if before[field] != after[field]]
    # What was found without being sure stays for whoever checks it, until somebody says better.
    rows.exclude(confidence=LOW).delete()
    rows.filter(field__in=told).delete()
    VisitingFact.objects.bulk_create(
        _confirmed(site, field, custody, value) for field, value in told.items()
    )
    return changed


def _confirmed(site: Site, field: str, custody: str, value: str) -> VisitingFact:
    fact = VisitingFact(
        organisation_id=site.organisation_id,
        site=site,
        field=field,
        custody=custody,
        value=value,
        confidence=HIGH,
    )
    fact.facts = confirmed_by_themselves()
    return fact


@transaction.atomic
def confirm_visits(*, actor: Actor, site: Site) -> None:
    """Everything that families read there is still true."""
    require(policy.can_edit_visits(actor))
    renew_visits(site, confirmed_by_themselves())
    audit.record(actor, Verb.CONFIRMED, "visits", site.slug)


def renew_visits(site: Site, facts: Provenance) -> None:
    """Write the provenance FACTS to everything that families read of SITE."""
    rows = list(VisitingFact.objects.select_for_update().filter(site=site).exclude(confidence=LOW))
    for row in rows:
        row.facts = facts
    VisitingFact.objects.bulk_update(rows, columns_of("facts"))
