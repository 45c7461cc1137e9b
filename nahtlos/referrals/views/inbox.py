"""What others ask us: the list, one request, our answer."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.foundation.access import page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted
from nahtlos.foundation.access.page import actor_of, page_number
from nahtlos.foundation.clock import today
from nahtlos.referrals import actions, policy, queries
from nahtlos.referrals.actions import INBOX
from nahtlos.referrals.forms.answering import AnswerForm, AttendanceForm
from nahtlos.referrals.models import Referral
from nahtlos.referrals.rules.states import WAITING
from nahtlos.referrals.views import shown
from nahtlos.referrals.views.fetching import (
    INBOX_LIST,
    INBOX_THING,
    refuse_in,
    sent_to_us,
    spent,
)

FIELDS: Final = {"meeting_at": "at", "move": "deed"}


@page(policy.can_see_inbox, cases=INBOX_LIST)
def inbox(request: HttpRequest) -> HttpResponse:
    """Everything that came, what waits for us first."""
    number = page_number(request)
    found = queries.inbox(actor_of(request), page=number)
    waiting = "Wartet auf Ihre Antwort"
    context = {
        "groups": shown.groups(found.lines, today(), waiting, with_person=False),
        "page": number,
        "has_next": found.has_next,
        "today": today(),
    }
    return render(request, "referrals/inbox.html", context)


def _page(
    request: HttpRequest,
    referral: Referral,
    form: AnswerForm,
    attendance: AttendanceForm | None = None,
) -> HttpResponse:
    """The request with what can be said to it now; nothing can where nothing may be read."""
    told = shown.told(actor_of(request), referral, today())
    form.offer(told.moves)
    answerable = told.package is not None and bool(form.fields["deed"].choices)  # type: ignore[attr-defined]
    happened = told.package is not None and "attended" in told.moves and referral.meeting_at
    context = {
        "referral": referral,
        "page": told,
        "package": told.package,
        "heading": shown.title_of(referral),
        "form": form if answerable else None,
        # What was refused is said, also where no answer can be given any more.
        "refused": attendance or form,
        "attendance_form": (attendance or AttendanceForm()) if happened else None,
        "waiting": referral.state in WAITING,
        "sentence": "" if referral.state in WAITING else shown.sentence(referral, today()),
        "today": today(),
    }
    failed = bool(form.errors or (attendance and attendance.errors))
    return render(request, "referrals/inbox_item.html", context, status=422 if failed else 200)


@page(policy.can_see_inbox, cases=INBOX_THING)
def inbox_item(request: HttpRequest, referral: str) -> HttpResponse:
    """One request. That it was opened is noted, and the sender sees that it was read."""
    actor, asked = actor_of(request), sent_to_us(request, referral)
    actions.see_referral(actor=actor, referral=asked)
    asked = sent_to_us(request, referral)
    return _page(request, asked, AnswerForm())


@page(policy.can_see_inbox, methods=("POST",), cases=INBOX_THING)
def answer(request: HttpRequest, referral: str) -> HttpResponse:
    """Yes, a day, or no. Who comes second reads who was first."""
    actor, asked = actor_of(request), sent_to_us(request, referral)
    happened = request.POST.get("deed") == "was"
    form: Any = AttendanceForm(posted(request)) if happened else AnswerForm(posted(request))
    if form.is_valid():
        try:
            if not spent(request):
                actions.answer_referral(
                    actor=actor,
                    referral=asked,
                    answer=actions.Answered(**form.moved()),
                    channel=INBOX,
                )
        except Refused as refused:
            refuse_in(form, refused, FIELDS)
        else:
            messages.success(request, "Danke. Die anfragende Stelle sieht Ihre Antwort sofort.")
            return redirect("referrals:inbox_item", referral=asked.code)
    asked = sent_to_us(request, referral)
    if happened:
        return _page(request, asked, AnswerForm(), form)
    return _page(request, asked, form)
