"""Drafts: saved while somebody writes, thrown away when she says so."""

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.foundation.access import Cases, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.clock import now
from nahtlos.records import actions, policy
from nahtlos.records.actions.drafts import FIELDS
from nahtlos.records.actions.notes import NEW
from nahtlos.records.views.reach import THING, WORKERS, case_of

SAVING: Final = Cases(opens=WORKERS, owned=True, need_to_know=True, post=200)
# By this the page tells our answer from every other, such as the sign-in page's.
MARK: Final = "Draft-Saved"


def _form(request: HttpRequest) -> str:
    return request.POST.get("entwurf", NEW)[:12]


@page(policy.can_read_records, methods=("POST",), cases=SAVING)
def save_draft(request: HttpRequest, code: str) -> HttpResponse:
    """Keep what was typed so far; answers with a line for the page."""
    case = case_of(request, code)
    content = {name: request.POST.get(name, "") for name in FIELDS}
    try:
        kept = actions.save_draft(
            actor=actor_of(request), case=case, form=_form(request), content=content
        )
    except Refused as refused:
        return HttpResponse(refused.reason, status=422, content_type="text/plain; charset=utf-8")
    answer = render(request, "records/_draft_line.html", {"kept": kept, "at": now()})
    answer.headers[MARK] = "1"
    return answer


@page(policy.can_read_records, methods=("POST",), cases=THING)
def discard_draft(request: HttpRequest, code: str) -> HttpResponse:
    """Throw the draft away and go back to what is saved."""
    case, form = case_of(request, code), _form(request)
    try:
        actions.discard_draft(actor=actor_of(request), case=case, form=form)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "Der Entwurf ist verworfen.")
    return redirect("records:journal", code=case.code)
