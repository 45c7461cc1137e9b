"""The shape of what is typed about a contact person."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from nahtlos.foundation.access.forms import german_lengths, phone_number, read_entities
from nahtlos.organisations.models import ContactPerson, Site


class ContactForm(forms.Form):
    """A contact person: the function first, the name second."""

    function = forms.CharField(
        label="Zuständig für",
        max_length=120,
        help_text="Zum Beispiel: Ansprechperson Wohnen, Familienbeauftragte.",
    )
    deputy_function = forms.CharField(label="Vertretung (Funktion)", max_length=120, required=False)
    topics = forms.MultipleChoiceField(
        label="Themen", required=False, widget=forms.CheckboxSelectMultiple
    )
    site = forms.ModelChoiceField(
        label="Standort",
        queryset=Site.objects.none(),
        required=False,
        empty_label="für alle Standorte",
        to_field_name="slug",
    )
    member = forms.ChoiceField(
        label="Wer im Team ist das?",
        required=False,
        help_text="Scheidet die Person aus, fragen wir nach der Nachfolge.",
    )
    name = forms.CharField(label="Name", max_length=120, required=False)
    phone = forms.CharField(label="Telefon", max_length=60, required=False)
    email = forms.EmailField(label="E-Mail", required=False)
    deputy_name = forms.CharField(
        label="Name der Vertretung (nur intern)", max_length=120, required=False
    )
    published = forms.BooleanField(
        label="Name, Telefon und E-Mail öffentlich zeigen",
        required=False,
        help_text=(
            "Nur wenn die Person einverstanden ist. Sonst sieht die Öffentlichkeit die Funktion,"
            " nicht den Namen."
        ),
    )

    def __init__(
        self,
        *args: Any,
        sites: QuerySet[Site],
        members: list[tuple[str, str]],
        topics: list[tuple[str, list[tuple[str, str]]]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]
        self.fields["member"].choices = [("", "niemand ausgewählt"), *members]  # type: ignore[attr-defined]
        self.fields["topics"].choices = topics  # type: ignore[attr-defined]
        german_lengths(self)
        read_entities(self)

    def clean_phone(self) -> str:
        """Digits, spaces and the usual signs."""
        return phone_number(self.cleaned_data["phone"])


def _words(form: ContactForm, name: str, value: Any) -> str:  # noqa: ANN401
    """VALUE of the field NAME as a person reads it."""
    if name == "topics":
        groups = form.fields["topics"].choices  # type: ignore[attr-defined]
        return ", ".join(label for _, topics in groups for code, label in topics if code in value)
    if name == "published":
        return "ja" if value else "nein"
    if name in ("site", "member"):
        labels = {str(code): str(label) for code, label in form.fields[name].choices}  # type: ignore[attr-defined]
        return labels.get(str(getattr(value, "slug", value) or ""), "")
    return str(value)


def contact_differences(form: ContactForm, stored: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Where what was typed differs from STORED (`contact_initial`): (label, stands there,
    typed).
    """
    pairs = [
        (str(field.label), _words(form, name, stored[name]), _words(form, name, typed))
        for name, field in form.fields.items()
        for typed in [form.cleaned_data.get(name, "")]
    ]
    return [pair for pair in pairs if pair[1] != pair[2]]


def contact_initial(contact: ContactPerson, member_code: str) -> dict[str, Any]:
    """What stands in the form of an existing contact person."""
    detail = getattr(contact, "detail", None)
    public = contact.published
    return {
        "function": contact.function,
        "deputy_function": contact.deputy_function,
        "topics": contact.topics,
        "site": contact.site.slug if contact.site else "",
        "member": member_code,
        "published": public,
        "name": contact.public_name if public else detail.name if detail else "",
        "phone": contact.public_phone if public else detail.phone if detail else "",
        "email": contact.public_email if public else detail.email if detail else "",
        "deputy_name": detail.deputy_name if detail else "",
    }
