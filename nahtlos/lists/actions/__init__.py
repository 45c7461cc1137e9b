"""A release list comes in: received, its columns named, looked at, written, taken back."""

from nahtlos.lists.actions.receiving import choose, choose_columns, receive_list
from nahtlos.lists.actions.writing import forget_old_lists, run_list, start_list, undo_list

__all__ = [
    "choose",
    "choose_columns",
    "forget_old_lists",
    "receive_list",
    "run_list",
    "start_list",
    "undo_list",
]
