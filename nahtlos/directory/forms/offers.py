"""The shape of what an organisation types about an offer."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nahtlos.directory.forms.translations import LanguageNotesField, notes_without_language
from nahtlos.directory.models import GENDERS, Catchment, Cost, Offer
from nahtlos.directory.queries.areas import areas_served, known_areas
from nahtlos.directory.rules import catalogue
from nahtlos.directory.rules.areas import Areas, area_as_chosen
from nahtlos.directory.rules.opening import Unclear
from nahtlos.directory.rules.translations import written_notes
from nahtlos.foundation.access.forms import german_lengths, phone_number, read_entities
from nahtlos.foundation.clock import today
from nahtlos.organisations.models import Site

NUMBER = {
    "invalid": "Bitte eine ganze Zahl.",
    "min_value": "Bitte eine Zahl ab 0.",
    "max_value": "Diese Zahl ist zu groß.",
}
DATE = {"invalid": "Dieses Datum gibt es nicht. Bitte so schreiben: 03.12.2026"}


def _number(label: str, highest: int, hint: str = "") -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=highest,
        help_text=hint,
        error_messages=NUMBER,
        widget=widget,
    )


def _date(label: str, hint: str = "") -> forms.DateField:
    widget = forms.DateInput(
        format="%d.%m.%Y",
        attrs={"inputmode": "numeric", "placeholder": "TT.MM.JJJJ", "autocomplete": "off"},
    )
    return forms.DateField(
        label=label,
        required=False,
        help_text=hint,
        input_formats=["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"],
        error_messages=DATE,
        widget=widget,
    )


def _several(label: str, hint: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple, help_text=hint
    )


def topic_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every topic under the label of its group: sixty boxes in one row are none that anybody
    reads.
    """
    return [
        (
            group.label,
            [
                (topic.code, topic.label)
                for topic in catalogue.topics()
                if topic.group == group.code
            ],
        )
        for group in catalogue.topic_groups()
    ]


class OfferForm(forms.Form):
    """One offer. `version` is the state the form was made from; it comes back with it."""

    title = forms.CharField(
        label="Titel", max_length=120, help_text="So kurz, dass man ihn am Telefon sagen kann."
    )
    summary = forms.CharField(label="Worum geht es? (ein Satz)", max_length=300, required=False)
    description = forms.CharField(
        label="Was geschieht bei Ihnen?",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    first_steps = forms.CharField(
        label="So fängt man an (jede Zeile ein Schritt, höchstens fünf)",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    topics = _several("Themen")
    audiences = _several("Für wen?", "Nichts angekreuzt heißt: nicht bekannt.")
    age_from = _number("Alter von", 120)
    age_to = _number("Alter bis", 120)
    circumstances = _several("In welcher Lage?", "Nichts angekreuzt heißt: nicht bekannt.")
    gender = forms.ChoiceField(
        label="Nur für Frauen oder nur für Männer?",
        choices=[("", "für alle"), *GENDERS],
        required=False,
    )
    excluded = _several(
        "Für wen nicht?", "Wer das von sich sagt, bekommt Ihr Angebot nicht gezeigt."
    )
    exclusion_note = forms.CharField(
        label="Wann geht es noch nicht?",
        max_length=200,
        required=False,
        help_text="Zum Beispiel: nicht bei akuter Sucht, nicht mit Hund.",
    )
    formats = _several("Wie?")
    languages = _several("Sprachen", "Nichts angekreuzt heißt: nicht bekannt.")
    language_notes = LanguageNotesField(
        label="Hinweis zu den Sprachen",
        help_text="Eine Zeile für jede Sprache. Zum Beispiel: Französisch: bitte vorher anrufen",
    )
    cost = forms.ChoiceField(label="Kosten", choices=Cost.choices, widget=forms.RadioSelect)
    cost_note = forms.CharField(label="Was genau kostet es?", max_length=200, required=False)
    site = forms.ModelChoiceField(
        label="Standort",
        queryset=Site.objects.none(),
        required=False,
        empty_label="kein fester Standort",
        to_field_name="slug",
    )
    city = forms.CharField(
        label="Ort (wenn kein Standort gewählt ist)", max_length=80, required=False
    )
    access_note = forms.CharField(label="Barrierefreiheit", max_length=300, required=False)
    catchment = forms.ChoiceField(label="Einzugsgebiet", choices=Catchment.choices)
    catchment_places = forms.CharField(
        label="Welches Land, welche Kreise oder welche Anstalten?",
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Jeder Name in einer Zeile. „Im ganzen Land“ meint ohne Namen das Land, in dem"
        " das Angebot ist.",
    )
    phone = forms.CharField(
        label="Telefon",
        max_length=60,
        required=False,
        help_text="Leer lassen, wenn die Nummer der Organisation gilt.",
    )
    email = forms.EmailField(label="E-Mail", required=False)
    website = forms.URLField(
        label="Internetseite", required=False, max_length=300, assume_scheme="https"
    )
    places_free = _number("Freie Plätze heute", 9999)
    waiting_weeks = _number("Wartezeit in Wochen", 520)
    next_date = _date("Nächster Termin")
    valid_until = _date("Gilt bis", "Danach verschwindet das Angebot von selbst aus der Suche.")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, sites: QuerySet[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {audience.code for audience in catalogue.audiences()}
        choices: dict[str, list[tuple[str, str]]] = {
            "audiences": [(a.code, a.label) for a in catalogue.audiences()],
            "circumstances": [(c.code, c.label) for c in catalogue.circumstances()],
            "excluded": [
                *((a.code, a.label) for a in catalogue.audiences()),
                *((c.code, c.label) for c in catalogue.circumstances() if c.code not in known),
            ],
            "formats": [(f.code, f.label) for f in catalogue.formats()],
            "languages": [(e.code, e.label) for e in catalogue.languages()],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]
        self.fields["topics"].choices = topic_choices()  # type: ignore[attr-defined]
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]
        german_lengths(self)
        read_entities(self)

    def clean_first_steps(self) -> list[str]:
        """One step a line."""
        steps = [
            line.strip() for line in self.cleaned_data["first_steps"].splitlines() if line.strip()
        ]
        if len(steps) > 5:
            raise forms.ValidationError("Bitte höchstens fünf Schritte, jeder in einer Zeile.")
        if any(len(step) > 200 for step in steps):
            raise forms.ValidationError("Ein Schritt ist zu lang: höchstens 200 Zeichen je Zeile.")
        return steps

    def clean_phone(self) -> str:
        """Digits, spaces and the usual signs."""
        return phone_number(self.cleaned_data["phone"])

    def clean_valid_until(self) -> date | None:
        """Not in the past."""
        day: date | None = self.cleaned_data["valid_until"]
        if day and day < today():
            raise forms.ValidationError(
                "Dieses Datum liegt in der Vergangenheit. Zum Beenden gibt es einen eigenen Knopf."
            )
        return day

    def clean(self) -> dict[str, Any]:
        """Ages in order."""
        clean: dict[str, Any] = super().clean() or self.cleaned_data
        low, high = clean.get("age_from"), clean.get("age_to")
        if low is not None and high is not None and low > high:
            self.add_error(
                "age_to", "Das Alter „bis“ muss mindestens so groß sein wie das Alter „von“."
            )
        unticked = notes_without_language(
            clean.get("language_notes") or {}, clean.get("languages", [])
        )
        if unticked:
            self.add_error("languages", unticked)
        both = set(clean.get("excluded", ())) & {
            *clean.get("audiences", ()),
            *clean.get("circumstances", ()),
        }
        if both:
            self.add_error(
                "excluded",
                "Sie haben oben angekreuzt, dass es für diese Menschen ist. Beides geht nicht.",
            )
        self._read_area(clean)
        return clean

    def _read_area(self, clean: dict[str, Any]) -> None:
        """Which places the area means; they are looked up only where somebody names any."""
        text = clean.pop("catchment_places", "")
        if "catchment" not in clean:
            return
        areas = known_areas() if text.strip() else Areas()
        try:
            clean |= area_as_chosen(clean["catchment"], text, areas)
        except Unclear as unclear:
            self.add_error("catchment_places", str(unclear))

    def values(self) -> dict[str, Any]:
        """What the action writes; the version is not a value."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def offer_initial(offer: Offer) -> dict[str, Any]:
    """What stands in the form of an existing offer."""
    initial = {
        name: getattr(offer, name)
        for name in OfferForm.base_fields
        if name not in ("first_steps", "site", "catchment_places", "language_notes")
    }
    return {
        **initial,
        "first_steps": "\n".join(offer.first_steps),
        "language_notes": written_notes(offer.language_notes),
        "site": offer.site.slug if offer.site else "",
        "catchment_places": "\n".join(areas_served(offer)),
    }


class CapacityForm(forms.Form):
    """Free places and waiting time, in ten seconds; what they are need be said once only."""

    places_free = _number("Freie Plätze heute", 9999, "Leer heißt: nicht bekannt.")
    places_total = _number("Plätze insgesamt", 9999)
    places_unit = forms.CharField(
        label="Was für Plätze?",
        max_length=40,
        required=False,
        help_text="Zum Beispiel Betten oder Termine.",
    )
    places_note = forms.CharField(
        label="Für wen sind sie?",
        max_length=120,
        required=False,
        help_text="Zum Beispiel: nur für Männer, Entgiftung bis 30 Tage.",
    )
    waiting_weeks = _number("Wartezeit in Wochen", 520, "Leer heißt: keine oder nicht bekannt.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        german_lengths(self)
        read_entities(self)

    def clean(self) -> dict[str, Any]:
        """Not more free places than there are."""
        clean: dict[str, Any] = super().clean() or self.cleaned_data
        free, total = clean.get("places_free"), clean.get("places_total")
        if free is not None and total is not None and free > total:
            self.add_error("places_total", "Das sind weniger als die freien Plätze.")
        return clean


def capacity_initial(offer: Offer) -> dict[str, Any]:
    """What stands in the form of free places."""
    return {name: getattr(offer, name) for name in CapacityForm.base_fields}


class FeedbackForm(forms.Form):
    """What a visitor reports; a reply is wished only where an address stands."""

    text = forms.CharField(
        label=_("Was ist Ihnen aufgefallen?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Bitte schreiben Sie nichts über andere Personen."),
    )
    reply_to = forms.EmailField(
        label=_("Ihre E-Mail-Adresse, wenn Sie eine Antwort möchten"), required=False
    )
    seite = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        german_lengths(self)
