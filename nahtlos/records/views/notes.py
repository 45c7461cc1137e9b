"""The journal of a case: what was noted, and the form of a note."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.cases.models import Case
from nahtlos.foundation.access import page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import actor_of, page_number
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import version_for
from nahtlos.organisations.queries import own_organisation
from nahtlos.records import actions, policy, queries
from nahtlos.records.actions.notes import NEW
from nahtlos.records.forms.notes import NoteForm, note_blank, note_initial
from nahtlos.records.models import Note
from nahtlos.records.rules.vocabulary import Concerned, concerned_for
from nahtlos.records.views.reach import (
    BOTH,
    OWN,
    THING,
    answer_refusal,
    asks_first,
    case_of,
    spent,
)

LAST_PAGE = 50


@page(policy.can_read_records, cases=THING)
def journal(request: HttpRequest, code: str) -> HttpResponse:
    """Notes and contacts, the newest first, and where the contact stands; who read it stands in the
    chain.
    """
    actor, case = actor_of(request), case_of(request, code)
    actions.note_read(actor=actor, case=case, part="journal")
    context = {
        "case": case,
        "tab": "journal",
        "journal": queries.journal(actor, case, page_number(request, LAST_PAGE)),
        "contact": queries.contact_standing(case, today()),
    }
    return render(request, "records/journal.html", context)


def _concerned(request: HttpRequest) -> tuple[Concerned, ...]:
    return concerned_for(own_organisation(actor_of(request)).kind)


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    wrong = context["form"].errors or context.get("noticed")
    return render(request, "records/note.html", context, status=422 if wrong else 200)


@page(policy.can_read_records, methods=BOTH, cases=THING)
def new_note(request: HttpRequest, code: str) -> HttpResponse:
    """Write a note."""
    actor, case = actor_of(request), case_of(request, code)
    draft = queries.draft_of(actor, case, NEW)
    initial = note_blank() | (draft.content if draft else {})
    form = NoteForm(posted(request), concerned=_concerned(request), initial=initial)
    context: dict[str, Any] = {"form": form, "case": case, "is_new": True, "draft": draft}
    if request.method == "POST" and form.is_valid():
        if asks_first(request, context, form.cleaned_data["text"]):
            return _page(request, context)
        try:
            if not spent(request):
                actions.write_note(actor=actor, case=case, values=form.note())
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, "Die Notiz ist gespeichert.")
            return redirect("records:journal", code=case.code)
    return _page(request, context)


def _note_of(request: HttpRequest, case: Case, code: str) -> Note:
    try:
        return queries.own_note(actor_of(request), case, code)
    except Note.DoesNotExist as error:
        raise Http404 from error


@page(policy.can_read_records, methods=BOTH, cases=OWN)
def note(request: HttpRequest, code: str, note: str) -> HttpResponse:
    """Change a note of one's own; how it read before stays beside it."""
    case = case_of(request, code)
    found = _note_of(request, case, note)
    draft = queries.draft_of(actor_of(request), case, found.code)
    initial = note_initial(found) | (draft.content if draft else {})
    form = NoteForm(posted(request), concerned=_concerned(request), initial=initial)
    context: dict[str, Any] = {"form": form, "case": case, "note": found, "draft": draft}
    context["stale"] = False
    valid = request.method == "POST" and form.is_valid()
    if valid and not asks_first(request, context, form.cleaned_data["text"]):
        _change(request, case, found, form, context)
        if not form.errors:
            messages.success(request, "Die Notiz ist gespeichert.")
            return redirect("records:journal", code=case.code)
    context["version"] = version_for(request, found, seen=context["stale"])
    if draft and request.method != "POST":
        # The state the draft was begun from: somebody else's words since then are not overwritten.
        context["version"] = draft.content["version"]
    return _page(request, context)


def _change(
    request: HttpRequest, case: Case, note: Note, form: NoteForm, context: dict[str, Any]
) -> None:
    try:
        actions.change_note(
            actor=actor_of(request),
            case=case,
            code=note.code,
            values=form.note(),
            version=request.POST.get("version", ""),
        )
    except Refused as refused:
        answer_refusal(form, refused, note_initial(note), context)


@page(policy.can_read_records, methods=("POST",), cases=OWN)
def remove_note(request: HttpRequest, code: str, note: str) -> HttpResponse:
    """Remove a note of one's own."""
    case = case_of(request, code)
    try:
        actions.remove_note(actor=actor_of(request), case=case, code=note)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "Die Notiz ist gelöscht.")
    return redirect("records:journal", code=case.code)
