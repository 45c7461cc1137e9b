"""Fields that several forms of this room share: texts, days and hours."""

from datetime import UTC, date, datetime, time
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nahtlos.foundation.access.forms import german_lengths
from nahtlos.foundation.clock import BERLIN
from nahtlos.foundation.shell.fields import DayField

# As the framework types its labels: a text, or one that is translated when it is read.
Words = Any
LONGEST_WORDS: Final = 2000
LONGEST_LINE: Final = 120
DAY_HINT: Final = _("Zum Beispiel 3.12.2026")
NO_HOUR: Final = _("Bitte geben Sie die Uhrzeit so ein: 14:30")
NO_SUCH_HOUR: Final = _(
    "Diese Uhrzeit gibt es an diesem Tag nicht, weil die Uhr umgestellt wird. Bitte wählen Sie"
    " eine andere."
)


class ConditionalForm(forms.Form):
    """A form with fields that are needed in some cases only: they are not called voluntary, and
    whether one is missing says `clean`.
    """

    needed: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        german_lengths(self)
        if not self.is_bound:
            self._call_needed()

    def full_clean(self) -> None:
        """Check, and only then call the fields needed."""
        super().full_clean()
        if self.is_bound:
            self._call_needed()

    def _call_needed(self) -> None:
        for name in self.needed:
            self.fields[name].required = True


def words(
    label: Words, hint: Words = "", *, rows: int = 4, required: bool = False
) -> forms.CharField:
    """A text of a few sentences."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def line(label: Words, hint: Words = "", *, required: bool = False) -> forms.CharField:
    """A text on one line."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONGEST_LINE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def day(label: Words, hint: Words = DAY_HINT, *, required: bool = False) -> DayField:
    """A date typed by hand."""
    return DayField(label=label, help_text=hint, required=required)


def hour(label: Words, *, required: bool = False) -> forms.TimeField:
    """An hour typed by hand: "14:30", "14.30", "14"."""
    return forms.TimeField(
        label=label,
        required=required,
        help_text=_("Zum Beispiel 14:30"),
        input_formats=["%H:%M", "%H.%M", "%H", "%H:%M Uhr", "%H Uhr"],
        error_messages={"invalid": NO_HOUR},
        widget=forms.TimeInput(
            format="%H:%M", attrs={"inputmode": "text", "autocomplete": "off", "class": "nl-short"}
        ),
    )


def instant(on: date, at: time) -> datetime:
    """ON at AT in Europe/Berlin; ValidationError for an hour the clock jumps over."""
    moment = datetime.combine(on, at, BERLIN)
    if moment.astimezone(UTC).astimezone(BERLIN).time() != at:
        raise ValidationError(str(NO_SUCH_HOUR))
    return moment
