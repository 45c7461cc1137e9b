"""Fields that several forms of this room share: days within a lifetime, telephones, choices with an
honest "noch unbekannt".
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, cast

from django import forms

from nahtlos.foundation.access.forms import phone_number
from nahtlos.foundation.shell.fields import DayField

EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2099, 12, 31)
FAR_AWAY: Final = "Bitte prüfen Sie das Jahr. Möglich ist 1900 bis 2099."


class CaseDay(DayField):
    """A day somebody may have been born, admitted or released on."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:  # noqa: ANN401 (what Django hands over)
        """The date; a sentence for a year that is a slip of the finger."""
        day = super().to_python(value)
        if day and not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(FAR_AWAY, code="invalid")
        return day


class PhoneField(forms.CharField):
    """Digits, spaces and the usual signs."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=60, required=False, **options)

    def clean(self, value: Any) -> str:  # noqa: ANN401 (what Django hands over)
        """The number as typed."""
        return phone_number(super().clean(value))


def line(label: str, *, limit: int = 120, **more: Any) -> forms.CharField:
    """One line of text that may stay empty."""
    return forms.CharField(label=label, max_length=limit, required=False, **more)


def text(label: str, *, limit: int = 1000, rows: int = 3, **more: Any) -> forms.CharField:
    """Some lines of text that may stay empty."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=limit, required=False, widget=widget, **more)


def differences(form: forms.Form, stored: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Where what was typed differs from STORED: (label, stands there, typed), in words."""
    pairs = []
    for name, field in form.fields.items():
        if name in stored and not isinstance(field.widget, forms.HiddenInput):
            typed = form.cleaned_data.get(name, "")
            pairs.append((str(field.label), _words(field, stored[name]), _words(field, typed)))
    return [pair for pair in pairs if pair[1] != pair[2]]


def _words(field: forms.Field, value: Any) -> str:  # noqa: ANN401 (whatever a form holds)
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(field, forms.ChoiceField):
        return _labels(cast("Iterable[Any]", field.choices)).get(str(value or ""), str(value or ""))
    return str(value or "")


def _labels(choices: Iterable[Any]) -> dict[str, str]:
    """{value: label} of choices, whether grouped or not."""
    found: dict[str, str] = {}
    for value, label in choices:
        found |= _labels(label) if isinstance(label, list | tuple) else {str(value): str(label)}
    return found
