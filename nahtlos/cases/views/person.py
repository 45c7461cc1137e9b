"""Who the person is and where: beginning a case, and what is known about her."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.cases import actions, policy
from nahtlos.cases.forms.circumstances import CircumstancesForm, circumstances_initial
from nahtlos.cases.forms.person import (
    ClientForm,
    NewCaseForm,
    ReturnForm,
    StayForm,
    client_initial,
    stay_initial,
)
from nahtlos.cases.forms.search import LONGEST_SEARCH, SearchForm
from nahtlos.cases.models import Case, Custody, Scenario, Stay
from nahtlos.cases.queries.ground import KindChange, kind_change
from nahtlos.cases.queries.prisons import own_prisons, usual_prison
from nahtlos.cases.queries.stays import current_scenario, history, running_stay
from nahtlos.cases.rules.names import split_name
from nahtlos.cases.rules.vocabulary import CustodyKind
from nahtlos.cases.views.doubling import unless_perhaps_there
from nahtlos.cases.views.reach import BOTH, OPEN, THING, answer_refusal, case_of, page_of, spent
from nahtlos.foundation.access import page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.versions import version_for
from nahtlos.organisations.queries import prison_names

BLANK = {"kind": "transition", "custody": Custody.UNKNOWN, "scenario": Scenario.UNKNOWN}


BEGINS = "beginnen"  # the button below a search: a form with what was looked for


@page(policy.can_open_case, methods=BOTH, cases=OPEN)
def new(request: HttpRequest) -> HttpResponse:
    """Begin to accompany somebody, after looking for her; a prison's own people find their prison
    on top, and chosen where there is but one. The stamp makes a double click one case.
    """
    if request.method != "POST":
        return render(request, "cases/search.html", {"form": SearchForm(), "beginning": True})
    actor, fresh = actor_of(request), BEGINS in request.POST
    form = _new_form(request, fresh=fresh)
    context: dict[str, Any] = {"form": form}
    if not fresh and form.is_valid():
        values = actions.NewCase(**form.cleaned_data)
        try:
            if spent(request):
                return redirect("cases:list")
            case = unless_perhaps_there(
                request, lambda anyway: actions.open_case(actor=actor, values=values, anyway=anyway)
            )
        except Refused as refused:
            show_refusal(form, refused)
            context["perhaps"] = refused if isinstance(refused, actions.PerhapsThere) else None
        else:
            messages.success(
                request,
                "Die Begleitung hat begonnen. Sagen Sie noch, was zutrifft: Daraus entsteht der"
                " Plan.",
            )
            return redirect("cases:circumstances", code=case.code)
    return render(request, "cases/new.html", context, status=422 if form.errors else 200)


def _new_form(request: HttpRequest, *, fresh: bool) -> NewCaseForm:
    own = own_prisons(actor_of(request))
    given, family = split_name(request.POST.get("worte", "")[:LONGEST_SEARCH])
    is_number = any(char.isdigit() for char in family)
    initial = BLANK | {
        "prison_code": usual_prison(actor_of(request), own),
        "given_name": "" if is_number else given,
        "family_name": "" if is_number else family,
        "external_code": f"{given} {family}".strip() if is_number else "",
    }
    data = None if fresh else request.POST
    return NewCaseForm(data, prisons=prison_names(), own=own, initial=initial)


@page(policy.can_work_on_cases, methods=BOTH, cases=THING)
def person(request: HttpRequest, code: str) -> HttpResponse:
    """Name, birth date, telephone."""
    actor, case = actor_of(request), case_of(request, code)
    stored = client_initial(case.client)
    form = ClientForm(posted(request), initial=stored)
    context: dict[str, Any] = {"form": form, "case": case, "stale": False}
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version", "")
        try:
            unless_perhaps_there(
                request,
                lambda anyway: actions.edit_client(
                    actor=actor,
                    case=case,
                    values=form.cleaned_data,
                    version=version,
                    anyway=anyway,
                ),
            )
        except Refused as refused:
            answer_refusal(form, refused, stored, context)
            context["perhaps"] = refused if isinstance(refused, actions.PerhapsThere) else None
        if not form.errors:
            messages.success(request, "Die Angaben zur Person sind gespeichert.")
            return redirect(page_of(case))
    context["version"] = version_for(request, case.client, seen=context["stale"])
    return render(request, "cases/person.html", context, status=422 if form.errors else 200)


@page(policy.can_work_on_cases, methods=BOTH, cases=THING)
def stay(request: HttpRequest, code: str) -> HttpResponse:
    """Where the person is; where she is nowhere, a further stay begins."""
    case = case_of(request, code)
    return _edit_stay(request, case) if running_stay(case) else _begin_stay(request, case)


def _edit_stay(request: HttpRequest, case: Case) -> HttpResponse:
    running = running_stay(case)
    current = current_scenario(running)
    stored = stay_initial(running) if running else {}
    counts = current.kind if current else ""
    form = StayForm(posted(request), prisons=prison_names(), counts=counts, initial=stored)
    context: dict[str, Any] = {"form": form, "case": case, "current": current, "stale": False}
    context["stays"] = history(case)
    if request.method == "POST" and form.is_valid():
        values, version = form.cleaned_data, request.POST.get("version", "")
        change = _unseen(request, case, running, values["custody"])
        if change is not None:
            # First what another kind of custody does to the plan, then it is written.
            context |= {"change": change, "agreed": values["custody"], "version": version}
            return render(request, "cases/stay.html", context)
        try:
            actions.edit_stay(actor=actor_of(request), case=case, values=values, version=version)
        except Refused as refused:
            answer_refusal(form, refused, stored, context)
        if not form.errors:
            messages.success(request, "Aufenthalt und Termine sind gespeichert.")
            return redirect(page_of(case))
    context["version"] = version_for(request, running, seen=context["stale"])
    return render(request, "cases/stay.html", context, status=422 if form.errors else 200)


def _unseen(
    request: HttpRequest, case: Case, running: Stay | None, custody: str
) -> KindChange | None:
    """What CUSTODY changes in the plan, where it is another kind than now and whoever writes has
    not seen it yet.
    """
    if running is None or custody in (running.custody, request.POST.get("agreed", "")):
        return None
    change = kind_change(case, CustodyKind(custody))
    return None if change is None or change.is_empty else change


def _begin_stay(request: HttpRequest, case: Case) -> HttpResponse:
    form = ReturnForm(posted(request), prisons=prison_names(), initial=BLANK)
    if request.method == "POST" and form.is_valid():
        try:
            actions.begin_stay(actor=actor_of(request), case=case, values=form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, "Der Aufenthalt ist eingetragen.")
            return redirect(page_of(case))
    context = {"form": form, "case": case, "beginning": True, "stays": history(case)}
    return render(request, "cases/stay.html", context, status=422 if form.errors else 200)


@page(policy.can_work_on_cases, methods=BOTH, cases=THING)
def circumstances(request: HttpRequest, code: str) -> HttpResponse:
    """What applies to this person: one screen, everything may stay unknown. The first time the plan
    is made of it at once.
    """
    actor, case = actor_of(request), case_of(request, code)
    stored = circumstances_initial(case.circumstances)
    form = CircumstancesForm(posted(request), initial=stored)
    context: dict[str, Any] = {"form": form, "case": case, "stale": False}
    if request.method == "POST" and form.is_valid():
        values, version = form.cleaned_data, request.POST.get("version", "")
        try:
            actions.set_circumstances(actor=actor, case=case, values=values, version=version)
            if case.plan_opened_on is None:
                actions.open_plan(actor=actor, case=case)
        except Refused as refused:
            answer_refusal(form, refused, stored, context)
        if not form.errors:
            messages.success(request, "Gespeichert. Der Plan richtet sich danach.")
            return redirect("cases:plan", code=case.code)
    context["version"] = version_for(request, case, seen=context["stale"])
    return render(request, "cases/circumstances.html", context, status=422 if form.errors else 200)
