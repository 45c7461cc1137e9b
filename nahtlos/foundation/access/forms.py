"""Common to every page with a form: what was posted, and what an action refused."""

from django.forms import BaseForm
from django.http import HttpRequest, QueryDict

from nahtlos.foundation.access.actor import Refused


def posted(request: HttpRequest) -> QueryDict | None:
    """The posted fields, also where none was filled in; None where nothing was posted."""
    return request.POST if request.method == "POST" else None


def show_refusal(form: BaseForm, refused: Refused) -> None:
    """Put the sentence of REFUSED beside the field it is about, else on top; nothing that was typed is lost."""
    form.add_error(refused.field if refused.field in form.fields else None, refused.reason)
