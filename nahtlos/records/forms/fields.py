"""Fields that several forms of this room share."""

from typing import Any

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
