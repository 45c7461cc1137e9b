"""The tables of records."""

from nahtlos.records.models.drafts import Draft
from nahtlos.records.models.notes import (
    Contact,
    MonthlyMinutes,
    Note,
    NoteVersion,
    Rhythm,
)

__all__ = [
    "Contact",
    "Draft",
    "MonthlyMinutes",
    "Note",
    "NoteVersion",
    "Rhythm",
]
