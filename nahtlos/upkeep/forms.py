"""The shape of what somebody puts right through the link, and of what a visitor reports."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from nahtlos.directory.models import Cost, Offer
from nahtlos.foundation.access.forms import german_lengths, phone_number, read_entities
from nahtlos.organisations.models import Organisation
from nahtlos.upkeep.models import RESULTS

NO_ADDRESS: Final = _(
    "Das ist keine vollständige Internetadresse. Beispiel: https://verein.example"
)
COSTS: Final = [
    (Cost.UNKNOWN, _("nicht bekannt")),
    (Cost.FREE, _("kostenlos")),
    (Cost.SOME, _("kostet etwas")),
]


def _text(label: Any, longest: int, *, required: bool = False) -> forms.CharField:  # noqa: ANN401 (a lazy sentence)
    return forms.CharField(label=label, max_length=longest, required=required)


class Correction(forms.Form):
    """Common to both: telephone and web address are checked."""

    phone = _text(_("Telefon"), 60)
    email = forms.EmailField(label=_("E-Mail"), max_length=254, required=False)
    website = forms.URLField(
        label=_("Internetseite"), max_length=300, required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        german_lengths(self)
        read_entities(self)
        self.fields["website"].error_messages["invalid"] = NO_ADDRESS
        self.fields["website"].validators[0].message = NO_ADDRESS  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        """Digits, spaces and the usual signs."""
        return phone_number(self.cleaned_data["phone"])

    def differences(self, stored: object) -> list[tuple[str, str, str]]:
        """Where what was typed differs from what stands in STORED: (label, stands there, typed)."""
        pairs = [
            (str(field.label), str(getattr(stored, name)), str(self.cleaned_data.get(name, "")))
            for name, field in self.fields.items()
        ]
        return [pair for pair in pairs if pair[1] != pair[2]]


class OrganisationCorrection(Correction):
    """Where an organisation is and how one reaches it."""

    street = _text(_("Straße und Hausnummer"), 120)
    postcode = _text(_("Postleitzahl"), 5)
    city = _text(_("Ort"), 80)
    field_order = ["street", "postcode", "city", "phone", "email", "website"]


class OfferCorrection(Correction):
    """What changes most about an offer. The title and for whom it is are changed with an account
    only: that is another offer.
    """

    summary = _text(_("Worum es geht, in einem Satz"), 300, required=True)
    cost = forms.ChoiceField(label=_("Kosten"), choices=COSTS)
    cost_note = _text(_("Was genau kostet es?"), 200)
    access_note = _text(_("Barrierefreiheit"), 300)
    field_order = ["summary", "phone", "email", "website", "cost", "cost_note", "access_note"]


def stored_values(thing: Organisation | Offer, form: type[Correction]) -> Mapping[str, Any]:
    """What stands in the form at first."""
    return {name: getattr(thing, name) for name in form.base_fields}


class SendForm(forms.Form):
    """Where the link to a visiting record goes."""

    address = forms.EmailField(label="E-Mail-Adresse", max_length=254)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        german_lengths(self)


class ReportForm(forms.Form):
    """What a visitor says is wrong; a reply is wished only where an address stands."""

    text = forms.CharField(
        label=_("Was ist Ihnen aufgefallen?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Bitte schreiben Sie nichts über andere Personen."),
    )
    reply_to = forms.EmailField(
        label=_("Ihre E-Mail-Adresse, wenn Sie eine Antwort möchten"),
        max_length=254,
        required=False,
    )
    seite = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        german_lengths(self)


class CloseForm(forms.Form):
    """How a report ended."""

    result = forms.ChoiceField(
        label="Was ist herausgekommen?",
        choices=[(str(result), label) for result, label in RESULTS.items()],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Warum? Ein Satz genügt",
        max_length=300,
        help_text="Zum Beispiel: Angerufen, die Nummer ist neu. Bitte ohne Namen.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        german_lengths(self)
        for reason in ("required", "invalid_choice"):
            self.fields["result"].error_messages[reason] = "Bitte wählen Sie eine Antwort."
