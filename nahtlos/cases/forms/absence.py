"""Who is away, from when to when, who stands in; and whom one reaches outside the usual hours."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django import forms

from nahtlos.cases.forms.fields import CaseDay, PhoneField, text
from nahtlos.cases.forms.members import CHOOSE
from nahtlos.directory.rules.opening import (
    WEEKDAYS,
    OnHolidays,
    Spans,
    Unclear,
    read_day,
    read_exceptions,
    written_day,
)
from nahtlos.foundation.access.forms import german_lengths
from nahtlos.people.models import OnCall

Choices = Iterable[tuple[str, str]]
DAYS: Final = range(7)
DAY_NEEDED: Final = "Bitte geben Sie einen Tag an, zum Beispiel 3.12.2026."


class AbsenceForm(forms.Form):
    """The days, both counted, and who stands in. Only the Fachleitung chooses who is away."""

    member = forms.ChoiceField(label="Wer ist abwesend?")
    first_day = CaseDay(
        label="Erster Tag", required=True, error_messages={"required_here": DAY_NEEDED}
    )
    last_day = CaseDay(
        label="Letzter Tag",
        required=True,
        help_text="Dieser Tag zählt noch mit.",
        error_messages={"required_here": DAY_NEEDED},
    )
    deputy = forms.ChoiceField(
        label="Wer vertritt?",
        help_text="Sie oder er liest in diesen Tagen alle Begleitungen, die die Person führt.",
    )

    def __init__(
        self, *args: Any, colleagues: Choices, own: str, may_choose: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        people = list(colleagues)
        others = people if may_choose else [one for one in people if one[0] != own]
        self.fields["deputy"].choices = [CHOOSE, *others]  # type: ignore[attr-defined]
        if may_choose:
            self.fields["member"].choices = [CHOOSE, *people]  # type: ignore[attr-defined]
        else:
            del self.fields["member"]
        german_lengths(self)


class OnCallForm(forms.Form):
    """A telephone, and for each day when somebody answers it."""

    function = forms.CharField(
        label="Wer geht ans Telefon?",
        max_length=120,
        help_text="Eine Funktion genügt, zum Beispiel: Bereitschaft der Wegbegleitung.",
    )
    phone = PhoneField(label="Telefon")
    on_holidays = forms.ChoiceField(
        label="An Feiertagen",
        choices=[
            (str(OnHolidays.CLOSED), "nicht erreichbar"),
            (str(OnHolidays.USUAL), "wie sonst auch"),
        ],
        widget=forms.RadioSelect,
    )
    exceptions = text(
        "Einzelne Tage, an denen es anders ist",
        limit=3000,
        help_text="Ein Tag in einer Zeile: 24.12.2026 9-12. Oder: 31.12.2026 geschlossen",
    )
    note = forms.CharField(
        label="Hinweis",
        required=False,
        max_length=200,
        help_text="Zum Beispiel: Auf der Mailbox bitte nur den Code nennen.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].required = True
        for day in DAYS:
            self.fields[f"day{day}"] = forms.CharField(
                label=WEEKDAYS[day],
                required=False,
                max_length=120,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
        german_lengths(self)

    @property
    def days(self) -> list[forms.BoundField]:
        """The seven lines."""
        return [self[f"day{day}"] for day in DAYS]

    def clean(self) -> dict[str, Any]:
        """What was typed, as the table keeps it; a sentence beside each line that is no time."""
        values: dict[str, Any] = super().clean() or {}
        read = {day: self._read(f"day{day}", read_day) for day in DAYS}
        others = self._read("exceptions", read_exceptions) or {}
        week = {str(day): _lists(spans) for day, spans in read.items() if spans}
        if not week and not self.errors:
            self.add_error("day0", "Wann geht jemand ans Telefon? Bitte füllen Sie einen Tag aus.")
        return {
            **{name: values.get(name, "") for name in ("function", "phone", "note", "on_holidays")},
            "week": week,
            "exceptions": {day.isoformat(): _lists(spans) for day, spans in others.items()},
        }

    def _read(self, name: str, reader: Any) -> Any:  # noqa: ANN401 (what READER gives)
        try:
            return reader(self.cleaned_data.get(name, ""))
        except Unclear as unclear:
            self.add_error(name, str(unclear))
            return None


def _lists(spans: Iterable[tuple[int, int]]) -> list[list[int]]:
    return [list(span) for span in spans]


def on_call_initial(row: OnCall | None) -> dict[str, Any]:
    """What stands in the form."""
    if row is None:
        return {"on_holidays": str(OnHolidays.USUAL)}
    kept = {name: getattr(row, name) for name in ("function", "phone", "note", "on_holidays")}
    return {**kept, **_written(row.week, row.exceptions)}


def _written(week: Mapping[str, Any], others: Mapping[str, Any]) -> dict[str, str]:
    """The lines of the form, each written in the one way."""
    days = {f"day{day}": written_day(_pairs(week.get(str(day), []))) for day in DAYS}
    lines = [
        f"{date.fromisoformat(day):%d.%m.%Y} {written_day(_pairs(spans)) or 'geschlossen'}"
        for day, spans in sorted(others.items())
    ]
    return {**days, "exceptions": "\n".join(lines)}


def _pairs(spans: Iterable[list[int]]) -> Spans:
    return tuple((begins, ends) for begins, ends in spans)


def on_call_differences(form: OnCallForm, row: OnCall | None) -> list[tuple[str, str, str]]:
    """Where what was typed differs from what stands there by now: (label, stands there, typed)."""
    stored, typed = on_call_initial(row), form.cleaned_data
    here = {**typed, **_written(typed["week"], typed["exceptions"])}
    labels = {name: str(field.label) for name, field in form.fields.items()}
    holidays = {str(OnHolidays.CLOSED): "nicht erreichbar", str(OnHolidays.USUAL): "wie sonst auch"}
    pairs = [(labels[name], stored.get(name, ""), here.get(name, "")) for name in labels]
    return [
        (label, holidays.get(there, there), holidays.get(mine, mine))
        for label, there, mine in pairs
        if there != mine
    ]
