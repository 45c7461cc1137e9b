"""The shape of what a prison types about visits: one group of fields for one kind of custody."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.html import format_html

from nahtlos.directory.models import VisitingFact
from nahtlos.directory.rules import catalogue, visiting
from nahtlos.foundation.access.forms import PhoneField, german_lengths, read_entities

UNKNOWN: Final = "unbekannt"
ANSWERS: Final = [("", UNKNOWN), (visiting.YES, visiting.YES), (visiting.NO, visiting.NO)]
NOTE: Final = "_note"
CLOSER: Final = 'Genauer<span class="kern-sr-only">: {}</span>'


class VisitingForm(forms.Form):
    """What a group of the record says. An empty field is unknown."""

    # The page says once that every field may stay empty.
    all_optional = True

    def __init__(
        self, data: QueryDict | None, *, group: str, stored: Sequence[VisitingFact]
    ) -> None:
        super().__init__(data, initial=_initial(stored))
        self.entries = [one for one in catalogue.visiting_fields() if one.group == group]
        for entry in self.entries:
            if entry.kind == "yes_no":
                self.fields[entry.code] = forms.ChoiceField(
                    label=entry.label, choices=ANSWERS, required=False
                )
                self.fields[entry.code + NOTE] = forms.CharField(
                    label=format_html(CLOSER, entry.label), max_length=500, required=False
                )
            else:
                self.fields[entry.code] = _field(entry)
        german_lengths(self)
        read_entities(self)

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField | None]]:
        """The fields as the page shows them, a yes or no with its note."""
        return [
            (self[one.code], self[one.code + NOTE] if one.kind == "yes_no" else None)
            for one in self.entries
        ]

    @property
    def values(self) -> dict[str, str]:
        """{field: value} of what was typed; '' for unknown."""
        typed = self.cleaned_data
        return {
            one.code: visiting.join_answer(typed[one.code], typed[one.code + NOTE])
            if one.kind == "yes_no"
            else typed[one.code].strip()
            for one in self.entries
        }

    def differences(self, stored: Sequence[VisitingFact]) -> list[tuple[str, str, str]]:
        """Where what was typed differs from what stands there by now: (label, stored, typed)."""
        there = {field: _joined(rows) for field, rows in visiting.grouped(stored).items()}
        return [
            (one.label, there.get(one.code, ""), self.values[one.code])
            for one in self.entries
            if there.get(one.code, "") != self.values[one.code]
        ]


def _field(entry: catalogue.VisitingField) -> forms.Field:
    if entry.kind == "mail":
        return forms.EmailField(label=entry.label, required=False, max_length=254)
    if entry.kind == "phone":
        return PhoneField(label=entry.label, required=False, max_length=60)
    if entry.code in visiting.LONG:
        widget = forms.Textarea(attrs={"rows": 8})
        return forms.CharField(
            label=entry.label, required=False, max_length=visiting.LONGEST, widget=widget
        )
    return forms.CharField(
        label=entry.label,
        required=False,
        max_length=visiting.SHORT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _joined(rows: Sequence[VisitingFact]) -> str:
    return "\n".join(row.value for row in rows)


def _initial(stored: Sequence[VisitingFact]) -> dict[str, Any]:
    """What stands in the form: several values of one field as lines of it."""
    kinds = {one.code: one.kind for one in catalogue.visiting_fields()}
    initial: dict[str, Any] = {}
    for field, rows in visiting.grouped(stored).items():
        value = _joined(rows)
        if kinds.get(field) == "yes_no":
            initial[field], initial[field + NOTE] = visiting.split_answer(value)
        else:
            initial[field] = value
    return initial
