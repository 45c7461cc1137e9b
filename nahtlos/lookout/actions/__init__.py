"""What people do with what lies ahead: take it along, and put it away again."""

from nahtlos.lookout.actions.tables import (
    delete_table,
    forget_tables,
    make_table,
    note_fetched,
    take_table,
)

__all__ = ["delete_table", "forget_tables", "make_table", "note_fetched", "take_table"]
