"""The shape of what is typed about an offer in other languages."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.http import QueryDict

from nahtlos.directory.models import Offer, OfferTranslation, TranslationStatus
from nahtlos.directory.queries.translations import LABELS, one_text
from nahtlos.directory.rules.opening import Unclear
from nahtlos.directory.rules.translations import (
    LONGEST,
    STEPS,
    read_notes,
    texts_of,
    written_notes,
)
from nahtlos.foundation.access.forms import german_lengths
from nahtlos.foundation.clock import today
from nahtlos.foundation.shell.languages import Language
from nahtlos.foundation.shell.tags import datum
from nahtlos.foundation.written import with_letters

LONG: Final = ("description", STEPS)
MOST_STEPS: Final = 5
CHOOSE: Final = "Bitte wählen Sie aus, ob jemand die Übersetzung geprüft hat."
NO_FUNCTION: Final = "Wer hat geprüft? Bitte nennen Sie die Funktion."
NO_DAY: Final = "Wann wurde geprüft? Bitte so: 03.12.2026"
NO_SUCH_DAY: Final = "Dieses Datum gibt es nicht. Bitte so schreiben: 03.12.2026"


class LettersField(forms.CharField):
    """A text; entities copied with it become the letters they stand for."""

    def to_python(self, value: object) -> str:
        """The text as a person reads it."""
        return super().to_python(with_letters(str(value or ""))) or ""


class LanguageNotesField(LettersField):
    """A note for each language, a line each."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **kwargs,
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def clean(self, value: Any) -> Any:  # noqa: ANN401 (as the base class has it)
        """{code of a language: note}."""
        try:
            return read_notes(super().clean(value))
        except Unclear as unclear:
            raise forms.ValidationError(str(unclear)) from unclear


def notes_without_language(notes: Mapping[str, str], languages: list[str]) -> str:
    """The sentence that says what to change where a note is about a language that is not ticked; ''
    where none is.
    """
    missing = {code: note for code, note in notes.items() if code not in languages}
    names = [line.partition(":")[0] for line in written_notes(missing).splitlines()]
    return f"Bitte kreuzen Sie bei den Sprachen auch an: {', '.join(names)}." if names else ""


class TranslationForm(forms.Form):
    """The texts of one offer in one language, beside the German ones; what is empty in German has
    no field, unless a translation stands there.
    """

    # The page says once that texts may stay empty.
    all_optional = True

    status = forms.ChoiceField(
        label="Hat jemand die Übersetzung geprüft?",
        choices=[
            (str(TranslationStatus.MACHINE), "nein: maschinell übersetzt, ungeprüft"),
            (str(TranslationStatus.CHECKED), "ja: geprüft"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required_here": CHOOSE, "invalid_choice": CHOOSE},
    )
    checked_by = LettersField(
        label="Wer hat geprüft?",
        max_length=120,
        required=False,
        help_text="Nur wenn jemand geprüft hat: die Funktion, kein Name. Zum Beispiel:"
        " Sprachmittlerin der Beratungsstelle.",
    )
    checked_on = forms.DateField(
        label="Geprüft am",
        required=False,
        input_formats=["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"],
        error_messages={"invalid": NO_SUCH_DAY},
        widget=forms.DateInput(
            format="%d.%m.%Y",
            attrs={"class": "nl-short", "placeholder": "TT.MM.JJJJ", "autocomplete": "off"},
        ),
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        offer: Offer,
        row: OfferTranslation | None,
        language: Language,
    ) -> None:
        super().__init__(data, initial=translation_initial(row))
        german, there = texts_of(offer), texts_of(row) if row else {}
        own = {
            name: _field(name, language)
            for name in LONGEST
            if german[name] or there.get(name) or name == "title"
        }
        self.fields = {**own, **self.fields}
        self.text_names = list(own)
        german_lengths(self)

    @property
    def texts(self) -> list[tuple[str, forms.BoundField]]:
        """(name, field) of the texts."""
        return [(name, self[name]) for name in self.text_names]

    def clean_checked_on(self) -> date | None:
        """Not in the future."""
        day: date | None = self.cleaned_data["checked_on"]
        if day and day > today():
            raise forms.ValidationError("Dieses Datum liegt in der Zukunft.")
        return day

    def clean(self) -> dict[str, Any]:
        """Steps in lines; who checked, and when, where somebody did."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if STEPS in self.fields and STEPS in typed:
            typed[STEPS] = self._steps(typed[STEPS])
        if typed.get("status") == TranslationStatus.CHECKED:
            if not typed.get("checked_by") and "checked_by" not in self.errors:
                self.add_error("checked_by", NO_FUNCTION)
            if not typed.get("checked_on") and "checked_on" not in self.errors:
                self.add_error("checked_on", NO_DAY)
        return typed

    def _steps(self, text: str) -> list[str]:
        steps = [line.strip() for line in text.splitlines() if line.strip()]
        if len(steps) > MOST_STEPS:
            self.add_error(STEPS, "Bitte höchstens fünf Schritte, jeder in einer Zeile.")
        elif any(len(step) > LONGEST[STEPS] for step in steps):
            self.add_error(
                STEPS, f"Ein Schritt ist zu lang: höchstens {LONGEST[STEPS]} Zeichen je Zeile."
            )
        return steps

    def values(self) -> dict[str, Any]:
        """What the action writes."""
        empty: dict[str, Any] = {name: [] if name == STEPS else "" for name in LONGEST}
        return {**empty, **self.cleaned_data}


def _field(name: str, language: Language) -> LettersField:
    attrs = {"lang": language.html, "dir": language.direction}
    longest = LONGEST[name]
    if name in LONG:
        rows = 3 if name == STEPS else 8
        return LettersField(
            label=f"{LABELS[name]} (jede Zeile ein Schritt)" if name == STEPS else LABELS[name],
            required=False,
            max_length=MOST_STEPS * (longest + 2) if name == STEPS else longest,
            widget=forms.Textarea(attrs={**attrs, "rows": rows}),
        )
    area = forms.Textarea(attrs={**attrs, "rows": 2})
    widget = forms.TextInput(attrs=attrs) if name == "title" else area
    return LettersField(
        label=LABELS[name], required=name == "title", max_length=longest, widget=widget
    )


def translation_initial(row: OfferTranslation | None) -> dict[str, Any]:
    """What stands in the form; nothing is chosen for whoever begins."""
    if row is None:
        return {}
    texts = {name: one_text(text) for name, text in texts_of(row).items()}
    return {
        **texts,
        "status": row.status,
        "checked_by": row.checked_by,
        "checked_on": row.checked_on,
    }


def translation_differences(
    form: TranslationForm, row: OfferTranslation | None
) -> list[tuple[str, str, str]]:
    """Where what was typed differs from what stands there by now: (label, stands there, typed)."""
    stored, typed, pairs = translation_initial(row), form.values(), []
    statuses = {str(value): str(label) for value, label in TranslationStatus.choices}
    for name in (*form.text_names, "status", "checked_by", "checked_on"):
        there, here = _words(stored.get(name)), _words(typed.get(name))
        if name == "status":
            there, here = statuses.get(there, ""), statuses.get(here, "")
        if there != here:
            pairs.append((str(form.fields[name].label), there, here))
    return pairs


def _words(value: object) -> str:
    return datum(value) if isinstance(value, date) else one_text(value)
