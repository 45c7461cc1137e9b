"""What people and the night do to keep the directory true."""

from nahtlos.upkeep.actions.answering import (
    confirm_things,
    correct_offer,
    correct_organisation,
    correct_visits,
    end_offer,
    remove_contact,
)
from nahtlos.upkeep.actions.asking import ask, ask_for_visits, open_for, watch

__all__ = [
    "ask",
    "ask_for_visits",
    "confirm_things",
    "correct_offer",
    "correct_organisation",
    "correct_visits",
    "end_offer",
    "open_for",
    "remove_contact",
    "watch",
]
