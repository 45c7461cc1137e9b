"""A new request on one page: what about, to whom, what goes with it."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from nahtlos.foundation.access.forms import german_lengths
from nahtlos.referrals.forms import fields

Choices = Sequence[tuple[str, str]]
# The receiver that is typed instead of chosen.
TYPED: Final = "typed"
NOTHING: Final = "Bitte wählen Sie mindestens eine Angabe. Ohne Angaben kann niemand antworten."


class AskForm(forms.Form):
    """What is asked and of whom. The receivers are those of the case's consents, the offers that
    fit the topic, and one that is typed.
    """

    topic = forms.ChoiceField(label="Thema")
    words = fields.words(
        "Was wird gebraucht?",
        "Zwei Sätze genügen. Nennen Sie nur, was die Empfangsstelle für ihre Antwort braucht.",
        required=True,
    )
    # Drawn by the page: one line a receiver, with why it fits. The page looks up who is behind it.
    to = forms.CharField(label="An wen?", required=False, max_length=200)
    organisation = fields.line("Name der Organisation")

    def __init__(self, *args: Any, topics: Sequence[Any] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["topic"].choices = [("", "Bitte wählen"), *topics]  # type: ignore[attr-defined]
        german_lengths(self)

    def clean(self) -> dict[str, Any]:
        """A receiver, chosen or typed."""
        values: dict[str, Any] = super().clean() or {}
        typed = values.get("organisation", "").strip()
        if typed and not values.get("to"):
            values["to"] = TYPED
        if values.get("to") == TYPED and not typed and not self.errors.get("organisation"):
            self.add_error(
                "organisation", ValidationError("Bitte schreiben Sie, wie die Organisation heißt.")
            )
        elif not values.get("to") and not self.errors.get("to"):
            self.add_error("to", ValidationError("Bitte wählen Sie, an wen die Anfrage geht."))
        return values


class ScopeForm(forms.Form):
    """Which of the things the consent allows go with this request. Special ones are not ticked
    beforehand.
    """

    categories = forms.MultipleChoiceField(
        label="Diese Angaben gehen mit", widget=forms.CheckboxSelectMultiple, required=False
    )
    pseudonymous = forms.BooleanField(
        label="Ohne Namen anfragen",
        required=False,
        help_text="Die Empfangsstelle sieht dann nur den Code der Anfrage. Name und Erreichbarkeit"
        " können Sie später ergänzen.",
    )

    def __init__(
        self,
        *args: Any,
        allowed: Choices = (),
        special: Collection[str] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["categories"].choices = list(allowed)  # type: ignore[attr-defined]
        self.fields["categories"].initial = [code for code, _ in allowed if code not in special]
        self.special = frozenset(special)
        german_lengths(self)

    def clean_categories(self) -> list[str]:
        """At least one."""
        chosen: list[str] = self.cleaned_data["categories"]
        if not chosen:
            raise ValidationError(NOTHING)
        return chosen

    def plain(self) -> Choices:
        """The choices that are ticked beforehand."""
        return [one for one in self.fields["categories"].choices if one[0] not in self.special]  # type: ignore[attr-defined]

    def single(self) -> Choices:
        """The special ones, each to be ticked by itself."""
        return [one for one in self.fields["categories"].choices if one[0] in self.special]  # type: ignore[attr-defined]

    def ticked(self) -> list[str]:
        """What stands ticked on the page."""
        return list(self["categories"].value() or [])


class AmendForm(forms.Form):
    """Something to add to a request that is on its way."""

    words = fields.words(
        "Was möchten Sie ergänzen?",
        "Die Empfangsstelle sieht es sofort, zusammen mit den Angaben im neuen Stand.",
        required=True,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        german_lengths(self)


class CarryForm(forms.Form):
    """What the person carries herself, on paper; for her own papers she needs no consent."""

    categories = forms.MultipleChoiceField(
        label="Was soll auf dem Blatt stehen?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Bitte wählen Sie mindestens eine Angabe."},
    )
    note = fields.line("Ein Satz dazu", "Zum Beispiel: Bitte helfen Sie mir beim Antrag.")

    def __init__(self, *args: Any, allowed: Choices = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["categories"].choices = list(allowed)  # type: ignore[attr-defined]
        german_lengths(self)
