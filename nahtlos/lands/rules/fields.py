"""What a profile is asked: one question a row of `data/fields.csv`, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from nahtlos.organisations.rules.reference import rows_of

DATA: Final = Path(__file__).resolve().parent.parent / "data"


class Group(StrEnum):
    """What belongs together, in the order of the page."""

    TERMS = "terms"
    NORMS = "norms"
    DEADLINES = "deadlines"
    MONEY = "money"
    DELETION = "deletion"

    @property
    def label(self) -> str:
        """The group in German."""
        return GROUPS[self]


GROUPS: Final[Mapping[Group, str]] = {
    Group.TERMS: "So heißt es hier",
    Group.NORMS: "Gesetze und Vorschriften",
    Group.DEADLINES: "Fristen",
    Group.MONEY: "Geld",
    Group.DELETION: "Löschen",
}


class Kind(StrEnum):
    """The shape of an answer: words, a span of time, or yes and no."""

    TEXT = "text"
    SPAN = "span"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Field:
    """One question. hint: what belongs there, for whoever writes."""

    key: str
    group: Group
    label: str
    kind: Kind
    hint: str


@cache
def fields() -> Mapping[str, Field]:
    """{key: field} in the order of the page. ValueError where the file holds an unknown word."""
    rows = [
        Field(row["key"], Group(row["group"]), row["label"], Kind(row["kind"]), row["hint"])
        for row in rows_of(DATA / "fields.csv")
    ]
    found = {row.key: row for row in rows}
    if len(found) != len(rows):
        raise ValueError("fields.csv: Eine Frage steht doppelt.")
    return found
