"""What people and the night do to keep the directory true."""

from nahtlos.upkeep.actions.addresses import ask_addresses, take_over
from nahtlos.upkeep.actions.answering import (
    confirm_things,
    correct_offer,
    correct_organisation,
    correct_visits,
    end_offer,
    remove_contact,
)
from nahtlos.upkeep.actions.asking import ask, ask_for_visits, open_for, watch
from nahtlos.upkeep.actions.reporting import close_report, receive_report, watch_reports

__all__ = [
    "ask",
    "ask_addresses",
    "ask_for_visits",
    "close_report",
    "confirm_things",
    "correct_offer",
    "correct_organisation",
    "correct_visits",
    "end_offer",
    "open_for",
    "receive_report",
    "remove_contact",
    "take_over",
    "watch",
    "watch_reports",
]
