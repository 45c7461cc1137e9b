"""The finder's words, edited by coordination offices."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.directory import policy
from nahtlos.directory.actions import lexicon as actions
from nahtlos.directory.forms.lexicon import EntryForm, entry_differences, entry_initial
from nahtlos.directory.models import LexiconEntry
from nahtlos.directory.queries import lexicon as queries
from nahtlos.foundation import stamps
from nahtlos.foundation.access import Actor, Cases, Role, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.versions import Stale, version_for

BOTH = ("GET", "POST")
EDIT = Cases.staff(Role.COORDINATION)
EDIT_THING = Cases.staff(Role.COORDINATION, owned=True)
SAVED = "Gespeichert. Neue Fragen versteht die Suche sofort, alle Angebote in einigen Minuten."


def _entry(actor: Actor, code: str) -> LexiconEntry:
    try:
        return queries.own_entry(actor, code)
    except LexiconEntry.DoesNotExist as error:
        raise Http404 from error


@page(policy.can_edit_lexicon, cases=EDIT)
def lexicon(request: HttpRequest) -> HttpResponse:
    """What the finder makes of words, and what it was taught."""
    actor, tried = actor_of(request), request.GET.get("wort", "").strip()[:100]
    context = {
        "may_teach": True,
        "tried": tried,
        "search_query": urlencode({"q": tried}),
        "understood": queries.understood(tried) if tried else [],
        "own": queries.own_entries(actor),
        "others": queries.entries_of_others(actor)[:100],
        "delivered": queries.delivered_entries(actor, tried),
    }
    return render(request, "directory/lexicon.html", context)


@page(policy.can_edit_lexicon, methods=BOTH, cases=EDIT)
def new_entry(request: HttpRequest) -> HttpResponse:
    """Teach the finder something."""
    return _entry_page(request, None)


@page(policy.can_edit_lexicon, methods=BOTH, cases=EDIT_THING)
def edit_entry(request: HttpRequest, code: str) -> HttpResponse:
    """Change what it was taught."""
    return _entry_page(request, _entry(actor_of(request), code))


def _entry_page(request: HttpRequest, entry: LexiconEntry | None) -> HttpResponse:
    form = EntryForm(posted(request), initial=entry_initial(entry))
    context: dict[str, Any] = {"form": form, "entry": entry, "stale": False}
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, entry, form.cleaned_data)
        except Stale as stale:
            show_refusal(form, stale)
            differences = entry_differences(form, entry) if entry else []
            context.update(stale=True, differences=differences)
        except stamps.StampError as error:
            show_refusal(form, Refused(str(error)))
        except Refused as refused:
            show_refusal(form, refused)
        if not form.errors:
            messages.success(request, SAVED)
            return redirect("offers:lexicon")
    context["version"] = version_for(request, entry, seen=context["stale"])
    status = 422 if form.errors else 200
    return render(request, "directory/lexicon_entry.html", context, status=status)


def _save(request: HttpRequest, entry: LexiconEntry | None, typed: dict[str, Any]) -> None:
    """The second click of a double click on a new entry saves nothing more."""
    if entry is None and not stamps.spend(request.POST.get("stamp", "")[:200]):
        return
    actions.save_entry(
        actor=actor_of(request),
        entry=entry,
        kind=typed["kind"],
        text=typed["words"],
        version=request.POST.get("version", ""),
    )


@page(policy.can_edit_lexicon, methods=("POST",), cases=EDIT_THING)
def remove_entry(request: HttpRequest, code: str) -> HttpResponse:
    """The finder forgets it."""
    actor = actor_of(request)
    actions.remove_entry(actor=actor, entry=_entry(actor, code))
    messages.success(request, "Der Eintrag ist gelöscht.")
    return redirect("offers:lexicon")


@page(policy.can_edit_lexicon, methods=("POST",), cases=EDIT)
def switch_delivered(request: HttpRequest) -> HttpResponse:
    """Let an entry that comes with the finder count, or not."""
    key, on = request.POST.get("key", "")[:80], request.POST.get("on") == "1"
    if not queries.is_delivered(key):
        raise Http404
    actions.switch_delivered(actor=actor_of(request), key=key, on=on)
    messages.success(
        request, "Der Eintrag zählt wieder." if on else "Der Eintrag zählt nicht mehr."
    )
    return redirect("offers:lexicon")
