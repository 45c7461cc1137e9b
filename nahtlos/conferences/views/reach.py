"""How every page of a conference begins: fetched for who is on the case, 404 for everybody else."""

from typing import Any, Final

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.cases.models import Case
from nahtlos.cases.policy import CASEWORK
from nahtlos.cases.queries import case_for
from nahtlos.conferences import queries
from nahtlos.conferences.models import Conference
from nahtlos.foundation import stamps
from nahtlos.foundation.access import Cases
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.page import actor_of
from nahtlos.people.models import Membership

BOTH: Final = ("GET", "POST")
WORKERS: Final = frozenset(str(role) for role in CASEWORK)
THING: Final = Cases(opens=WORKERS, owned=True, need_to_know=True)


def case_of(request: HttpRequest, code: str) -> Case:
    """The case CODE for who asks; Http404 for strangers and colleagues who are not on it."""
    try:
        return case_for(actor_of(request), code)
    except Case.DoesNotExist as error:
        raise Http404 from error


def spent(request: HttpRequest) -> bool:
    """Whether this is the second click of a double click. Refused for a form too old."""
    try:
        return not stamps.spend(request.POST.get("stamp", "")[:200])
    except stamps.StampError as error:
        raise Refused(str(error)) from error


def both(request: HttpRequest, code: str, conference: str) -> tuple[Case, Conference]:
    """The case and one of its conferences; Http404 where the case is not for who asks."""
    case = case_of(request, code)
    try:
        return case, queries.conference_of(case, conference)
    except Conference.DoesNotExist as error:
        raise Http404 from error


def members(case: Case) -> dict[str, Membership]:
    return {m.membership.code: m.membership for m in case.members.all() if m.until is None}


def names(case: Case) -> list[tuple[str, str]]:
    return [(code, member.account.name) for code, member in members(case).items()]


def to(conference: Conference, case: Case) -> HttpResponse:
    return redirect("conferences:conference", code=case.code, conference=conference.code)


def page_of(
    request: HttpRequest, template: str, case: Case, form: Form | None, **more: Any
) -> HttpResponse:
    context = {"case": case, "form": form, "called": queries.name_in(case.land_code), **more}
    status = 422 if form is not None and form.errors else 200
    return render(request, f"conferences/{template}.html", context, status=status)
