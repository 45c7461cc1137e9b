"""Everything that is seen of records, by who is on the case."""

from nahtlos.records.queries.drafts import draft_of
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

__all__ = [
    "ContactLine",
    "Journal",
    "NoteLine",
    "contact_standing",
    "draft_of",
    "first_year",
    "hours_of",
    "journal",
    "own_contact",
    "own_note",
    "rhythm_of",
]
