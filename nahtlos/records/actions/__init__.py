"""Everything people do with records; the only writers of the room."""

from nahtlos.records.actions.contacts import (
    ContactMade,
    change_contact,
    log_contact,
    remove_contact,
)
from nahtlos.records.actions.drafts import discard_draft, forget_drafts, save_draft
from nahtlos.records.actions.held import note_read
from nahtlos.records.actions.notes import NoteText, change_note, remove_note, write_note
from nahtlos.records.actions.rhythm import agree_rhythm

__all__ = [
    "ContactMade",
    "NoteText",
    "agree_rhythm",
    "change_contact",
    "change_note",
    "discard_draft",
    "forget_drafts",
    "log_contact",
    "note_read",
    "remove_contact",
    "remove_note",
    "save_draft",
    "write_note",
]
