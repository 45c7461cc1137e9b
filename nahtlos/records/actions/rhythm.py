"""How often one wants to be in touch, when next, and that there is no contact at the moment."""

from dataclasses import replace
from datetime import date

from django.db import transaction

from nahtlos.cases.actions import note_event
from nahtlos.cases.actions.held import plausible
from nahtlos.cases.models import Case
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import Stale, version_of
from nahtlos.records.actions.held import held_for
from nahtlos.records.models import Rhythm
from nahtlos.records.rules.contact import LONGEST, SHORTEST, Agreed, next_after, quiet_from


def follow_contact(case: Case, on: date) -> None:
    """The person was reached ON a day: what follows from that. The caller holds the case. An
    earlier contact that is noted late changes nothing.
    """
    row = Rhythm.objects.filter(case=case).first()
    if row is None:
        return
    fresh = next_after(row.agreed, on)
    overtaken = row.next_on and fresh.next_on and fresh.next_on < row.next_on
    if overtaken or (row.quiet_since and on < row.quiet_since):
        return
    row.agreed = fresh
    row.save()


@transaction.atomic
def agree_rhythm(*, actor: Actor, case: Case, agreed: Agreed, quiet: bool, version: str) -> Rhythm:
    """Say how often, when next, or that there is no contact at the moment (QUIET; then `agreed`
    may hold a day to ask again). VERSION is that of the row, '' where there is none yet.
    """
    current = held_for(actor, case)
    _check(agreed, quiet=quiet)
    row: Rhythm | None = Rhythm.objects.select_for_update().filter(case=current).first()
    fresh = _fresh(row, agreed, quiet=quiet)
    if row is not None and row.agreed == fresh:
        return row
    if version_of(row) != version:
        raise Stale
    saved = row or Rhythm(organisation_id=current.organisation_id, case=current)
    saved.agreed = fresh
    saved.save()
    verb = "contact_quiet" if quiet else "rhythm_agreed"
    note_event(actor=actor, case=current, verb=verb)
    audit.record(actor, Verb.CHANGED, "rhythm", current.code, {"quiet": quiet})
    return saved


def _fresh(row: Rhythm | None, agreed: Agreed, *, quiet: bool) -> Agreed:
    if quiet:
        before = row.quiet_since if row else None
        return quiet_from(replace(agreed, quiet_since=before), today(), agreed.follow_up_on)
    return Agreed(every_days=agreed.every_days, next_on=agreed.next_on)


def _check(agreed: Agreed, *, quiet: bool) -> None:
    if agreed.every_days is not None and not SHORTEST <= agreed.every_days <= LONGEST:
        raise Refused("Bitte nennen Sie 1 bis 365 Tage.", field="every_days")
    day, name = (agreed.follow_up_on, "follow_up_on") if quiet else (agreed.next_on, "next_on")
    plausible(day, name)
    if day is not None and day < today():
        raise Refused("Dieser Tag ist schon vorbei.", field=name)
