"""Everything people do in first advice; the only writers of the room."""

from nahtlos.intake.actions.advice import (
    Conversation,
    correct_advice,
    delete_advice,
    forget_old_advice,
    log_advice,
)
from nahtlos.intake.actions.answering import (
    answer_enquiry,
    hand_on,
    mark_done,
    note_read,
    save_desk,
)
from nahtlos.intake.actions.asking import NewQuestion, ask_question, delete_enquiry, write_again
from nahtlos.intake.actions.calling import (
    ask_for_call,
    forget_numbers,
    mark_called,
    mark_missed,
    note_numbers_read,
)
from nahtlos.intake.actions.keeping import delete_expired, pursue_unanswered, warn_before_the_end
from nahtlos.intake.actions.receipts import code_for, find_by_code
from nahtlos.intake.actions.wishing import Wish, begin_case, give_name, take_name_back

__all__ = [
    "Conversation",
    "NewQuestion",
    "Wish",
    "answer_enquiry",
    "ask_for_call",
    "ask_question",
    "begin_case",
    "code_for",
    "correct_advice",
    "delete_advice",
    "delete_enquiry",
    "delete_expired",
    "find_by_code",
    "forget_numbers",
    "forget_old_advice",
    "give_name",
    "hand_on",
    "log_advice",
    "mark_called",
    "mark_done",
    "mark_missed",
    "note_numbers_read",
    "note_read",
    "pursue_unanswered",
    "save_desk",
    "take_name_back",
    "warn_before_the_end",
    "write_again",
]
