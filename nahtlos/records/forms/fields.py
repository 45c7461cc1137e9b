"""Fields that several forms of this room share."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, cast

from django import forms

from nahtlos.foundation.shell.fields import DayField


class RecordDay(DayField):
    """A day something happened or shall happen on."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(**options)


def lines(label: str, *, limit: int, rows: int = 3, **more: Any) -> forms.CharField:
    """Some lines of text that may stay empty."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=limit, required=False, widget=widget, **more)


def differences(form: forms.Form, stored: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Where what was typed differs from STORED: (label, stands there, typed), in words."""
    pairs = []
    for name, field in form.fields.items():
        if name in stored:
            words = _words_of(field)
            typed = words(form.cleaned_data.get(name, ""))
            pairs.append((str(field.label), words(stored[name]), typed))
    return [pair for pair in pairs if pair[1] != pair[2]]


def _words_of(field: forms.Field) -> Callable[[object], str]:
    if not isinstance(field, forms.ChoiceField):
        return _plain
    labels = {str(value): str(label) for value, label in cast("Iterable[Any]", field.choices)}
    return lambda value: labels.get(_plain(value), _plain(value))


def _plain(value: object) -> str:
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str("" if value is None else value)
