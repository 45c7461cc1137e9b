"""Which other file is meant, and what stands where two files say different things."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django import forms

from nahtlos.cases.models import Ground
from nahtlos.cases.rules.merging import FOLDED, KEPT, QUESTIONS, Pair, questions
from nahtlos.foundation.access.forms import german_lengths
from nahtlos.foundation.codes import is_code
from nahtlos.foundation.shell.tags import datum

NO_CODE: Final = "Das ist kein Kürzel einer Akte. Ein Beispiel: F-7F3M-2"
CHOOSE: Final = "Bitte wählen Sie, was stimmt."


class OtherFileForm(forms.Form):
    """The code of the other file."""

    andere = forms.CharField(
        label="Kürzel der anderen Akte",
        max_length=20,
        help_text="Es steht oben in der Akte, zum Beispiel: F-7F3M-2",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        german_lengths(self)

    def clean_andere(self) -> str:
        """The code, however it was typed."""
        code = str(self.cleaned_data["andere"]).strip().upper()
        if not is_code(code):
            raise forms.ValidationError(NO_CODE)
        return code


class MergeForm(forms.Form):
    """One choice for every field in which the two differ, and how somebody knows."""

    ground = forms.ChoiceField(
        label="Woher wissen Sie, dass es dieselbe Person ist?",
        choices=Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Bitte sagen Sie, woher Sie es wissen."},
    )

    def __init__(self, *args: Any, pairs: Iterable[Pair], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open = questions(pairs)
        for question, (kept, folded) in self.open.items():
            self.fields[question] = forms.ChoiceField(
                label=QUESTIONS[question],
                choices=[(KEPT, shown(question, kept)), (FOLDED, shown(question, folded))],
                widget=forms.RadioSelect,
                error_messages={"required": CHOOSE},
            )
        self.order_fields([*self.open, "ground"])

    @property
    def choices(self) -> dict[str, str]:
        """{question: "kept" | "folded"} of what was chosen."""
        return {question: str(self.cleaned_data[question]) for question in self.open}

    @property
    def to_decide(self) -> list[forms.BoundField]:
        """The fields in which the two differ."""
        return [self[question] for question in self.open]


def shown(field: str, value: str) -> str:
    """VALUE of FIELD as people read it."""
    if field == "born_on" and value:
        return datum(date.fromisoformat(value))
    return value
