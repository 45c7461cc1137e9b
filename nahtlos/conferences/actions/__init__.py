"""Everything people do with conferences; the only writers of the room."""

from nahtlos.conferences.actions.door import answer_invitation
from nahtlos.conferences.actions.inviting import (
    ask_by_mail,
    invite_member,
    invite_partner,
    note_reply,
    uninvite,
)
from nahtlos.conferences.actions.minutes import add_task, finish_minutes, write_minutes
from nahtlos.conferences.actions.planning import (
    cancel_conference,
    change_conference,
    plan_conference,
)

__all__ = [
    "add_task",
    "answer_invitation",
    "ask_by_mail",
    "cancel_conference",
    "change_conference",
    "finish_minutes",
    "invite_member",
    "invite_partner",
    "note_reply",
    "plan_conference",
    "uninvite",
    "write_minutes",
]
