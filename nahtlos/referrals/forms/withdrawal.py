"""What somebody says who wants nothing passed on any more: a code or number, or name and birth
date.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nahtlos.consents.models import Channel
from nahtlos.referrals.forms import fields


class WithdrawalForm(fields.ConditionalForm):
    """One of two ways to find the consent, and how the withdrawal came in."""

    needed = ("code", "name", "born_on")

    code = forms.CharField(
        label="Code oder Nummer",
        max_length=20,
        required=False,
        help_text="Zum Beispiel E-7F3M-2 vom Einwilligungsblatt oder F-7F3M-2 von der Karte.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "nl-short"}),
    )
    name = fields.line("Vor- und Nachname")
    born_on = fields.day("Geburtsdatum", "Zum Beispiel 24.3.1988")
    channel = forms.ChoiceField(
        label="Wie kam der Widerruf?", choices=Channel.choices, widget=forms.RadioSelect
    )

    def clean(self) -> dict[str, Any]:
        """A code, or a name with a birth date: a name alone finds the wrong person."""
        values: dict[str, Any] = super().clean() or {}
        if self.errors or values.get("code", "").strip():
            return values
        if not values.get("name", "").strip():
            self.add_error(
                "code",
                ValidationError("Bitte geben Sie einen Code ein, oder Name und Geburtsdatum."),
            )
        elif values.get("born_on") is None:
            self.add_error(
                "born_on",
                ValidationError("Mit dem Geburtsdatum ist sicher, wer gemeint ist."),
            )
        return values
