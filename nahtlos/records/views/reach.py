"""How every page here begins: the case, fetched for who is on it, 404 for everybody else; and what
forms have in common: one deed a stamp, a newer state beside what was typed, a question before
something is saved.
"""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.http import Http404, HttpRequest

from nahtlos.cases.forms.fields import differences
from nahtlos.cases.models import Case
from nahtlos.cases.policy import CASEWORK
from nahtlos.cases.queries import case_with_person
from nahtlos.foundation import stamps
from nahtlos.foundation.access import Cases, Role
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import show_refusal
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.versions import Stale
from nahtlos.records.rules.hints import codes_of_hints, not_asked_yet, noticed

BOTH: Final = ("GET", "POST")
WORKERS: Final = frozenset(str(role) for role in CASEWORK)
THING: Final = Cases(opens=WORKERS, owned=True, need_to_know=True)
# What only its author changes; in the matrix that is the coach who leads the case.
OWN: Final = Cases(opens=frozenset({str(Role.COACH)}), owned=True, need_to_know=True)


def case_of(request: HttpRequest, code: str) -> Case:
    """The case CODE for who asks; Http404 for strangers and for colleagues who are not on it."""
    try:
        return case_with_person(actor_of(request), code)
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
    form: forms.Form, refused: Refused, stored: Mapping[str, Any], context: dict[str, Any]
) -> None:
    """Put REFUSED beside its field. Where somebody else was faster, what stands there is shown
    beside what was typed; where it is the same, nothing is left to do.
    """
    if not isinstance(refused, Stale):
        show_refusal(form, refused)
        return
    different = differences(form, stored)
    if different:
        show_refusal(form, refused)
        context.update(stale=True, differences=different)


def asks_first(request: HttpRequest, context: dict[str, Any], *texts: str) -> bool:
    """Whether TEXTS hold something that should perhaps stay out and nobody was asked about yet;
    then CONTEXT says what, and the page offers to save all the same.
    """
    found = noticed(*texts)
    fresh = not_asked_yet(found, request.POST.get("trotzdem", "")[:400])
    if fresh:
        context.update(noticed=found, noticed_codes=codes_of_hints(found))
    return bool(fresh)
