"""What two entries of the same person say, what stands when they become one, and what comes back
when that was wrong. Pure; a value that nobody knows is ''.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

KEPT: Final = "kept"
FOLDED: Final = "folded"
# {field: label} in the order in which they are compared.
LABELS: Final[Mapping[str, str]] = {
    "given_name": "Vorname",
    "family_name": "Nachname",
    "called": "Genannt",
    "born_on": "Geboren am",
    "phone": "Telefon",
    "external_code": "Buchnummer",
}
# Given and family name are decided together: half of each would be the name of nobody.
NAME: Final = "name"
_TOGETHER: Final[Mapping[str, str]] = {"given_name": NAME, "family_name": NAME}
QUESTIONS: Final[Mapping[str, str]] = {NAME: "Name"} | {
    field: label for field, label in LABELS.items() if field not in _TOGETHER
}


@dataclass(frozen=True, slots=True)
class Pair:
    """What two entries say in one FIELD; birth dates as ISO dates."""

    field: str
    kept: str
    folded: str

    @property
    def label(self) -> str:
        """The field in German."""
        return LABELS[self.field]

    @property
    def question(self) -> str:
        """By which question it is decided."""
        return _TOGETHER.get(self.field, self.field)

    @property
    def open(self) -> bool:
        """Whether somebody has to say which of the two stands."""
        return bool(self.kept and self.folded and self.kept != self.folded)

    def value(self, choice: str) -> str:
        """What stands: of two the one of CHOICE, else the one that is known."""
        if self.open:
            return self.folded if choice == FOLDED else self.kept
        return self.kept or self.folded

    def rest(self, choice: str) -> str:
        """What the folded person keeps: of two the one that was not chosen."""
        return self.kept if self.open and choice == FOLDED else self.folded


def pairs(kept: Mapping[str, str], folded: Mapping[str, str]) -> tuple[Pair, ...]:
    """The fields in which one of the two says something."""
    found = (Pair(name, kept.get(name, ""), folded.get(name, "")) for name in LABELS)
    return tuple(pair for pair in found if pair.kept or pair.folded)


def questions(found: Iterable[Pair]) -> dict[str, tuple[str, str]]:
    """{question: (what the kept says, what the folded says)} of what somebody has to decide."""
    known = list(found)
    asked = dict.fromkeys(pair.question for pair in known if pair.open)
    return {
        question: (
            " ".join(pair.kept for pair in known if pair.question == question and pair.kept),
            " ".join(pair.folded for pair in known if pair.question == question and pair.folded),
        )
        for question in asked
    }


@dataclass(frozen=True, slots=True)
class Merged:
    """What both say from then on: {field: value}; `undecided`: questions nobody has answered."""

    kept: Mapping[str, str]
    folded: Mapping[str, str]
    undecided: tuple[str, ...]


def merged(
    kept: Mapping[str, str], folded: Mapping[str, str], choices: Mapping[str, str]
) -> Merged:
    """What becomes of two entries by CHOICES {question: "kept" | "folded"}."""
    found = pairs(kept, folded)
    return Merged(
        kept={pair.field: pair.value(choices.get(pair.question, "")) for pair in found},
        folded={pair.field: pair.rest(choices.get(pair.question, "")) for pair in found},
        undecided=tuple(q for q in questions(found) if choices.get(q) not in (KEPT, FOLDED)),
    )


def separated(
    before: Mapping[str, str], after: Mapping[str, str], now: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """({field: what it was before}, [field that somebody changed since, which stays as it is]).
    Only fields that the merge had changed come back.
    """
    changed = [name for name in LABELS if before.get(name, "") != after.get(name, "")]
    kept = [name for name in LABELS if now.get(name, "") != after.get(name, "")]
    return {name: before.get(name, "") for name in changed if name not in kept}, kept
