"""Everything that is seen of records, by who is on the case."""

from nahtlos.records.queries.areas import (
    AreaLine,
    AreasPage,
    areas_page,
    assessment_of,
    standing_in,
)
from nahtlos.records.queries.attachments import FileLine, attachment_of, files_of
from nahtlos.records.queries.drafts import draft_of
from nahtlos.records.queries.goals import goal_of, goal_step_of, goals_of
from nahtlos.records.queries.hours import first_year, hours_of
from nahtlos.records.queries.journal import (
    ContactLine,
    Journal,
    NoteLine,
    contact_standing,
    journal,
    own_contact,
    own_note,
    rhythm_of,
)
from nahtlos.records.queries.reminding import DueContact, due_contacts

__all__ = [
    "AreaLine",
    "AreasPage",
    "ContactLine",
    "DueContact",
    "FileLine",
    "Journal",
    "NoteLine",
    "areas_page",
    "assessment_of",
    "attachment_of",
    "contact_standing",
    "draft_of",
    "due_contacts",
    "files_of",
    "first_year",
    "goal_of",
    "goal_step_of",
    "goals_of",
    "hours_of",
    "journal",
    "own_contact",
    "own_note",
    "rhythm_of",
    "standing_in",
]
