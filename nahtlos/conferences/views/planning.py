"""Conferences of a case: the list, a new one, another day, called off."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from nahtlos.cases.policy import can_work_on_cases
from nahtlos.conferences import actions, queries
from nahtlos.conferences.forms import DetailsForm, MemberForm, details_differences, details_initial
from nahtlos.conferences.views.reach import BOTH, THING, both, case_of, page_of, spent, to
from nahtlos.foundation.access import page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.versions import Stale, version_for, version_of


@page(can_work_on_cases, cases=THING)
def conferences(request: HttpRequest, code: str) -> HttpResponse:
    """Every conference of a case."""
    case = case_of(request, code)
    return page_of(request, "list", case, None, conferences=queries.conferences_of(case))


@page(can_work_on_cases, methods=BOTH, cases=THING)
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Plan one."""
    case = case_of(request, code)
    form = DetailsForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            if spent(request):
                return redirect("conferences:list", code=case.code)
            made = actions.plan_conference(actor=actor_of(request), case=case, details=form.details)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, "Der Termin steht. Jetzt fehlen noch die Eingeladenen.")
            return to(made, case)
    return page_of(request, "details", case, form)


@page(can_work_on_cases, cases=THING)
def conference(request: HttpRequest, code: str, conference: str) -> HttpResponse:
    """When, who, what was said, who does what."""
    case, found = both(request, code, conference)
    members = queries.member_choices(case, found)
    shown = queries.conference_page(case, found)
    return page_of(
        request,
        "conference",
        case,
        None,
        shown=shown,
        conference=found,
        version=version_of(found),
        member_form=MemberForm(members=members) if members else None,
    )


@page(can_work_on_cases, methods=BOTH, cases=THING)
def change(request: HttpRequest, code: str, conference: str) -> HttpResponse:
    """Another day, hour or place."""
    case, found = both(request, code, conference)
    form = DetailsForm(posted(request), initial=details_initial(found))
    more: dict[str, Any] = {"conference": found, "stale": False}
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version", "")
        try:
            actions.change_conference(
                actor=actor_of(request), conference=found, details=form.details, version=version
            )
        except Stale as stale:
            show_refusal(form, stale)
            more |= {"stale": True, "differences": details_differences(form, found)}
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, "Gespeichert.")
            return to(found, case)
    more["version"] = version_for(request, found, seen=more["stale"])
    return page_of(request, "details", case, form, **more)


@page(can_work_on_cases, methods=("POST",), cases=THING)
def cancel(request: HttpRequest, code: str, conference: str) -> HttpResponse:
    """It does not take place."""
    case, found = both(request, code, conference)
    try:
        actions.cancel_conference(actor=actor_of(request), conference=found)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(
            request,
            "Abgesagt. Wer per E-Mail eingeladen ist, bekommt eine Nachricht. Allen anderen sagen"
            " Sie es bitte selbst.",
        )
    return to(found, case)
