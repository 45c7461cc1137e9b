"""A table becomes offers: upload, columns, look at it, write it, take it back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseClientRefresh
from django_htmx.middleware import HtmxDetails

from nahtlos.exchange import actions, policy
from nahtlos.exchange.forms import FileForm
from nahtlos.exchange.models import ImportRun, RunState
from nahtlos.exchange.queries import imports
from nahtlos.exchange.rules.columns import BY_CODE, HOURS, SAMPLE, columns_for
from nahtlos.exchange.rules.sheets import as_csv
from nahtlos.foundation import stamps
from nahtlos.foundation.access import Actor, Cases, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import STAFF, actor_of
from nahtlos.foundation.clock import now

BOTH = ("GET", "POST")
IMPORTERS = frozenset(str(role) for role in policy.IMPORTERS)
LIST = Cases(opens=IMPORTERS, reads=STAFF - IMPORTERS)
THING = Cases(opens=IMPORTERS, reads=STAFF - IMPORTERS, owned=True)
SHOWN = 200  # lines of each kind on the page; the file with the faults has all of them


def _run(actor: Actor, code: str) -> ImportRun:
    try:
        return imports.own_run(actor, code)
    except ImportRun.DoesNotExist as error:
        raise Http404 from error


@page(policy.can_import, methods=BOTH, cases=LIST)
def new(request: HttpRequest) -> HttpResponse:
    """Send a table. The stamp makes a double click one import."""
    actor = actor_of(request)
    form = FileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            if not stamps.spend(request.POST.get("stamp", "")[:200]):
                return redirect("imports:new")
            run = actions.receive_file(actor=actor, sheet=form.cleaned_data["file"])
        except stamps.StampError as error:
            show_refusal(form, Refused(str(error)))
        else:
            return redirect("imports:columns", code=run.code)
    others = bool(policy.can_import_for_others(actor))
    context = {"form": form, "runs": imports.own_runs(actor)[:20], "others": others}
    return render(request, "exchange/import.html", context, status=422 if form.errors else 200)


@page(policy.can_import, cases=LIST)
def sample(request: HttpRequest) -> HttpResponse:
    """A table to fill in."""
    rows = [[column.code for column in SAMPLE], [column.example for column in SAMPLE]]
    return _file("angebote-muster.csv", as_csv(rows))


def _file(name: str, text: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


@page(policy.can_import, cases=LIST)
def explained(request: HttpRequest) -> HttpResponse:
    """What every column means, to print and lay beside the table."""
    others = bool(policy.can_import_for_others(actor_of(request)))
    plain = [column for column in columns_for(others=others) if column.code not in HOURS]
    return render(request, "exchange/columns_explained.html", {"columns": plain, "others": others})


@page(policy.can_import, methods=BOTH, cases=THING)
def columns(request: HttpRequest, code: str) -> HttpResponse:
    """Say which column of the file is what."""
    actor = actor_of(request)
    run = _run(actor, code)
    chosen, problem = list(run.columns), ""
    if request.method == "POST":
        typed = [request.POST.get(f"spalte{n}", "") for n in range(len(run.columns))]
        chosen = [code if code in BY_CODE else "" for code in typed]
        try:
            actions.choose_columns(actor=actor, run=run, columns=chosen)
            return redirect("imports:run", code=run.code)
        except Refused as refused:
            problem = refused.reason
    parts = zip(imports.header_of(run), imports.examples_of(run), chosen, strict=True)
    known = columns_for(others=bool(policy.can_import_for_others(actor)))
    context = {"run": run, "parts": list(parts), "columns": known, "problem": problem}
    status = 422 if problem else 200
    return render(request, "exchange/columns.html", context, status=status)


@page(policy.can_import, cases=THING)
def run(request: HttpRequest, code: str) -> HttpResponse:
    """Where an import stands: what it would do, how far it is, what it did. A page that asks again
    and again gets how far it is, and is told to come anew once that is over.
    """
    actor = actor_of(request)
    found = _run(actor, code)
    if HtmxDetails(request):
        running = found.state == RunState.RUNNING and not imports.stands_still(found, now())
        if not running:
            return HttpResponseClientRefresh()
        return render(request, "exchange/_progress.html", {"run": found})
    context = {
        "run": found,
        "preview": imports.preview(actor, found) if found.state == RunState.CHECKED else None,
        "outcome": imports.outcome(found),
        "about_others": imports.is_about_others(found),
        "stands_still": imports.stands_still(found, now()),
        "shown": f":{SHOWN}",
    }
    return render(request, "exchange/run.html", context)


def _deed(
    code: str, request: HttpRequest, deed: Callable[[Actor, ImportRun], object]
) -> HttpResponse:
    actor = actor_of(request)
    found = _run(actor, code)
    try:
        deed(actor, found)
    except Refused as refused:
        messages.error(request, refused.reason)
    return redirect("imports:run", code=code)


@page(policy.can_import, methods=("POST",), cases=THING)
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """For lines that resemble an offer: which it is."""
    lines, providers = _chosen(request, "zeile"), _chosen(request, "traeger")

    def deed(actor: Actor, found: ImportRun) -> None:
        actions.choose(actor=actor, run=found, choices=lines, providers=providers)

    return _deed(code, request, deed)


def _chosen(request: HttpRequest, name: str) -> dict[int, str]:
    """What was chosen for lines, {line: choice}, of the fields NAME with the line's number."""
    found = {}
    for key, value in request.POST.items():
        line = key.removeprefix(name)
        if key.startswith(name) and line.isascii() and line.isdecimal() and len(line) < 7:
            found[int(line)] = str(value)
    return found


@page(policy.can_import, methods=("POST",), cases=THING)
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Write it."""
    return _deed(code, request, lambda actor, found: actions.start_import(actor=actor, run=found))


@page(policy.can_import, methods=("POST",), cases=THING)
def undo(request: HttpRequest, code: str) -> HttpResponse:
    """Take it back."""
    return _deed(code, request, lambda actor, found: actions.undo_import(actor=actor, run=found))


@page(policy.can_import, cases=THING)
def faults(request: HttpRequest, code: str) -> HttpResponse:
    """The lines that could not be read, with why, to mend and send again."""
    actor = actor_of(request)
    found = _run(actor, code)
    return _file(f"fehler-{found.code}.csv", as_csv(imports.bad_lines(actor, found)))
