"""Lists that somebody takes along as a table."""

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseClientRefresh
from django_htmx.middleware import HtmxDetails

from nahtlos.cases.policy import CASEWORK
from nahtlos.foundation import stamps
from nahtlos.foundation.access import Cases, Role, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.clock import today
from nahtlos.lookout import actions, policy, queries
from nahtlos.lookout.models import TableState, TakenTable

BOTH: Final = ("GET", "POST")
WORKERS: Final = frozenset(str(role) for role in CASEWORK)
OPEN: Final = Cases(opens=WORKERS)
# Only who took a table opens it; in the matrix that is the coach.
THING: Final = Cases(opens=frozenset({str(Role.COACH)}), owned=True)
FILE: Final = Cases(opens=frozenset({str(Role.COACH)}), owned=True, post=200)
LONGEST_WORD: Final = 40


@page(policy.can_take_along, methods=BOTH, cases=OPEN, stepped_up=True)
def all_tables(request: HttpRequest) -> HttpResponse:
    """One's own tables of the day; a list that is sent here becomes one more."""
    actor = actor_of(request)
    if request.method == "POST":
        return _take(request)
    context = {"tables": queries.own_tables(actor), "sources": queries.sources_for(actor)}
    return render(request, "lookout/tables.html", context)


def _take(request: HttpRequest) -> HttpResponse:
    words = {name: str(word)[:LONGEST_WORD] for name, word in request.POST.items()}
    try:
        if not stamps.spend(request.POST.get("stamp", "")[:200]):
            return redirect("lookout:tables")
        table = actions.take_table(
            actor=actor_of(request), word=words.get("liste", ""), words=words
        )
    except (stamps.StampError, Refused) as error:
        messages.error(request, str(error))
        return redirect("lookout:tables")
    return redirect("lookout:table", code=table.code)


def _own(request: HttpRequest, code: str) -> TakenTable:
    try:
        return queries.own_table(actor_of(request), code)
    except TakenTable.DoesNotExist as error:
        raise Http404 from error


@page(policy.can_take_along, methods=BOTH, cases=FILE, stepped_up=True)
def table(request: HttpRequest, code: str) -> HttpResponse:
    """What a table holds, in one sentence; its files, for who asks for them here."""
    found = _own(request, code)
    waits = found.state == TableState.WANTED
    if request.method == "POST" and not waits:
        return _file(request, found)
    if HtmxDetails(request) and not waits:
        return HttpResponseClientRefresh()
    return render(request, "lookout/table.html", {"table": found, "waits": waits})


def _file(request: HttpRequest, found: TakenTable) -> HttpResponse:
    actor = actor_of(request)
    form = "xlsx" if request.POST.get("form") == "xlsx" else "csv"
    try:
        content, kind = queries.file_of(actor, found, form)
    except TakenTable.DoesNotExist as error:
        raise Http404 from error
    actions.note_fetched(actor=actor, table=found, form=form)
    response = HttpResponse(content, content_type=kind)
    name = f"liste-{found.code}-{today():%Y-%m-%d}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@page(policy.can_take_along, methods=("POST",), cases=THING)
def delete(request: HttpRequest, code: str) -> HttpResponse:
    """Put a table away before its day is over."""
    actions.delete_table(actor=actor_of(request), code=_own(request, code).code)
    messages.success(request, "Die Tabelle ist gelöscht.")
    return redirect("lookout:tables")
