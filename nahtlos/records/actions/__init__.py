"""Everything people do with records; the only writers of the room."""

from nahtlos.records.actions.areas import (
    AreaViews,
    begin_assessment,
    finish_assessment,
    save_area,
)
from nahtlos.records.actions.attachments import attach, note_file_opened, remove_attachment
from nahtlos.records.actions.contacts import (
    ContactMade,
    change_contact,
    log_contact,
    remove_contact,
)
from nahtlos.records.actions.drafts import discard_draft, forget_drafts, save_draft
from nahtlos.records.actions.goals import (
    StepWords,
    add_goal_step,
    change_goal,
    change_goal_step,
    set_goal,
)
from nahtlos.records.actions.held import note_goals_printed, note_read
from nahtlos.records.actions.notes import NoteText, change_note, remove_note, write_note
from nahtlos.records.actions.rhythm import agree_rhythm

__all__ = [
    "AreaViews",
    "ContactMade",
    "NoteText",
    "StepWords",
    "add_goal_step",
    "agree_rhythm",
    "attach",
    "begin_assessment",
    "change_contact",
    "change_goal",
    "change_goal_step",
    "change_note",
    "discard_draft",
    "finish_assessment",
    "forget_drafts",
    "log_contact",
    "note_file_opened",
    "note_goals_printed",
    "note_read",
    "remove_attachment",
    "remove_contact",
    "remove_note",
    "save_area",
    "save_draft",
    "set_goal",
    "write_note",
]
