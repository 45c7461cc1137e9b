"""A conversation in sixty seconds: lists, a number, a place; no field for words about anybody."""

from typing import Any, Final

from django import forms

from nahtlos.directory.rules.labels import labels
from nahtlos.foundation.access.forms import german_lengths
from nahtlos.foundation.clock import today
from nahtlos.foundation.shell.fields import DayField
from nahtlos.intake.actions.advice import Conversation
from nahtlos.intake.models import FirstAdvice
from nahtlos.intake.queries.log import place_named, place_words
from nahtlos.intake.rules.vocabulary import ASKERS, CHANNELS, LONGEST_MINUTES, RESULTS, TOPICS

CHOOSE: Final = ("", "Bitte wählen")
UNKNOWN_PLACE: Final = (
    "Diesen Ort kennen wir nicht, oder es gibt ihn mehrmals. Die Postleitzahl ist eindeutig."
)


class AdviceForm(forms.Form):
    """One conversation."""

    on = DayField(label="Tag", help_text="Heute ist schon eingetragen.")
    channel = forms.ChoiceField(label="Wie?", choices=[CHOOSE, *CHANNELS.items()])
    topics = forms.MultipleChoiceField(
        label="Worum ging es?",
        choices=list(TOPICS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required_here": "Bitte wählen Sie mindestens ein Thema."},
    )
    asker = forms.ChoiceField(label="Wer hat gefragt?", choices=[CHOOSE, *ASKERS.items()])
    minutes = forms.IntegerField(
        label="Wie viele Minuten?",
        min_value=1,
        max_value=LONGEST_MINUTES,
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "list": "minuten",
                "class": "nl-short",
                "autocomplete": "off",
            }
        ),
    )
    result = forms.ChoiceField(label="Was kam heraus?", choices=[CHOOSE, *RESULTS.items()])
    language = forms.ChoiceField(label="Sprache des Gesprächs", initial="de")
    place = forms.CharField(
        label="Ort, Postleitzahl oder Bundesland",
        help_text="Gespeichert wird nur der Kreis.",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any, entry: FirstAdvice | None = None) -> None:  # noqa: ANN401
        super().__init__(data, initial=_initial(entry))
        self.fields["language"].choices = list(labels("language", "de").items())  # type: ignore[attr-defined]
        if data is None and entry is None:
            self.fields["channel"].widget.attrs["autofocus"] = True
        german_lengths(self)

    def clean_place(self) -> tuple[str, str]:
        """(Land, district); both empty where nothing was typed."""
        typed = self.cleaned_data["place"]
        found = place_named(typed) if typed else ("", "")
        if found is None:
            raise forms.ValidationError(UNKNOWN_PLACE)
        return found

    def said(self) -> Conversation:
        """What was typed, as the action takes it."""
        values = self.cleaned_data
        land, district = values["place"]
        return Conversation(
            on=values["on"],
            channel=values["channel"],
            topics=tuple(values["topics"]),
            minutes=values["minutes"],
            result=values["result"],
            asker=values["asker"],
            language=values["language"],
            land_code=land,
            district_code=district,
        )


def _initial(entry: FirstAdvice | None) -> dict[str, Any]:
    if entry is None:
        return {"on": today(), "language": "de"}
    names = ("on", "channel", "topics", "asker", "minutes", "result", "language")
    return {**{name: getattr(entry, name) for name in names}, "place": place_words(entry)}
