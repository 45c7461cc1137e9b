"""The shape of what an organisation types about itself."""

import re
from typing import Any

from django import forms

from nahtlos.foundation.access.forms import german_lengths, phone_number, read_entities
from nahtlos.organisations.models import Organisation, Site
from nahtlos.organisations.queries import find_places


def differences(form: "PlaceForm", stored: Organisation | Site) -> list[tuple[str, str, str]]:
    """Where what was typed differs from what stands in STORED: (label, stands there, typed)."""
    pairs = [
        (
            str(form.fields[name].label),
            _said(getattr(stored, name)),
            _said(form.cleaned_data.get(name, "")),
        )
        for name in form.fields
    ]
    return [pair for pair in pairs if pair[1] != pair[2]]


def _said(value: str | bool) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nein"
    return value


class PlaceForm(forms.ModelForm):  # type: ignore[type-arg]
    """Common to organisation and site: telephone and postcode are checked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        german_lengths(self)
        read_entities(self)

    def clean_phone(self) -> str:
        """Digits, spaces and the usual signs."""
        return phone_number(self.cleaned_data["phone"])

    def clean_postcode(self) -> str:
        """A postcode that exists."""
        postcode: str = self.cleaned_data["postcode"].strip()
        if postcode and not (re.fullmatch(r"\d{5}", postcode) and find_places(postcode)):
            raise forms.ValidationError(
                "Diese Postleitzahl kennen wir nicht. Sie hat fünf Ziffern."
            )
        return postcode


class OrganisationForm(PlaceForm):
    """What an organisation says of itself."""

    class Meta:
        """Explicit fields."""

        model = Organisation
        fields = ["name", "about", "street", "postcode", "city", "phone", "email", "website"]
        labels = {
            "name": "Name",
            "about": "Worum kümmern Sie sich? (in zwei, drei Sätzen)",
            "street": "Straße und Hausnummer",
            "postcode": "Postleitzahl",
            "city": "Ort",
            "phone": "Telefon",
            "email": "E-Mail",
            "website": "Internetseite",
        }
        help_texts = {
            "phone": "Bitte eine Nummer der Stelle, keine private.",
            "email": "Bitte ein gemeinsames Postfach.",
        }
        widgets = {"about": forms.Textarea(attrs={"rows": 4, "maxlength": 2000})}

    def clean_about(self) -> str:
        """Short enough to be read."""
        about: str = self.cleaned_data["about"]
        if len(about) > 2000:
            raise forms.ValidationError("Bitte schreiben Sie kürzer: höchstens 2.000 Zeichen.")
        return about


class SiteForm(PlaceForm):
    """A place where the organisation works."""

    # Not a field of the model here: the model refuses a street in a confidential row, and the
    # action takes it out before the row is saved.
    confidential = forms.BooleanField(
        label="Die Adresse ist vertraulich",
        required=False,
        help_text=(
            "Zum Beispiel bei einer Schutzwohnung. Straße und Postleitzahl sieht dann nur Ihr"
            " Team. Öffentlich bleibt der Ort; auf der Karte steht der Standort nicht. Schreiben"
            " Sie die Straße auch nicht in andere Felder."
        ),
    )

    class Meta:
        """Explicit fields."""

        model = Site
        fields = ["name", "street", "postcode", "city", "phone", "email", "website", "access_note"]
        labels = {
            "name": "Name des Standorts",
            "street": "Straße und Hausnummer",
            "postcode": "Postleitzahl",
            "city": "Ort",
            "phone": "Telefon",
            "email": "E-Mail",
            "website": "Internetseite",
            "access_note": "Barrierefreiheit",
        }
        help_texts = {
            "access_note": (
                "Zum Beispiel: Aufzug vorhanden, Eingang ohne Stufe, WC nicht barrierefrei."
            )
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["confidential"] = self.instance.confidential
        # Where a prison is everybody knows; a box that is always refused would only mislead.
        if getattr(self.instance, "prison", None):
            del self.fields["confidential"]
