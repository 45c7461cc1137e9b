"""Writing down what holds in a Land: a draft, changed answer by answer, then published for good."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from django.db import IntegrityError, transaction

from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import now, today
from nahtlos.foundation.lately import forget
from nahtlos.foundation.ruling import states
from nahtlos.foundation.versions import require_version
from nahtlos.lands import policy, queries
from nahtlos.lands.models import LandEntry, LandProfile, ProfileState
from nahtlos.lands.rules.delivered import CURRENT
from nahtlos.lands.rules.entries import Entry, Unclear, carried_over, check
from nahtlos.lands.rules.fields import fields
from nahtlos.organisations.models import Land
from nahtlos.organisations.queries import own_organisation

OVERTAKEN: Final = (
    "Inzwischen ist eine neue Fassung erschienen. Übernehmen Sie sie bitte zuerst, Ihre Änderungen"
    " bleiben."
)
NOTHING_NEW: Final = "Der Entwurf sagt dasselbe wie die geltende Fassung."


def _may(actor: Actor, land: str) -> None:
    require(policy.can_write_profiles(actor))
    require(policy.can_write_land(actor, own_organisation(actor), land))


def _held(actor: Actor, land: str) -> LandProfile:
    """The draft of ACTOR's organisation, locked. Refused where there is none any more."""
    rows = LandProfile.objects.visible_to(actor).select_for_update(no_key=True)
    row = rows.filter(land_id=land, state=ProfileState.DRAFT).first()
    if row is None:
        raise Refused("Diesen Entwurf gibt es nicht mehr.")
    return row


@transaction.atomic
def begin_draft(*, actor: Actor, land: str) -> LandProfile:
    """A draft that says what counts in LAND now. Where the organisation has one already, that."""
    _may(actor, land)
    row, fresh = LandProfile.objects.get_or_create(
        organisation_id=actor.organisation,
        land=Land.objects.get(code=land),
        state=ProfileState.DRAFT,
        defaults=_ground(land) | {"changed_at": now()},
    )
    if fresh:
        _add(row, queries.begun_from(row).values())
        audit.record(actor, Verb.CREATED, "land_profile", land)
    return row


def _ground(land: str) -> dict[str, Any]:
    """What a draft begun now stands on."""
    newest = LandProfile.objects.published(land).first()
    return {
        "based_on": newest.number if newest else queries.DELIVERED,
        "delivery": newest.delivery if newest else CURRENT,
    }


def _add(row: LandProfile, entries: Iterable[Entry]) -> None:
    moment = now()
    LandEntry.objects.bulk_create(
        LandEntry(
            organisation_id=row.organisation_id, profile=row, changed_at=moment, **asdict(entry)
        )
        for entry in entries
    )


@transaction.atomic
def write_entry(*, actor: Actor, land: str, entry: Entry, version: str) -> None:
    """Put ENTRY into the draft. VERSION is the state of the answer it was written from; Stale where
    a colleague was faster. Refused beside the field where it cannot be.
    """
    _may(actor, land)
    if entry.key not in fields():
        raise Refused("Diese Frage gibt es nicht.")
    try:
        checked = check(entry, today())
    except Unclear as unclear:
        raise Refused(str(unclear), field=unclear.field) from unclear
    draft = _held(actor, land)
    row = LandEntry.objects.select_for_update(no_key=True).get(profile=draft, key=entry.key)
    if row.entry == checked:
        return
    require_version(row, version)
    for name, value in asdict(checked).items():
        setattr(row, name, value)
    row.changed_at = now()
    row.save()
    _touch(draft)
    audit.record(actor, Verb.CHANGED, "land_profile", land, {"fields": [entry.key]})


def _touch(draft: LandProfile, **values: Any) -> None:
    draft.changed_at = now()
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save(update_fields=["changed_at", *values])


@transaction.atomic
def catch_up(*, actor: Actor, land: str) -> None:
    """Put the draft on the ground of the version that counts now: what was changed in it stays, all
    else is taken over. Said twice is said once.
    """
    _may(actor, land)
    draft = _held(actor, land)
    ground = _ground(land)
    if draft.based_on == ground["based_on"]:
        return
    mine, begun = queries.entries_of(draft), queries.begun_from(draft)
    newest = queries.profile_of(land).entries
    _rewrite(draft, carried_over(mine, begun, newest))
    _touch(draft, **ground)
    audit.record(actor, Verb.CHANGED, "land_profile", land, {"based_on": draft.based_on})


def _rewrite(draft: LandProfile, entries: Mapping[str, Entry]) -> None:
    LandEntry.objects.filter(profile=draft).delete()
    _add(draft, entries.values())


@states(
    "Länder",
    "Was in einem Land gilt, steht mit Quelle und Tag da. Veröffentlichtes ändert sich nie; eine"
    " neue Fassung folgt, und die alte bleibt lesbar.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/lands/test_versions.py::test_what_is_published_never_changes",
        "tests/lands/test_versions.py::test_older_versions_stay_readable_with_their_difference",
        "tests/lands/test_rules.py::test_seen_without_a_source_is_refused",
    ),
)
@transaction.atomic
def publish_draft(*, actor: Actor, land: str, says: str, version: str) -> LandProfile:
    """The draft counts from today on. SAYS what is new, in one sentence; VERSION is the state of
    the draft that was read. Refused where nothing is new or another version has appeared.
    """
    _may(actor, land)
    draft = _held(actor, land)
    require_version(draft, version)
    if not says.strip():
        raise Refused("Bitte schreiben Sie in einem Satz, was neu ist.", field="says")
    newest = queries.newest_number(land)
    if newest != draft.based_on:
        raise Refused(OVERTAKEN)
    if queries.entries_of(draft) == dict(queries.begun_from(draft)):
        raise Refused(NOTHING_NEW)
    draft.state, draft.number = ProfileState.PUBLISHED, newest + 1
    draft.published_on, draft.says, draft.changed_at = today(), says.strip(), now()
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError as faster:
        raise Refused(OVERTAKEN) from faster
    audit.record(actor, Verb.PUBLISHED, "land_profile", land, {"number": draft.number})
    forget()
    return draft


@transaction.atomic
def discard_draft(*, actor: Actor, land: str) -> None:
    """Throw the draft away. Said twice is said once."""
    _may(actor, land)
    rows = LandProfile.objects.visible_to(actor).filter(land_id=land, state=ProfileState.DRAFT)
    if rows.delete()[0]:
        audit.record(actor, Verb.ENDED, "land_profile", land)
