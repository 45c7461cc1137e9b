"""A release that moves or happens, the hand-over that belongs to it, and the end of a case."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nahtlos.cases.models import Scenario
from nahtlos.cases.rules.closings import results
from nahtlos.foundation.access.forms import german_lengths
from nahtlos.foundation.clock import today
from nahtlos.referrals.forms import fields
from nahtlos.referrals.models import Occasion

Choices = Sequence[tuple[str, str]]
DATED = frozenset({"half", "two_thirds", "end", "fixed"})


class MoveForm(fields.ConditionalForm):
    """Which release date counts from now on."""

    needed = ("on",)

    scenario = forms.ChoiceField(
        label="Worauf beruht der Termin?", choices=Scenario.choices, widget=forms.RadioSelect
    )
    on = fields.day("Entlassung am", "Zum Beispiel 3.12.2026. Leer, wo es noch keinen Tag gibt.")

    def clean(self) -> dict[str, Any]:
        """A date exactly where the kind has one."""
        values: dict[str, Any] = super().clean() or {}
        dated = values.get("scenario") in DATED
        if dated and values.get("on") is None and not self.errors.get("on"):
            self.add_error("on", ValidationError("Zu diesem Termin gehört ein Datum."))
        if not dated:
            values["on"] = None
        return values


def _not_later(on: date) -> date:
    if on > today():
        raise ValidationError("Dieser Tag liegt in der Zukunft.")
    return on


class ReleaseForm(forms.Form):
    """The day on which somebody went out, or to another prison."""

    what = forms.ChoiceField(
        label="Was ist geschehen?",
        choices=[
            ("released", "Die Person ist entlassen"),
            ("transferred", "Die Person ist verlegt"),
        ],
        widget=forms.RadioSelect,
        initial="released",
    )
    on = fields.day("An welchem Tag?", required=True)
    prison = forms.ChoiceField(
        label="Wohin verlegt?", required=False, help_text="Nur bei einer Verlegung."
    )

    def __init__(self, *args: Any, prisons: Choices = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["prison"].choices = [("", "Bitte wählen"), *prisons]  # type: ignore[attr-defined]
        german_lengths(self)

    def clean_on(self) -> date:
        """Not in the future."""
        return _not_later(self.cleaned_data["on"])

    def clean(self) -> dict[str, Any]:
        """A transfer has a goal."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("what") == "transferred" and not values.get("prison"):
            self.add_error("prison", ValidationError("Bitte wählen Sie, wohin."))
        return values


class HandoverForm(forms.Form):
    """Who goes on: a colleague, or whoever accepted a request."""

    occasion = forms.ChoiceField(
        label="Anlass", choices=Occasion.choices, widget=forms.RadioSelect, initial="release"
    )
    to = forms.ChoiceField(
        label="An wen?",
        widget=forms.RadioSelect,
        help_text="Die Zuständigkeit bleibt bei Ihnen, bis die nächste Person angenommen hat.",
    )

    def __init__(self, *args: Any, receivers: Choices = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = list(receivers)  # type: ignore[attr-defined]
        german_lengths(self)


def _ends() -> list[tuple[str, str]]:
    """The ways to end that are offered now, each with what it means."""
    return [
        (one.code, f"{one.label}: {one.means}" if one.means else one.label) for one in results()
    ]


class CloseForm(forms.Form):
    """How a case ends; lost contact is a normal end."""

    closing = forms.ChoiceField(
        label="Wie endet die Begleitung?", choices=_ends, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        german_lengths(self)
