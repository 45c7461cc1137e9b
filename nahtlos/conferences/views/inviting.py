"""Who is invited: asked by mail, on paper, or by telephone; and what was answered."""

from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from nahtlos.cases.actions import note_printed
from nahtlos.cases.policy import can_work_on_cases
from nahtlos.conferences import actions, queries
from nahtlos.conferences.forms import AskForm, PartnerForm
from nahtlos.conferences.models import Conference, Invited, InvitedKind
from nahtlos.conferences.rules.calendar import calendar
from nahtlos.conferences.views.reach import BOTH, THING, both, members, page_of, spent, to
from nahtlos.consents.queries import receiver_organisation, receivers
from nahtlos.foundation import documents
from nahtlos.foundation.access import page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.letters import WORDINGS
from nahtlos.organisations.queries import own_organisation

INVITATION: Final = Path(__file__).parent.parent / "templates" / "conferences" / "invitation.typ"
LETTER: Final = WORDINGS["conference"]


def _row(conference: Conference, who: UUID) -> Invited:
    try:
        return queries.invited_to(conference, who)
    except Invited.DoesNotExist as error:
        raise Http404 from error


@page(can_work_on_cases, methods=("POST",), cases=THING)
def invite_member(request: HttpRequest, code: str, conference: str) -> HttpResponse:
    """Ask a colleague who is on the case."""
    case, found = both(request, code, conference)
    member = members(case).get(request.POST.get("member", ""))
    if member is None:
        messages.error(request, "Bitte wählen Sie jemanden, der hier beteiligt ist.")
        return to(found, case)
    try:
        actions.invite_member(actor=actor_of(request), conference=found, membership=member)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, f"{member.account.name} steht auf der Liste.")
    return to(found, case)


@page(can_work_on_cases, methods=BOTH, cases=THING)
def invite_partner(request: HttpRequest, code: str, conference: str) -> HttpResponse:
    """Ask another agency."""
    actor = actor_of(request)
    case, found = both(request, code, conference)
    known = [(one.slug, one.label) for one in receivers(actor)]
    form = PartnerForm(posted(request), partners=known)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            row = actions.invite_partner(
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
            return redirect("conferences:ask", case.code, found.code, row.pk)
    return page_of(request, "partner", case, form, conference=found)


@page(can_work_on_cases, methods=("POST",), cases=THING)
def invited(request: HttpRequest, code: str, conference: str, who: UUID) -> HttpResponse:
    """What somebody answered, or off the list."""
    case, found = both(request, code, conference)
    row = _row(found, who)
    try:
        _answer(request, found, row)
    except Refused as refused:
        messages.error(request, refused.reason)
    return to(found, case)


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
def ask(request: HttpRequest, code: str, conference: str, who: UUID) -> HttpResponse:
    """A letter with a link to somebody who is on the list; what it says stands on the page."""
    case, found = both(request, code, conference)
    row = _row(found, who)
    if row.kind == InvitedKind.PERSON:
        raise Http404
    form = AskForm(posted(request), initial={"address": queries.mailbox_for(row)})
    if row.membership is not None:
        form.fields.pop("address")
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data.get("address", "")
        try:
            if not spent(request):
                actions.ask_by_mail(
                    actor=actor_of(request), conference=found, row=row, address=address
                )
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, "Die Nachricht ist unterwegs.")
            return to(found, case)
    more = {
        "conference": found,
        "row": row,
        "letter": LETTER,
        "letter_text": LETTER.text.format(link="(hier steht der Link)"),
    }
    return page_of(request, "ask", case, form, **more)


@page(can_work_on_cases, cases=THING)
def invitation(request: HttpRequest, code: str, conference: str, who: UUID) -> HttpResponse:
    """The invitation as a sheet of paper: no name of whom it is about, no topic."""
    actor = actor_of(request)
    case, found = both(request, code, conference)
    row = _row(found, who)
    paper = queries.invitation_of(found, row)
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
    case, found = both(request, code, conference)
    things = {"code": case.code, "conference": found.code}
    address = settings.ADDRESS + reverse("conferences:conference", kwargs=things)
    return HttpResponse(
        calendar(queries.meeting_of(found, address)),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="termin.ics"'},
    )
