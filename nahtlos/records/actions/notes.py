"""Notes: written, changed by their author, removed where they stand in the wrong place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.http import Http404

from nahtlos.cases.actions import note_event
from nahtlos.cases.models import Case
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import now
from nahtlos.foundation.versions import require_version
from nahtlos.organisations.queries import own_organisation
from nahtlos.records import policy
from nahtlos.records.actions.held import author_of, code_for, held_for, past
from nahtlos.records.models import Draft, Note, NoteVersion
from nahtlos.records.rules.vocabulary import NoteKind, concerned_for

LONGEST: Final = 10_000
# How the draft of a note that is not there yet is called.
NEW: Final = "note"


@dataclass(frozen=True, slots=True)
class NoteText:
    """What a note says: its kind, whom it concerns, the day, the words."""

    kind: str
    concerned: str
    on: date | None
    text: str


@transaction.atomic
def write_note(*, actor: Actor, case: Case, values: NoteText) -> Note:
    """A new note of the actor's."""
    current = held_for(actor, case)
    fresh = _checked(actor, values)
    note = Note(
        organisation_id=current.organisation_id,
        case=current,
        code=code_for("N", lambda code: Note.objects.filter(case=current, code=code).exists()),
        author_id=author_of(actor),
        **fresh,
    )
    note.save(force_insert=True)
    _forget_draft(actor, current, NEW)
    detail = {"kind": note.kind, "concerned": note.concerned}
    note_event(actor=actor, case=current, verb="note_written", about=note.code, detail=detail)
    audit.record(actor, Verb.CREATED, "note", current.code, {"note": note.code, **detail})
    return note


def _checked(actor: Actor, values: NoteText) -> Mapping[str, object]:
    if values.kind not in list(NoteKind):
        raise Refused(
            "Bitte wählen Sie, ob das eine Tatsache, eine Einschätzung oder eine Selbstauskunft"
            " ist.",
            field="kind",
        )
    if values.concerned not in concerned_for(own_organisation(actor).kind):
        raise Refused("Bitte wählen Sie, um wen es geht.", field="concerned")
    text = values.text.strip()
    if not text:
        raise Refused("Bitte schreiben Sie etwas auf.", field="text")
    if len(text) > LONGEST:
        raise Refused("Bitte schreiben Sie kürzer: höchstens 10.000 Zeichen.", field="text")
    return {
        "kind": values.kind,
        "concerned": values.concerned,
        "on": past(values.on, "on"),
        "text": text,
    }


def _forget_draft(actor: Actor, case: Case, form: str) -> None:
    Draft.objects.filter(case=case, account_id=author_of(actor), form=form).delete()


def own_note(actor: Actor, case: Case, code: str) -> Note:
    """The note CODE of a case, locked, for its author; Http404 for everybody else."""
    rows = Note.objects.select_for_update(no_key=True)
    note: Note | None = rows.filter(case=case, code=code).first()
    if note is None:
        raise Http404
    require(policy.can_change_entry(actor, note.author_id))
    return note


@transaction.atomic
def change_note(*, actor: Actor, case: Case, code: str, values: NoteText, version: str) -> Note:
    """Write the note anew; how it read before stays beside it. Stale where it was changed since
    VERSION. The same again changes nothing.
    """
    current = held_for(actor, case)
    note = own_note(actor, current, code)
    fresh = _checked(actor, values)
    if all(getattr(note, name) == value for name, value in fresh.items()):
        return note
    require_version(note, version)
    _forget_draft(actor, current, note.code)
    NoteVersion(
        organisation_id=note.organisation_id,
        note=note,
        kind=note.kind,
        concerned=note.concerned,
        on=note.on,
        text=note.text,
        until=now(),
    ).save(force_insert=True)
    for name, value in fresh.items():
        setattr(note, name, value)
    note.save()
    detail = {"note": note.code, "kind": note.kind, "concerned": note.concerned}
    note_event(actor=actor, case=current, verb="note_changed", about=note.code)
    audit.record(actor, Verb.CHANGED, "note", current.code, detail)
    return note


@transaction.atomic
def remove_note(*, actor: Actor, case: Case, code: str) -> None:
    """Remove a note with its former versions: it stood in the wrong file, or should never have been
    written. That it was removed stays in the chain.
    """
    current = held_for(actor, case)
    note = own_note(actor, current, code)
    note.delete()
    _forget_draft(actor, current, code)
    note_event(actor=actor, case=current, verb="note_removed", about=code)
    audit.record(actor, Verb.ENDED, "note", current.code, {"note": code})
