"""What was said, and who does what."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from nahtlos.cases.policy import can_work_on_cases
from nahtlos.conferences import actions
from nahtlos.conferences.forms import MinutesForm, TaskForm
from nahtlos.conferences.views.reach import BOTH, THING, both, members, names, page_of, spent, to
from nahtlos.foundation.access import page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.versions import Stale, version_for


@page(can_work_on_cases, methods=BOTH, cases=THING)
def minutes(request: HttpRequest, code: str, conference: str) -> HttpResponse:
    """The minutes, as long as they are a draft."""
    case, found = both(request, code, conference)
    stored = found.minutes or ""
    form = MinutesForm(posted(request), initial={"text": stored})
    more: dict[str, Any] = {"conference": found, "stale": False}
    if request.method == "POST" and form.is_valid():
        text, version = form.cleaned_data["text"], request.POST.get("version", "")
        try:
            actions.write_minutes(
                actor=actor_of(request), conference=found, text=text, version=version
            )
        except Stale as stale:
            show_refusal(form, stale)
            more |= {"stale": True, "differences": [("Protokoll", stored, text)]}
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, "Der Entwurf ist gespeichert.")
            return to(found, case)
    more["version"] = version_for(request, found, seen=more["stale"])
    return page_of(request, "minutes", case, form, **more)


@page(can_work_on_cases, methods=("POST",), cases=THING)
def finish(request: HttpRequest, code: str, conference: str) -> HttpResponse:
    """The minutes are finished."""
    case, found = both(request, code, conference)
    version = request.POST.get("version", "")
    try:
        actions.finish_minutes(actor=actor_of(request), conference=found, version=version)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "Das Protokoll ist abgeschlossen.")
    return to(found, case)


@page(can_work_on_cases, methods=BOTH, cases=THING)
def new_task(request: HttpRequest, code: str, conference: str) -> HttpResponse:
    """Who does what until when."""
    case, found = both(request, code, conference)
    form = TaskForm(posted(request), members=names(case))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data | {"assigned": members(case)[form.cleaned_data["assigned"]]}
        try:
            if not spent(request):
                actions.add_task(actor=actor_of(request), conference=found, **values)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, "Die Aufgabe steht im Plan.")
            return to(found, case)
    return page_of(request, "task", case, form, conference=found)
