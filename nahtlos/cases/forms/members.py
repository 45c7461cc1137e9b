"""Who belongs to a case, and who takes over."""

from collections.abc import Iterable
from typing import Any

from django import forms

Choices = Iterable[tuple[str, str]]
CHOOSE = ("", "Bitte wählen")


class MemberForm(forms.Form):
    """A colleague who shall read the case from now on."""

    member = forms.ChoiceField(
        label="Wer soll dazukommen?",
        help_text=(
            "Wer dazukommt, liest alles in dieser Begleitung. Sprechen Sie vorher mit der Person,"
            " die Sie begleiten."
        ),
    )

    def __init__(self, *args: Any, colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [CHOOSE, *colleagues]  # type: ignore[attr-defined]


class ReassignForm(forms.Form):
    """Who leads a case and who stands in."""

    lead = forms.ChoiceField(label="Fallführung")
    deputy = forms.ChoiceField(
        label="Vertretung",
        required=False,
        help_text="Vertritt bei Urlaub und Krankheit und wird erinnert, wenn es still bleibt.",
    )

    def __init__(self, *args: Any, colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = list(colleagues)
        self.fields["lead"].choices = [CHOOSE, *people]  # type: ignore[attr-defined]
        self.fields["deputy"].choices = [("", "noch niemand"), *people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Nobody stands in for herself."""
        values = dict(super().clean() or {})
        if values.get("lead") and values.get("lead") == values.get("deputy"):
            self.add_error("deputy", "Fallführung und Vertretung sind zwei Personen.")
        return values
