"""Everything people do with cases; the only writers of the room."""

from nahtlos.cases.actions.absence import begin_absence, end_absence
from nahtlos.cases.actions.answers import answer_question
from nahtlos.cases.actions.bulk import Listed, open_listed, take_back_listed
from nahtlos.cases.actions.course import (
    mark_closed,
    mark_reopened,
    note_event,
    note_opened,
    note_printed,
)
from nahtlos.cases.actions.fitting import touch_next_due
from nahtlos.cases.actions.members import (
    add_member,
    end_membership,
    hand_over_cases,
    reassign,
    remove_member,
)
from nahtlos.cases.actions.merging import merge_clients, undo_merge
from nahtlos.cases.actions.names import gather_names
from nahtlos.cases.actions.on_call import save_on_call
from nahtlos.cases.actions.opening import NewCase, PerhapsThere, edit_client, open_case
from nahtlos.cases.actions.plan import mark_waiting, open_plan, set_circumstances
from nahtlos.cases.actions.recurring import bring_passed
from nahtlos.cases.actions.release import write_release
from nahtlos.cases.actions.reminders import remind_of_steps
from nahtlos.cases.actions.renewing import renew_plan
from nahtlos.cases.actions.stays import begin_stay, edit_stay, end_stay
from nahtlos.cases.actions.steps import StepChange, add_step, change_step

__all__ = [
    "Listed",
    "NewCase",
    "PerhapsThere",
    "StepChange",
    "add_member",
    "add_step",
    "answer_question",
    "begin_absence",
    "begin_stay",
    "bring_passed",
    "change_step",
    "edit_client",
    "edit_stay",
    "end_absence",
    "end_membership",
    "end_stay",
    "gather_names",
    "hand_over_cases",
    "mark_closed",
    "mark_reopened",
    "mark_waiting",
    "merge_clients",
    "note_event",
    "note_opened",
    "note_printed",
    "open_case",
    "open_listed",
    "open_plan",
    "reassign",
    "remind_of_steps",
    "remove_member",
    "renew_plan",
    "save_on_call",
    "set_circumstances",
    "take_back_listed",
    "touch_next_due",
    "undo_merge",
    "write_release",
]
