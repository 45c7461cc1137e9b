"""What somebody looks for a person by."""

from typing import Any, Final

from django import forms

from nahtlos.cases.queries.names import SHORTEST
from nahtlos.foundation.access.forms import german_lengths

LONGEST_SEARCH: Final = 120
TOO_SHORT: Final = (
    "Bitte mindestens zwei Zeichen: ein Stück vom Namen, eine Buchnummer oder ein Kürzel."
)


class SearchForm(forms.Form):
    """A name or part of one, the number of a prison, a code."""

    worte = forms.CharField(
        label="Name, Buchnummer oder Kürzel",
        max_length=LONGEST_SEARCH,
        min_length=SHORTEST,
        error_messages={"required": TOO_SHORT, "required_here": TOO_SHORT, "min_length": TOO_SHORT},
        help_text="Ein Anfang genügt. Auch andere Schreibweisen werden gefunden.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        german_lengths(self)
