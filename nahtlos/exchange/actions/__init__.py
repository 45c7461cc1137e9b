"""What is done with imports."""

from nahtlos.exchange.actions.imports import (
    choose,
    choose_columns,
    forget_old_runs,
    receive_file,
    run_import,
    start_import,
    undo_import,
)

__all__ = [
    "choose",
    "choose_columns",
    "forget_old_runs",
    "receive_file",
    "run_import",
    "start_import",
    "undo_import",
]
