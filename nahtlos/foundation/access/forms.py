"""Puts what an action refused beside the field it is about, or on top of the form."""

from django.forms import BaseForm

from nahtlos.foundation.access.actor import Refused


def show_refusal(form: BaseForm, refused: Refused) -> None:
    """Add the sentence of REFUSED to FORM; nothing that was typed is lost."""
    form.add_error(refused.field if refused.field in form.fields else None, refused.reason)
