"""The shape of what is typed about opening hours."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from nahtlos.directory.models import OpeningHours
from nahtlos.directory.rules.opening import (
    WEEKDAYS,
    OnHolidays,
    Spans,
    Unclear,
    read_day,
    read_exceptions,
    written_day,
)
from nahtlos.foundation.access.forms import german_lengths, read_entities

HOLIDAYS = [
    (str(OnHolidays.CLOSED), "geschlossen"),
    (str(OnHolidays.USUAL), "wie sonst auch"),
    (str(OnHolidays.UNKNOWN), "weiß ich nicht"),
]
CHOOSE = "Bitte wählen Sie aus."
DAYS = range(7)


class OpeningForm(forms.Form):
    """A line for each day, what holds on holidays, and days that differ."""

    on_holidays = forms.ChoiceField(
        label="An Feiertagen",
        choices=HOLIDAYS,
        widget=forms.RadioSelect,
        error_messages={"required_here": CHOOSE, "invalid_choice": CHOOSE},
    )
    exceptions = forms.CharField(
        label="Einzelne Tage, an denen es anders ist",
        required=False,
        max_length=3000,
        help_text="Ein Tag in einer Zeile: 24.12.2026 geschlossen. Oder: 31.12.2026 9-12",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note = forms.CharField(
        label="Hinweis",
        required=False,
        max_length=200,
        help_text="Zum Beispiel: Auf Französisch bitte vorher anrufen.",
    )
    valid_until = forms.DateField(
        label="Gilt bis",
        required=False,
        input_formats=["%d.%m.%Y", "%d.%m.%y"],
        help_text="Zum Beispiel 31.12.2026. Danach zeigen wir die Zeiten nicht mehr an.",
        error_messages={"invalid": "Diesen Tag gibt es nicht. Bitte so: 31.12.2026"},
        widget=forms.DateInput(format="%d.%m.%Y", attrs={"class": "nl-short"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in DAYS:
            self.fields[f"day{day}"] = forms.CharField(
                label=WEEKDAYS[day],
                required=False,
                max_length=120,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
        german_lengths(self)
        read_entities(self)

    @property
    def days(self) -> list[forms.BoundField]:
        """The seven lines."""
        return [self[f"day{day}"] for day in DAYS]

    def clean(self) -> dict[str, Any]:
        """What was typed, read; a sentence beside each line that is no time."""
        typed: dict[str, Any] = super().clean() or {}
        week = {}
        for day in DAYS:
            spans = self._read(f"day{day}", read_day)
            if spans:
                week[day] = spans
        exceptions = self._read("exceptions", read_exceptions) or {}
        return {**typed, "week": week, "exceptions": exceptions}

    def _read(self, name: str, reader: Any) -> Any:  # noqa: ANN401 (what READER gives)
        try:
            return reader(self.cleaned_data.get(name, ""))
        except Unclear as unclear:
            self.add_error(name, str(unclear))
            return None


def opening_initial(row: OpeningHours | None) -> dict[str, Any]:
    """What stands in the form."""
    if row is None:
        return {"on_holidays": str(OnHolidays.CLOSED)}
    week = {int(day): _pairs(spans) for day, spans in row.week.items()}
    others = {date.fromisoformat(day): _pairs(spans) for day, spans in row.exceptions.items()}
    kept = {name: getattr(row, name) for name in ("on_holidays", "note", "valid_until")}
    return {**_written(week, others), **kept}


def _written(week: Mapping[int, Spans], others: Mapping[date, Spans]) -> dict[str, Any]:
    """The lines of the form, each written in the one way."""
    lines = [
        f"{day:%d.%m.%Y} {written_day(spans) or 'geschlossen'}"
        for day, spans in sorted(others.items())
    ]
    days = {f"day{day}": written_day(week.get(day, ())) for day in DAYS}
    return {**days, "exceptions": "\n".join(lines)}


def _pairs(spans: list[list[int]]) -> Spans:
    return tuple((opens, closes) for opens, closes in spans)


def opening_differences(form: OpeningForm, row: OpeningHours | None) -> list[tuple[str, str, str]]:
    """Where what was typed differs from what stands there by now: (label, stands there, typed)."""
    stored, labels, typed = opening_initial(row), dict(HOLIDAYS), form.cleaned_data
    written = {**typed, **_written(typed["week"], typed["exceptions"])}
    pairs = []
    for name, field in form.fields.items():
        there, here = _words(stored.get(name)), _words(written.get(name))
        if name == "on_holidays":
            there, here = labels.get(there, ""), labels.get(here, "")
        if there != here:
            pairs.append((str(field.label), there, here))
    return pairs


def _words(value: object) -> str:
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value or "")
