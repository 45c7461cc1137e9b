"""The pages of release lists. What stands in a list never stands in an address."""

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseClientRefresh
from django_htmx.middleware import HtmxDetails

from nahtlos.cases.policy import CASEWORK
from nahtlos.cases.queries.prisons import own_prisons, prison_choices, usual_prison
from nahtlos.foundation import stamps
from nahtlos.foundation.access import Actor, Cases, Role, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.clock import now
from nahtlos.lists import actions, policy, queries
from nahtlos.lists.forms import ListForm
from nahtlos.lists.models import LineEnd, ListState, ReleaseList
from nahtlos.lists.rules.columns import BY_CODE, COLUMNS
from nahtlos.organisations.queries import prison_names

BOTH: Final = ("GET", "POST")
OPEN: Final = Cases(opens=frozenset(str(role) for role in CASEWORK))
# Only who brought a list in reads it; in the matrix that is the coach.
THING: Final = Cases(opens=frozenset({str(Role.COACH)}), owned=True)
SHOWN: Final = 200  # lines of each kind on the page


def _run(actor: Actor, code: str) -> ReleaseList:
    try:
        return queries.own_list(actor, code)
    except ReleaseList.DoesNotExist as error:
        raise Http404 from error


@page(policy.can_bring_lists, methods=BOTH, cases=OPEN)
def new(request: HttpRequest) -> HttpResponse:
    """Paste or send a list. The stamp makes a double click one list."""
    actor = actor_of(request)
    own = own_prisons(actor)
    form = ListForm(
        posted(request),
        request.FILES or None,
        prisons=prison_choices(prison_names(), own),
        initial={"anstalt": usual_prison(actor, own)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            if not stamps.spend(request.POST.get("stamp", "")[:200]):
                return redirect("lists:new")
            run = actions.receive_list(
                actor=actor,
                received=form.cleaned_data["received"],
                prison_code=form.cleaned_data["anstalt"],
            )
        except stamps.StampError as error:
            show_refusal(form, Refused(str(error)))
        else:
            return redirect(_page_of(run), code=run.code)
    context = {"form": form, "runs": queries.own_lists(actor)[:20]}
    return render(request, "lists/new.html", context, status=422 if form.errors else 200)


def _page_of(run: ReleaseList) -> str:
    return "lists:columns" if run.state == ListState.COLUMNS else "lists:list"


@page(policy.can_bring_lists, methods=BOTH, cases=THING)
def columns(request: HttpRequest, code: str) -> HttpResponse:
    """Say which column is what."""
    actor = actor_of(request)
    run = _run(actor, code)
    chosen, problem = list(run.columns), ""
    if request.method == "POST":
        typed = [request.POST.get(f"spalte{n}", "") for n in range(len(run.columns))]
        chosen = [one if one in BY_CODE else "" for one in typed]
        try:
            actions.choose_columns(actor=actor, run=run, columns=chosen)
            return redirect("lists:list", code=run.code)
        except Refused as refused:
            problem = refused.reason
    headings = queries.headings_of(run)
    names = [*headings, *[""] * (len(chosen) - len(headings))][: len(chosen)]
    parts = list(zip(names, queries.examples_of(run), chosen, strict=True))
    context = {"run": run, "parts": parts, "columns": COLUMNS, "problem": problem}
    return render(request, "lists/columns.html", context, status=422 if problem else 200)


@page(policy.can_bring_lists, cases=THING)
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Where a list stands: what it would do, how far it is, what it did."""
    actor = actor_of(request)
    run = _run(actor, code)
    if HtmxDetails(request):
        if run.state != ListState.RUNNING or queries.stands_still(run, now()):
            return HttpResponseClientRefresh()
        return render(request, "exchange/_progress.html", {"run": run})
    context = {
        "run": run,
        "preview": queries.preview(actor, run) if run.state == ListState.CHECKED else None,
        "undecided": sum(run.counts.get(end, 0) for end in (LineEnd.UNDECIDED, LineEnd.ELSEWHERE)),
        "stands_still": queries.stands_still(run, now()),
        "failed": queries.failed_lines(run) if run.state == ListState.DONE else [],
        "shown": f":{SHOWN}",
    }
    return render(request, "lists/list.html", context)


def _deed(
    request: HttpRequest, code: str, deed: Callable[[Actor, ReleaseList], object]
) -> HttpResponse:
    actor = actor_of(request)
    run = _run(actor, code)
    try:
        deed(actor, run)
    except Refused as refused:
        messages.error(request, refused.reason)
    return redirect("lists:list", code=code)


@page(policy.can_bring_lists, methods=("POST",), cases=THING)
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """For lines that may mean somebody known: who it is."""
    choices = {}
    for key, value in request.POST.items():
        line = key.removeprefix("zeile")
        if key.startswith("zeile") and line.isascii() and line.isdecimal() and len(line) < 7:
            choices[int(line)] = str(value)[:20]
    return _deed(
        request, code, lambda actor, run: actions.choose(actor=actor, run=run, choices=choices)
    )


@page(policy.can_bring_lists, methods=("POST",), cases=THING)
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Take it over."""
    return _deed(request, code, lambda actor, run: actions.start_list(actor=actor, run=run))


@page(policy.can_bring_lists, methods=("POST",), cases=THING)
def undo(request: HttpRequest, code: str) -> HttpResponse:
    """Take it back."""
    return _deed(request, code, lambda actor, run: actions.undo_list(actor=actor, run=run))
