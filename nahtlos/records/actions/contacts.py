"""Contacts: noted in seconds, corrected by who noted them, with their time counted for the
organisation.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.http import Http404

from nahtlos.cases.actions import note_event
from nahtlos.cases.models import Case
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.versions import require_version
from nahtlos.records import policy
from nahtlos.records.actions.held import author_of, code_for, held_for, past
from nahtlos.records.actions.rhythm import follow_contact
from nahtlos.records.models import Contact
from nahtlos.records.rules.vocabulary import (
    AREAS,
    GENERAL,
    WITHOUT_VICTIMS,
    Concerned,
    ContactChannel,
)

LONGEST_NOTE: Final = 500
# A day, in minutes, for one theme.
MOST_MINUTES: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class ContactMade:
    """What is noted of a contact. minutes: {area of life, '' for none: minutes}."""

    on: date | None
    channel: str
    concerned: str
    reached: bool
    minutes: Mapping[str, int] = field(default_factory=dict)
    note: str = ""


@transaction.atomic
def log_contact(*, actor: Actor, case: Case, values: ContactMade) -> Contact:
    """A new contact of the actor's. Where the person was reached, the rhythm goes on from there."""
    current = held_for(actor, case)
    fresh = _checked(values)
    contact = Contact(
        organisation_id=current.organisation_id,
        case=current,
        code=code_for("T", lambda code: Contact.objects.filter(case=current, code=code).exists()),
        author_id=author_of(actor),
        **fresh,
    )
    contact.save(force_insert=True)
    _count(contact.organisation_id, contact.on, contact.minutes)
    if contact.reached and contact.concerned == Concerned.CLIENT:
        follow_contact(current, contact.on)
    detail = {"channel": contact.channel, "reached": contact.reached}
    verb = "contact_made" if contact.reached else "contact_missed"
    note_event(actor=actor, case=current, verb=verb, about=contact.code, detail=detail)
    audit.record(actor, Verb.CREATED, "contact", current.code, {"contact": contact.code, **detail})
    return contact


def _checked(values: ContactMade) -> dict[str, Any]:
    if values.channel not in list(ContactChannel):
        raise Refused("Bitte wählen Sie, auf welchem Weg.", field="channel")
    if values.concerned not in WITHOUT_VICTIMS:
        raise Refused("Bitte wählen Sie, mit wem.", field="concerned")
    if len(values.note.strip()) > LONGEST_NOTE:
        raise Refused("Bitte schreiben Sie kürzer: höchstens 500 Zeichen.", field="note")
    return {
        "on": past(values.on, "on"),
        "channel": values.channel,
        "concerned": values.concerned,
        "reached": values.reached,
        "minutes": _minutes(values.minutes),
        "note": values.note.strip(),
    }


def _minutes(minutes: Mapping[str, int]) -> dict[str, int]:
    if set(minutes) - {*AREAS, GENERAL}:
        raise Refused("Bitte wählen Sie ein Thema aus der Liste.", field="area_1")
    if any(not 0 < many <= MOST_MINUTES for many in minutes.values()):
        raise Refused("Bitte nennen Sie 1 bis 1.440 Minuten.", field="minutes_1")
    return dict(minutes)


# One statement, so that two who note a contact at the same moment are both counted.
_ADD: Final = """
INSERT INTO records_monthlyminutes AS kept (id, organisation_id, month, area, minutes)
VALUES (gen_random_uuid(), %(organisation)s, %(month)s, %(area)s, greatest(%(minutes)s, 0))
ON CONFLICT (organisation_id, month, area)
DO UPDATE SET minutes = greatest(kept.minutes + %(minutes)s, 0)
"""


def _count(organisation_id: UUID, on: date, minutes: Mapping[str, int], sign: int = 1) -> None:
    """Add MINUTES to the organisation's month of ON; with SIGN -1 take them away again."""
    with connection.cursor() as cursor:
        for area, many in sorted(minutes.items()):
            cursor.execute(
                _ADD,
                {
                    "organisation": organisation_id,
                    "month": on.replace(day=1),
                    "area": area,
                    "minutes": many * sign,
                },
            )


def own_contact(actor: Actor, case: Case, code: str) -> Contact:
    """The contact CODE of a case, locked, for who noted it; Http404 for everybody else."""
    rows = Contact.objects.select_for_update(no_key=True)
    contact: Contact | None = rows.filter(case=case, code=code).first()
    if contact is None:
        raise Http404
    require(policy.can_change_entry(actor, contact.author_id))
    return contact


@transaction.atomic
def change_contact(
    *, actor: Actor, case: Case, code: str, values: ContactMade, version: str
) -> Contact:
    """Correct what was noted; its time is counted anew. Stale where it was changed since VERSION.
    The same again changes nothing.
    """
    current = held_for(actor, case)
    contact = own_contact(actor, current, code)
    fresh = _checked(values)
    if all(getattr(contact, name) == value for name, value in fresh.items()):
        return contact
    require_version(contact, version)
    _count(contact.organisation_id, contact.on, contact.minutes, -1)
    for name, value in fresh.items():
        setattr(contact, name, value)
    contact.save()
    _count(contact.organisation_id, contact.on, contact.minutes)
    note_event(actor=actor, case=current, verb="contact_changed", about=contact.code)
    audit.record(actor, Verb.CHANGED, "contact", current.code, {"contact": contact.code})
    return contact


@transaction.atomic
def remove_contact(*, actor: Actor, case: Case, code: str) -> None:
    """Remove a contact that was noted by mistake; its time is not counted any more."""
    current = held_for(actor, case)
    contact = own_contact(actor, current, code)
    _count(contact.organisation_id, contact.on, contact.minutes, -1)
    contact.delete()
    note_event(actor=actor, case=current, verb="contact_removed", about=code)
    audit.record(actor, Verb.ENDED, "contact", current.code, {"contact": code})
