"""The tables of records."""

from nahtlos.records.models.areas import AreaStanding, Assessment
from nahtlos.records.models.attachments import Attachment
from nahtlos.records.models.drafts import Draft
from nahtlos.records.models.goals import Goal, GoalStep
from nahtlos.records.models.notes import (
    Contact,
    MonthlyMinutes,
    Note,
    NoteVersion,
    Rhythm,
)

__all__ = [
    "AreaStanding",
    "Assessment",
    "Attachment",
    "Contact",
    "Draft",
    "Goal",
    "GoalStep",
    "MonthlyMinutes",
    "Note",
    "NoteVersion",
    "Rhythm",
]
