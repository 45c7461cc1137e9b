"""What holds in each Land, for everybody who works here; its coordination office writes it down."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.foundation.access import Actor, Cases, Role, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import Stale, version_for
from nahtlos.lands import actions, policy, queries
from nahtlos.lands.forms import EntryForm, PublishForm, entry_differences, entry_initial
from nahtlos.lands.models import LandEntry, LandProfile
from nahtlos.lands.queries import Draft, Profile
from nahtlos.lands.rules.fields import Field, fields
from nahtlos.organisations.models import Land

BOTH: Final = ("GET", "POST")
READ: Final = Cases.staff()
READERS: Final = frozenset(str(role) for role in Role) - {str(Role.COORDINATION)}
WRITE: Final = Cases.staff(Role.COORDINATION, reads=READERS)


def _profile(code: str, number: int | None = None) -> Profile:
    try:
        return queries.profile_of(code, number)
    except (Land.DoesNotExist, LandProfile.DoesNotExist) as error:
        raise Http404 from error


def _draft(actor: Actor, code: str) -> Draft:
    try:
        return queries.draft_of(actor, code)
    except LandProfile.DoesNotExist as error:
        raise Http404 from error


@page(policy.can_read_profiles, cases=READ)
def lands(request: HttpRequest) -> HttpResponse:
    """Every Land with how much is known about it."""
    may_teach = bool(policy.can_write_profiles(actor_of(request)))
    context = {"lines": queries.land_lines(), "may_teach": may_teach}
    return render(request, "lands/list.html", context)


@page(policy.can_read_profiles, cases=READ)
def land(request: HttpRequest, code: str) -> HttpResponse:
    """What holds in one Land."""
    profile = _profile(code)
    context = {
        "profile": profile,
        "versions": queries.versions_of(code),
        "holidays": queries.holidays_of(code, today()),
        "may_write": queries.may_write(actor_of(request), code),
    }
    return render(request, "lands/land.html", context)


@page(policy.can_read_profiles, cases=READ)
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """An older version, and what it said otherwise than the one before it."""
    profile = _profile(code, number)
    context = {
        "profile": profile,
        "changes": queries.changes_of(profile),
        "newest": queries.newest_number(code),
    }
    return render(request, "lands/version.html", context)


@page(policy.can_write_profiles, methods=("POST",), cases=WRITE)
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Begin a new version."""
    _profile(code)
    actions.begin_draft(actor=actor_of(request), land=code)
    return redirect("lands:draft", code=code)


@page(policy.can_write_profiles, methods=BOTH, cases=WRITE)
def draft(request: HttpRequest, code: str) -> HttpResponse:
    """The draft: every answer, what is new, and the button that makes it count."""
    actor = actor_of(request)
    try:
        found = _draft(actor, code)
    except Http404:
        # The second click of a double click: the first one published it.
        if request.method == "POST" and queries.may_write(actor, code):
            return redirect("lands:land", code=code)
        raise
    form = PublishForm(posted(request))
    if request.method == "POST" and form.is_valid():
        says, version = form.cleaned_data["says"], request.POST.get("version", "")
        try:
            actions.publish_draft(actor=actor, land=code, says=says, version=version)
        except Refused as refused:
            show_refusal(form, refused)
        if not form.errors:
            messages.success(request, "Die neue Fassung gilt. Die alte bleibt lesbar.")
            return redirect("lands:land", code=code)
    context = {"draft": found, "form": form}
    return render(request, "lands/draft.html", context, status=422 if form.errors else 200)


@page(policy.can_write_profiles, methods=("POST",), cases=WRITE)
def catch_up(request: HttpRequest, code: str) -> HttpResponse:
    """Take over the version that appeared meanwhile."""
    return _done(request, code, actions.catch_up, "Übernommen. Ihre Änderungen sind noch da.")


@page(policy.can_write_profiles, methods=("POST",), cases=WRITE)
def discard(request: HttpRequest, code: str) -> HttpResponse:
    """Throw the draft away."""
    _profile(code)
    actions.discard_draft(actor=actor_of(request), land=code)
    messages.success(request, "Der Entwurf ist verworfen. Es gilt, was vorher galt.")
    return redirect("lands:land", code=code)


def _done(request: HttpRequest, code: str, deed: Callable[..., object], said: str) -> HttpResponse:
    actor = actor_of(request)
    _draft(actor, code)
    try:
        deed(actor=actor, land=code)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, said)
    return redirect("lands:draft", code=code)


@page(policy.can_write_profiles, methods=BOTH, cases=WRITE)
def entry(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """One answer of the draft."""
    if key not in fields():
        raise Http404
    found = _draft(actor_of(request), code)
    return _entry_page(request, found, fields()[key])


def _entry_page(request: HttpRequest, found: Draft, asked: Field) -> HttpResponse:
    row = queries.draft_entry(found, asked.key)
    form = EntryForm(posted(request), asked=asked, initial=entry_initial(row.entry))
    context: dict[str, Any] = {"form": form, "asked": asked, "draft": found, "stale": False}
    if request.method == "POST" and form.is_valid():
        _write(request, found, row, form, context)
        if not form.errors:
            messages.success(request, f"„{asked.label}“ ist im Entwurf gespeichert.")
            return redirect("lands:draft", code=found.row.land_id)
    context["version"] = version_for(request, row, seen=context["stale"])
    return render(request, "lands/entry.html", context, status=422 if form.errors else 200)


def _write(
    request: HttpRequest, found: Draft, row: LandEntry, form: EntryForm, context: dict[str, Any]
) -> None:
    try:
        actions.write_entry(
            actor=actor_of(request),
            land=found.row.land_id,
            entry=form.entry,
            version=request.POST.get("version", ""),
        )
    except Stale as stale:
        show_refusal(form, stale)
        context.update(stale=True, differences=entry_differences(form, row.entry))
    except Refused as refused:
        show_refusal(form, refused)
