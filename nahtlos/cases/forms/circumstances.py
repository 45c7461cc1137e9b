"""One screen of questions that can all stay unanswered."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms

from nahtlos.cases.rules.vocabulary import ASKED, Fact, Tag

# Asked in the order people live in; whatever a later plan asks more stands in the last group.
GROUPS: Final[tuple[tuple[str, tuple[Tag, ...]], ...]] = (
    ("Wohnen", (Tag.OWN_FLAT, Tag.NO_FLAT, Tag.FLAT_IN_SIGHT, Tag.NEW_ADDRESS)),
    ("Familie und Kinder", (Tag.CHILDREN, Tag.FAMILY_OUTSIDE)),
    ("Geld und Leistungen", (Tag.BENEFITS, Tag.NO_INCOME, Tag.SGB2_OR_12, Tag.APPLIED)),
    ("Schulden und Konto", (Tag.DEBTS, Tag.NO_ACCOUNT)),
    ("Arbeit", (Tag.JOB, Tag.EMPLOYABLE, Tag.INSURED_WORK)),
    ("Papiere und Status", (Tag.NO_VALID_ID, Tag.NON_GERMAN)),
    ("Gesundheit und Sucht", (Tag.TREATMENT, Tag.ADDICTION_WISH)),
)
LAST: Final = "Begleitung und Recht"
# Not asked before that knowledge has a compartment of its own.
UNASKED: Final = frozenset({Tag.A3_PROGRAM})
# One word each, so that the three stand in one line.
CHOICES: Final = [("yes", "ja"), ("no", "nein"), ("unknown", "unbekannt")]
TAGS: Final = tuple(tag for tag in ASKED if tag not in UNASKED)


class CircumstancesForm(forms.Form):
    """Each circumstance: yes, no, or not known yet, which is what it begins with."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for tag in TAGS:
            self.fields[str(tag)] = forms.TypedChoiceField(
                label=tag.label,
                choices=CHOICES,
                widget=forms.RadioSelect,
                initial=str(Fact.UNKNOWN),
                required=False,
                empty_value=str(Fact.UNKNOWN),
            )

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The questions by area of life."""
        grouped = {tag for _, tags in GROUPS for tag in tags}
        last = tuple(tag for tag in TAGS if tag not in grouped)
        return [
            (label, [self[str(tag)] for tag in tags if str(tag) in self.fields])
            for label, tags in (*GROUPS, (LAST, last))
        ]


def circumstances_initial(circumstances: Mapping[str, str]) -> dict[str, str]:
    """What is ticked where CIRCUMSTANCES are known."""
    return {str(tag): circumstances.get(str(tag), str(Fact.UNKNOWN)) for tag in TAGS}
