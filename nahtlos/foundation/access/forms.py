"""Common to every page with a form: what was posted, our sentences, and what an action refused."""

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.written import PHONE, with_letters

NO_PHONE: Final = gettext_lazy(
    "Eine Telefonnummer besteht aus Ziffern, Leerzeichen und den Zeichen + - / ( )."
)
REQUIRED: Final = gettext_lazy("Bitte füllen Sie dieses Feld aus.")


def phone_number(typed: str) -> str:
    """TYPED as a telephone number, '' where nothing was typed; ValidationError beside the field
    where it is none.
    """
    phone = typed.strip()
    if phone and not PHONE.match(phone):
        raise forms.ValidationError(str(NO_PHONE))
    return phone


class PhoneField(forms.CharField):
    """A telephone number."""

    def to_python(self, value: object) -> str:
        """The number as it was typed, without blanks around it."""
        return phone_number(super().to_python(value) or "")


def posted(request: HttpRequest) -> QueryDict | None:
    """The posted fields, also where none was filled in; None where nothing was posted."""
    return request.POST if request.method == "POST" else None


def show_refusal(form: BaseForm, refused: Refused) -> None:
    """Put the sentence of REFUSED beside the field it is about, else on top; nothing that was typed
    is lost.
    """
    form.add_error(refused.field if refused.field in form.fields else None, refused.reason)


def read_entities(form: forms.BaseForm) -> None:
    """Let every text of FORM be read with letters for entities: for what is published, and often
    copied out of a page.
    """
    for field in form.fields.values():
        if isinstance(field, forms.CharField) and not isinstance(field, forms.URLField):
            field.to_python = _with_letters(field.to_python)  # type: ignore[assignment,method-assign]


def _with_letters(read: Callable[[Any], str | None]) -> Callable[[Any], str]:
    return lambda value: with_letters(read(value) or "")


def german_lengths(form: forms.BaseForm) -> None:
    """Give every field of FORM our sentences."""
    for field in form.fields.values():
        field.error_messages["required"] = field.error_messages.get("required_here", REQUIRED)
        if getattr(field, "max_length", None):
            field.error_messages["max_length"] = _(
                "Bitte schreiben Sie kürzer: höchstens %(limit_value)s Zeichen."
            ) % {"limit_value": field.max_length}  # type: ignore[attr-defined]
            for validator in field.validators:
                if getattr(validator, "code", "") == "max_length":
                    validator.message = field.error_messages["max_length"]  # type: ignore[attr-defined]
        if isinstance(field, forms.EmailField):
            field.error_messages["invalid"] = _(
                "Das ist keine vollständige E-Mail-Adresse. Beispiel: info@verein.example"
            )
            field.validators[0].message = field.error_messages["invalid"]  # type: ignore[attr-defined]
        if isinstance(field, forms.URLField):
            field.assume_scheme = "https"  # type: ignore[attr-defined]
            field.error_messages["invalid"] = (
                "Das ist keine vollständige Internetadresse. Beispiel: https://www.verein.example"
            )
            field.validators[0].message = field.error_messages["invalid"]  # type: ignore[attr-defined]
