"""How every page of a case begins: fetched for who is on it, 404 for everybody else; and how a form
that somebody else overtook is answered.
"""

from typing import Any, Final

from django import forms
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse

from nahtlos.cases.forms.fields import differences
from nahtlos.cases.models import Case
from nahtlos.cases.policy import CASEWORK
from nahtlos.cases.queries import case_for
from nahtlos.foundation import stamps
from nahtlos.foundation.access import Cases
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import show_refusal
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.versions import Stale

BOTH: Final = ("GET", "POST")
WORKERS: Final = frozenset(str(role) for role in CASEWORK)
# A list or a blank form: everybody who accompanies people.
OPEN: Final = Cases(opens=WORKERS)
# A thing of a case: only who is on it.
THING: Final = Cases(opens=WORKERS, owned=True, need_to_know=True)


def case_of(request: HttpRequest, code: str) -> Case:
    """The case CODE for who asks; Http404 for strangers and for colleagues who are not on it."""
    try:
        return case_for(actor_of(request), code)
    except Case.DoesNotExist as error:
        raise Http404 from error


def spent(request: HttpRequest) -> bool:
    """Whether this is the second click of a double click. Refused for a form that was open too
    long.
    """
    try:
        return not stamps.spend(request.POST.get("stamp", "")[:200])
    except stamps.StampError as error:
        raise Refused(str(error)) from error


def answer_refusal(
    form: forms.Form, refused: Refused, stored: dict[str, Any], context: dict[str, Any]
) -> None:
    """Put REFUSED beside its field. Where somebody else was faster, what she wrote is shown beside
    what was typed; where she wrote the same, nothing is left to do.
    """
    if not isinstance(refused, Stale):
        show_refusal(form, refused)
        return
    different = differences(form, stored)
    if different:
        show_refusal(form, refused)
        context.update(stale=True, differences=different)


def page_of(case: Case) -> str:
    """The address of the case file, which is composed further up the house; where that is not
    mounted, the plan's.
    """
    try:
        return reverse("staff:case", kwargs={"code": case.code})
    except NoReverseMatch:
        return reverse("cases:plan", kwargs={"code": case.code})
