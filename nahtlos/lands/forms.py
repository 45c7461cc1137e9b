"""The shape of one answer, and of the sentence that says what is new."""

from datetime import date
from typing import Any

from django import forms

from nahtlos.foundation.access.forms import german_lengths
from nahtlos.foundation.shell.fields import DayField
from nahtlos.lands.rules.entries import (
    ANCHORS,
    STATES,
    UNITS,
    YES_NO,
    Entry,
    EntryState,
)
from nahtlos.lands.rules.fields import Field, Kind

STATE_CHOICES = [
    (str(EntryState.SEEN), "Ich habe es in einer Quelle gelesen"),
    (str(EntryState.UNCHECKED), "Ich weiß es, geprüft ist es noch nicht"),
    (str(EntryState.UNKNOWN), "Nicht bekannt"),
]
CHOOSE = [("", "Bitte wählen")]


class EntryForm(forms.Form):
    """One answer; the fields follow from what is asked."""

    state = forms.ChoiceField(
        label="Wie sicher ist das?",
        choices=STATE_CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required_here": "Bitte wählen Sie, wie sicher das ist."},
    )
    value = forms.CharField(label="Was gilt?", max_length=300, required=False)
    number = forms.IntegerField(label="Wie viele?", required=False)
    unit = forms.ChoiceField(
        label="Was?",
        required=False,
        choices=[*CHOOSE, *((str(unit), many) for unit, (_, many) in UNITS.items())],
    )
    anchor = forms.ChoiceField(
        label="Ab wann?",
        required=False,
        choices=[*CHOOSE, *((str(anchor), words) for anchor, words in ANCHORS.items())],
    )
    note = forms.CharField(
        label="Hinweis",
        max_length=600,
        required=False,
        help_text="Was man dazu wissen muss, in einfachen Sätzen.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    source = forms.CharField(
        label="Quelle",
        max_length=400,
        required=False,
        help_text="Gesetz mit Paragraf, oder Titel und Internetadresse.",
    )
    checked_on = DayField(label="Gelesen am", required=False)

    def __init__(self, *args: Any, asked: Field, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        german_lengths(self)
        self.asked = asked
        spans = ("number", "unit", "anchor")
        for name in ("value",) if asked.kind is Kind.SPAN else spans:
            del self.fields[name]
        if asked.kind is Kind.YES_NO:
            self.fields["value"] = forms.ChoiceField(
                label="Gibt es das?", required=False, choices=[*CHOOSE, *YES_NO.items()]
            )
        if "value" in self.fields:
            self.fields["value"].help_text = asked.hint

    @property
    def entry(self) -> Entry:
        """What was typed."""
        typed = self.cleaned_data
        return Entry(
            key=self.asked.key,
            state=EntryState(typed["state"]),
            value=typed.get("value", ""),
            number=typed.get("number"),
            unit=typed.get("unit", ""),
            anchor=typed.get("anchor", ""),
            note=typed["note"],
            source=typed["source"],
            checked_on=typed["checked_on"],
        )


def entry_initial(entry: Entry) -> dict[str, Any]:
    """What stands in the form."""
    names = ("state", "value", "number", "unit", "anchor", "note", "source", "checked_on")
    return {name: getattr(entry, name) for name in names}


def entry_differences(form: EntryForm, stored: Entry) -> list[tuple[str, str, str]]:
    """Where what was typed differs from STORED: (label, stands there, typed), in words."""
    typed = form.entry
    pairs = [
        ("Wie sicher ist das?", STATES[stored.state], STATES[typed.state]),
        ("Was gilt?", stored.said, typed.said),
        ("Hinweis", stored.note, typed.note),
        ("Quelle", stored.source, typed.source),
        ("Gelesen am", _day(stored.checked_on), _day(typed.checked_on)),
    ]
    return [pair for pair in pairs if pair[1] != pair[2]]


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""


class PublishForm(forms.Form):
    """What is new."""

    says = forms.CharField(
        label="Was ist neu?",
        max_length=300,
        help_text="Ein Satz. Er steht später bei dieser Fassung.",
        error_messages={"required_here": "Bitte schreiben Sie in einem Satz, was neu ist."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        german_lengths(self)
