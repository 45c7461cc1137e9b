"""What people do with what lies ahead: take it along, and put it away again."""

from nahtlos.lookout.actions.feed import end_feed, issue_feed
from nahtlos.lookout.actions.looks import forget_look, keep_look
from nahtlos.lookout.actions.tables import (
    delete_table,
    forget_tables,
    make_table,
    note_fetched,
    take_table,
)

__all__ = [
    "delete_table",
    "end_feed",
    "forget_look",
    "forget_tables",
    "issue_feed",
    "keep_look",
    "make_table",
    "note_fetched",
    "take_table",
]
