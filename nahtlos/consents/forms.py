"""The shape of what is typed about a consent, its signature, or a notice by law."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from django import forms

from nahtlos.consents.models import Consent, Direction, Form, GivenIn, Insight
from nahtlos.consents.queries import Receiver, match_receiver
from nahtlos.consents.rules import scope
from nahtlos.foundation.access.forms import german_lengths
from nahtlos.foundation.clock import today
from nahtlos.foundation.shell.fields import CHOOSE, DayField

# Older than this, a signature typed today is a slip of the year.
OLDEST_SIGNATURE: Final = timedelta(days=180)
_PLAIN: Final = [(one.code, one.label) for one in scope.categories() if not one.special]
_SPECIAL: Final = [(one.code, one.label) for one in scope.categories() if one.special]


def _boxes(label: str, choices: list[tuple[str, str]], **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required_here": CHOOSE},
        **more,
    )


def _radio(label: str, choices: list[tuple[str, str]], **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required_here": CHOOSE},
        **more,
    )


class ReceiverForm(forms.Form):
    """Who tells whom which kinds of data: what a consent and a notice have in common."""

    receiver = forms.CharField(
        label="Welche Stelle soll etwas erfahren?",
        max_length=200,
        help_text="Tippen Sie den Namen. Jede Stelle des Verzeichnisses geht, auch ohne Zugang"
        " hier. Immer eine einzelne, nie „alle Behörden“.",
        widget=forms.TextInput(attrs={"list": "stellen", "autocomplete": "off"}),
    )
    meant = _radio("Welche davon meinen Sie?", [], required=False)
    to_function = forms.CharField(
        label="Wer dort?",
        max_length=120,
        help_text="Die Funktion, nicht der Name. Zum Beispiel: Aufnahme, Leistungsabteilung.",
    )
    from_function = forms.CharField(label="Wer gibt hier weiter?", max_length=120)
    plain = _boxes("Welche Angaben?", _PLAIN, required=False, help_text="So wenig wie möglich.")
    special = _boxes(
        "Besonders geschützt",
        _SPECIAL,
        required=False,
        help_text="Jede einzeln besprechen und nur ankreuzen, was die Stelle wirklich braucht.",
    )

    def __init__(self, *args: Any, known: list[Receiver], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        self.matches: list[Receiver] = []
        self._offer(known)
        german_lengths(self)

    def clean(self) -> dict[str, Any]:
        """One receiver and at least one kind of data."""
        super().clean()
        self._find_receiver()
        if not (self.cleaned_data.get("plain") or self.cleaned_data.get("special")):
            self.add_error("plain", "Bitte kreuzen Sie einzeln an, um welche Angaben es geht.")
        return self.cleaned_data

    def _offer(self, found: list[Receiver]) -> None:
        self.fields["meant"].choices = [  # type: ignore[attr-defined]
            (one.slug, one.label) for one in found
        ]

    def _find_receiver(self) -> None:
        typed = self.cleaned_data.get("receiver", "")
        if not typed:
            return
        self.matches = match_receiver(self.known, typed)
        meant = [one for one in self.matches if one.slug == self.data.get("meant")]
        found = meant or self.matches
        if len(found) == 1:
            self.cleaned_data["receiver"] = found[0].slug
            self.matches = []
            return
        self._offer(self.matches)
        self.add_error(
            "receiver",
            "Mehrere Stellen passen. Bitte wählen Sie eine aus."
            if found
            else "Diese Stelle steht nicht im Verzeichnis. Bitte prüfen Sie den Namen.",
        )

    def values(self) -> dict[str, Any]:
        """For the action; the receiver as its slug."""
        values = dict(self.cleaned_data)
        values["categories"] = [*values.pop("plain"), *values.pop("special")]
        values.pop("meant")
        return values


class ConsentForm(ReceiverForm):
    """A consent to be printed and signed."""

    purpose = _radio("Was soll erreicht werden?", list(scope.PURPOSES.items()))
    purpose_words = forms.CharField(
        label="In den Worten der Person",
        max_length=200,
        required=False,
        help_text="Steht so auf dem Blatt. Nichts über Taten oder Diagnosen.",
    )
    extent = _boxes("Wie viel davon?", list(scope.EXTENTS.items()))
    direction = _radio("In welche Richtung?", Direction.choices, initial=Direction.ONE_WAY)
    valid_from = DayField(label="Gilt ab", help_text="Frühestens ab der Unterschrift.")
    valid_until = DayField(label="Gilt bis einschließlich", help_text="Höchstens ein Jahr.")
    condition = forms.CharField(
        label="Nur unter einer Bedingung?",
        max_length=250,
        required=False,
        help_text="Zum Beispiel: nur wenn ich nach Musterstadt ziehe.",
    )

    def clean_valid_from(self) -> date:
        """Nothing is allowed backwards."""
        day: date = self.cleaned_data["valid_from"]
        if day < today():
            raise forms.ValidationError("Eine Einwilligung gilt nicht rückwirkend.")
        return day


class NoticeForm(ReceiverForm):
    """What somebody tells by law."""

    field_order = ["legal_basis"]
    legal_basis = _radio("Worauf stützen Sie sich?", [])
    purpose_words = forms.CharField(
        label="Warum?",
        max_length=250,
        help_text="Ein Satz, der auf dem Blatt für die Person steht. Nichts über Taten.",
    )
    valid_from = DayField(label="Mitgeteilt am, oder erlaubt ab")
    valid_until = DayField(
        label="Danach wird nichts mehr mitgeteilt", help_text="So kurz wie möglich."
    )
    informed_on = DayField(label="Die Person weiß es seit", required=False)
    condition = forms.CharField(
        label="Oder: Warum sie es noch nicht weiß", max_length=250, required=False
    )

    def __init__(self, *args: Any, laws: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["legal_basis"].choices = laws  # type: ignore[attr-defined]


class SignForm(forms.Form):
    """When and how the person signed."""

    signed_on = DayField(label="Unterschrieben am")
    informed_on = DayField(
        label="Erklärt am",
        help_text="An diesem Tag haben Sie gesagt, dass ein Nein keine Nachteile hat.",
    )
    form = _radio("Wie?", Form.choices)
    interpreter = forms.CharField(
        label="Wer hat übersetzt oder war dabei?",
        max_length=120,
        required=False,
        help_text="Nötig, wenn nicht auf Papier unterschrieben wurde, sondern vor Zeugen.",
    )
    given_in = _radio("Wo war die Person?", GivenIn.choices)
    insight = _radio("Wer hat entschieden?", Insight.choices, required=False)

    def __init__(self, *args: Any, minor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["insight"].required = minor
        german_lengths(self)

    def clean_signed_on(self) -> date:
        """A year that is a slip is asked about."""
        day: date = self.cleaned_data["signed_on"]
        if day < today() - OLDEST_SIGNATURE:
            raise forms.ValidationError("Das ist lange her. Bitte prüfen Sie das Jahr.")
        return day


def consent_initial(consent: Consent) -> dict[str, Any]:
    """A new version begins with what stands in an old one; its dates are its own."""
    return {
        "receiver": consent.to_organisation.slug,
        "to_function": consent.to_function,
        "from_function": consent.from_function,
        "plain": consent.categories,
        "special": consent.categories,
        "purpose": consent.purpose,
        "purpose_words": consent.purpose_words,
        "extent": consent.extent,
        "direction": consent.direction,
        "condition": consent.condition,
    }


def with_label(initial: Mapping[str, Any], known: list[Receiver]) -> dict[str, Any]:
    """INITIAL with the receiver as a person reads it."""
    labels = {one.slug: one.label for one in known}
    slug = str(initial.get("receiver", ""))
    return {**initial, "receiver": labels.get(slug, "")}
