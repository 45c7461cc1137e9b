"""Conferences of a case: for those who are on it, 404 for everybody else."""

from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from nahtlos.cases.actions import note_printed
from nahtlos.cases.models import Case
from nahtlos.cases.policy import CASEWORK, can_work_on_cases
from nahtlos.cases.queries import case_for
from nahtlos.conferences import actions, queries
from nahtlos.conferences.forms import (
    DetailsForm,
    MemberForm,
    MinutesForm,
    PartnerForm,
    TaskForm,
    details_differences,
    details_initial,
)
from nahtlos.conferences.models import Conference, Invited
from nahtlos.conferences.rules.calendar import calendar
from nahtlos.consents.queries import receiver_organisation, receivers
from nahtlos.foundation import documents, stamps
from nahtlos.foundation.access import Cases, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.versions import Stale, version_for, version_of
from nahtlos.organisations.queries import own_organisation
from nahtlos.people.models import Membership

INVITATION: Final = Path(__file__).parent / "templates" / "conferences" / "invitation.typ"
BOTH: Final = ("GET", "POST")
WORKERS: Final = frozenset(str(role) for role in CASEWORK)
THING: Final = Cases(opens=WORKERS, owned=True, need_to_know=True)


def _case(request: HttpRequest, code: str) -> Case:
    try:
        return case_for(actor_of(request), code)
    except Case.DoesNotExist as error:
        raise Http404 from error


def _both(request: HttpRequest, code: str, conference: str) -> tuple[Case, Conference]:
    """The case and one of its conferences; Http404 where the case is not for who asks."""
    case = _case(request, code)
    try:
        return case, queries.conference_of(case, conference)
    except Conference.DoesNotExist as error:
        raise Http404 from error


def _members(case: Case) -> dict[str, Membership]:
    return {m.membership.code: m.membership for m in case.members.all() if m.until is None}


def _names(case: Case) -> list[tuple[str, str]]:
    return [(code, member.account.name) for code, member in _members(case).items()]


def _spent(request: HttpRequest) -> bool:
    """Whether this is the second click of a double click. Refused for a form too old."""
    try:
        return not stamps.spend(request.POST.get("stamp", "")[:200])
    except stamps.StampError as error:
        raise Refused(str(error)) from error


def _to(conference: Conference, case: Case) -> HttpResponse:
    return redirect("conferences:conference", code=case.code, conference=conference.code)


def _page(
    request: HttpRequest, template: str, case: Case, form: Form | None, **more: Any
) -> HttpResponse:
    context = {"case": case, "form": form, "called": queries.name_in(case.land_code), **more}
    status = 422 if form is not None and form.errors else 200
    return render(request, f"conferences/{template}.html", context, status=status)


@page(can_work_on_cases, cases=THING)
def conferences(request: HttpRequest, code: str) -> HttpResponse:
    """Every conference of a case."""
    case = _case(request, code)
    return _page(request, "list", case, None, conferences=queries.conferences_of(case))


@page(can_work_on_cases, methods=BOTH, cases=THING)
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Plan one."""
    case = _case(request, code)
    form = DetailsForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            if _spent(request):
                return redirect("conferences:list", code=case.code)
            made = actions.plan_conference(actor=actor_of(request), case=case, details=form.details)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, "Der Termin steht. Jetzt fehlen noch die Eingeladenen.")
            return _to(made, case)
    return _page(request, "details", case, form)


@page(can_work_on_cases, cases=THING)
def conference(request: HttpRequest, code: str, conference: str) -> HttpResponse:
    """When, who, what was said, who does what."""
    case, found = _both(request, code, conference)
    members = queries.member_choices(case, found)
    shown = queries.conference_page(case, found)
    return _page(
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
    case, found = _both(request, code, conference)
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
            return _to(found, case)
    more["version"] = version_for(request, found, seen=more["stale"])
    return _page(request, "details", case, form, **more)


@page(can_work_on_cases, methods=("POST",), cases=THING)
def cancel(request: HttpRequest, code: str, conference: str) -> HttpResponse:
    """It does not take place."""
    case, found = _both(request, code, conference)
    try:
        actions.cancel_conference(actor=actor_of(request), conference=found)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "Abgesagt. Bitte sagen Sie es allen, die kommen wollten.")
    return _to(found, case)


@page(can_work_on_cases, methods=("POST",), cases=THING)
def invite_member(request: HttpRequest, code: str, conference: str) -> HttpResponse:
    """Ask a colleague who is on the case."""
    case, found = _both(request, code, conference)
    member = _members(case).get(request.POST.get("member", ""))
    if member is None:
        messages.error(request, "Bitte wählen Sie jemanden, der hier beteiligt ist.")
        return _to(found, case)
    try:
        actions.invite_member(actor=actor_of(request), conference=found, membership=member)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, f"{member.account.name} steht auf der Liste.")
    return _to(found, case)


@page(can_work_on_cases, methods=BOTH, cases=THING)
def invite_partner(request: HttpRequest, code: str, conference: str) -> HttpResponse:
    """Ask another agency."""
    actor = actor_of(request)
    case, found = _both(request, code, conference)
    known = [(one.slug, one.label) for one in receivers(actor)]
    form = PartnerForm(posted(request), partners=known)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.invite_partner(
                actor=actor,
                conference=found,
                partner=receiver_organisation(typed["partner"]),
                function=typed["function"],
                basis=typed["basis"],
            )
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, "Die Stelle steht auf der Liste.")
            return _to(found, case)
    return _page(request, "partner", case, form, conference=found)


@page(can_work_on_cases, methods=("POST",), cases=THING)
def invited(request: HttpRequest, code: str, conference: str, who: UUID) -> HttpResponse:
    """What somebody answered, or off the list."""
    case, found = _both(request, code, conference)
    try:
        row = queries.invited_to(found, who)
    except Invited.DoesNotExist as error:
        raise Http404 from error
    try:
        _answer(request, found, row)
    except Refused as refused:
        messages.error(request, refused.reason)
    return _to(found, case)


def _answer(request: HttpRequest, found: Conference, row: Invited) -> None:
    actor = actor_of(request)
    if "remove" in request.POST:
        actions.uninvite(actor=actor, conference=found, row=row)
        messages.success(request, "Von der Liste genommen.")
    else:
        reply = request.POST.get("reply", "")
        actions.note_reply(actor=actor, conference=found, row=row, reply=reply)
        messages.success(request, "Die Antwort ist notiert.")


@page(can_work_on_cases, methods=BOTH, cases=THING)
def minutes(request: HttpRequest, code: str, conference: str) -> HttpResponse:
    """The minutes, as long as they are a draft."""
    case, found = _both(request, code, conference)
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
            return _to(found, case)
    more["version"] = version_for(request, found, seen=more["stale"])
    return _page(request, "minutes", case, form, **more)


@page(can_work_on_cases, methods=("POST",), cases=THING)
def finish(request: HttpRequest, code: str, conference: str) -> HttpResponse:
    """The minutes are finished."""
    case, found = _both(request, code, conference)
    version = request.POST.get("version", "")
    try:
        actions.finish_minutes(actor=actor_of(request), conference=found, version=version)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "Das Protokoll ist abgeschlossen.")
    return _to(found, case)


@page(can_work_on_cases, methods=BOTH, cases=THING)
def new_task(request: HttpRequest, code: str, conference: str) -> HttpResponse:
    """Who does what until when."""
    case, found = _both(request, code, conference)
    form = TaskForm(posted(request), members=_names(case))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data | {"assigned": _members(case)[form.cleaned_data["assigned"]]}
        try:
            if not _spent(request):
                actions.add_task(actor=actor_of(request), conference=found, **values)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, "Die Aufgabe steht im Plan.")
            return _to(found, case)
    return _page(request, "task", case, form, conference=found)


@page(can_work_on_cases, cases=THING)
def invitation(request: HttpRequest, code: str, conference: str, who: UUID) -> HttpResponse:
    """The invitation as a sheet of paper: no name of whom it is about, no topic."""
    actor = actor_of(request)
    case, found = _both(request, code, conference)
    try:
        row = queries.invited_to(found, who)
    except Invited.DoesNotExist as error:
        raise Http404 from error
    paper = queries.invitation_of(actor, found, row)
    sample = own_organisation(actor).is_sample
    content = documents.render(INVITATION, paper.data(), sample=sample)
    note_printed(actor=actor, case=case, paper="invitation")
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="einladung.pdf"'},
    )


@page(can_work_on_cases, cases=THING)
def calendar_entry(request: HttpRequest, code: str, conference: str) -> HttpResponse:
    """Day and hour for a calendar, and nothing else."""
    case, found = _both(request, code, conference)
    things = {"code": case.code, "conference": found.code}
    address = settings.ADDRESS + reverse("conferences:conference", kwargs=things)
    return HttpResponse(
        calendar(queries.meeting_of(found, address)),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="termin.ics"'},
    )
