"""Drafts: kept while somebody writes, gone with the note, forgotten after two weeks. They are
nobody's record yet, so the chain hears of the note and not of its drafts.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from nahtlos.cases.models import Case
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import now
from nahtlos.foundation.ruling import states
from nahtlos.foundation.tenancy import tenant
from nahtlos.records.actions.held import author_of, held_for
from nahtlos.records.actions.notes import LONGEST, NEW, own_note
from nahtlos.records.models import Draft, Note

LIFE: Final = timedelta(days=14)
FIELDS: Final = ("kind", "concerned", "on", "text", "version")
LONGEST_FIELD: Final = 60


@states(
    "Notizen",
    "Während jemand schreibt, liegt der Entwurf verschlüsselt auf dem Server und nicht im Browser."
    " Nur wer schreibt, liest ihn; nach 14 Tagen ist er gelöscht.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/records_room/test_drafts.py::test_a_draft_is_kept_for_who_writes_and_nobody_else",
        "tests/records_room/test_drafts.py::test_drafts_are_forgotten_after_two_weeks",
    ),
)
@transaction.atomic
def save_draft(*, actor: Actor, case: Case, form: str, content: Mapping[str, str]) -> bool:
    """Keep what stands in a FORM ("note", or the code of a note of the actor's). Whether something
    is kept: nothing is where nothing was typed, or where it is saved already.
    """
    current = held_for(actor, case)
    note = None if form == NEW else own_note(actor, current, form)
    text = str(content.get("text", ""))
    if len(text) > LONGEST:
        raise Refused("Der Text ist zu lang. Möglich sind 10.000 Zeichen.", field="text")
    mine = Draft.objects.filter(case=current, account_id=author_of(actor), form=form)
    if not text.strip() or _is_saved(actor, current, note, text):
        mine.delete()
        return False
    draft = mine.first() or Draft(
        organisation_id=current.organisation_id,
        case=current,
        account_id=author_of(actor),
        form=form,
    )
    short = {name: str(content.get(name, ""))[:LONGEST_FIELD] for name in FIELDS}
    draft.content, draft.saved_at = {**short, "text": text}, now()
    draft.save()
    return True


def _is_saved(actor: Actor, case: Case, note: Note | None, text: str) -> bool:
    """Whether TEXT stands in the note already: a draft that arrives after its note is none."""
    if note is None:
        mine = Note.objects.filter(case=case, author_id=author_of(actor))
        note = mine.order_by("-created_at").first()
    return note is not None and note.text.strip() == text.strip()


@transaction.atomic
def discard_draft(*, actor: Actor, case: Case, form: str) -> None:
    """Throw the draft of a FORM away."""
    current = held_for(actor, case)
    Draft.objects.filter(case=current, account_id=author_of(actor), form=form).delete()


def forget_drafts(organisation_id: UUID) -> int:
    """Delete the drafts of an organisation that nobody has touched for two weeks; how many."""
    with tenant(organisation_id):
        deleted, _ = Draft.objects.filter(saved_at__lt=now() - LIFE).delete()
        return deleted
