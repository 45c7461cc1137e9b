"""A number to be called at."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nahtlos.foundation.access.forms import german_lengths
from nahtlos.intake.actions.calling import LONGEST_NOTE, LONGEST_NUMBER
from nahtlos.intake.forms.asking import NO_LAND


class CallForm(forms.Form):
    """Number, when, in which language."""

    number = forms.CharField(
        label=_("Ihre Telefonnummer"),
        max_length=LONGEST_NUMBER,
        widget=forms.TextInput(
            attrs={"type": "tel", "autocomplete": "off", "class": "nl-num", "dir": "ltr"}
        ),
    )
    reachable = forms.CharField(
        label=_("Wann können Sie sprechen?"),
        help_text=_("Zum Beispiel: werktags nach 17 Uhr."),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    spoken = forms.CharField(
        label=_("In welcher Sprache?"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    land = forms.ChoiceField(label=_("In welchem Bundesland?"), required=False)

    def __init__(self, data: Any, lands: list[tuple[str, str]]) -> None:  # noqa: ANN401
        super().__init__(data)
        self.fields["land"].choices = [("", NO_LAND), *lands]  # type: ignore[attr-defined]
        german_lengths(self)
