"""A list becomes files: paste, look at it, take it over, take it back."""

from nahtlos.lists.views.lists import choose, columns, new, show, start, undo

__all__ = ["choose", "columns", "new", "show", "start", "undo"]
