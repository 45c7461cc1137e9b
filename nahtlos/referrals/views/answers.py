"""What others answered by telephone, letter or fax, and what became of it: taken down by the
sender.
"""

from typing import Final

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.foundation.access import Cases, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.clock import today
from nahtlos.referrals import actions, policy
from nahtlos.referrals.forms.answering import AttendanceForm, FindForm, FinishForm, TakeDownForm
from nahtlos.referrals.models import Referral
from nahtlos.referrals.queries.finding import sent_referral
from nahtlos.referrals.views.fetching import BOTH, THING, WORKERS, refuse_in, sent_by_us, spent

# What the action calls otherwise than the form.
FIELDS: Final = {"meeting_at": "at", "on": "said_on", "move": "deed"}
NOT_FOUND: Final = (
    "Diesen Code finden wir bei Ihren Anfragen nicht. Bitte lassen Sie ihn noch einmal vorlesen."
)


def _take(
    request: HttpRequest,
    asked: Referral,
    form: TakeDownForm | AttendanceForm | FinishForm,
    channel: str,
    said: str,
) -> HttpResponse | None:
    """Write down what FORM says; None with the sentences in the form."""
    try:
        if not spent(request):
            actions.answer_referral(
                actor=actor_of(request),
                referral=asked,
                answer=actions.Answered(**form.moved()),
                channel=channel,
            )
    except Refused as refused:
        refuse_in(form, refused, FIELDS)
        return None
    messages.success(request, said)
    return redirect("referrals:sent", referral=asked.code)


def _page(request: HttpRequest, template: str, asked: Referral, form: Form) -> HttpResponse:
    context = {"referral": asked, "form": form}
    return render(request, template, context, status=422 if form.errors else 200)


@page(policy.can_refer, methods=BOTH, cases=THING)
def take_down(request: HttpRequest, referral: str) -> HttpResponse:
    """Who said what, when, over which channel."""
    asked = sent_by_us(request, referral)
    form = TakeDownForm(posted(request), initial={"said_on": today(), "channel": "phone"})
    if request.method == "POST" and form.is_valid():
        channel = form.cleaned_data["channel"]
        done = _take(request, asked, form, channel, "Die Antwort ist eingetragen.")
        if done is not None:
            return done
    return _page(request, "referrals/take_down.html", asked, form)


@page(policy.can_refer, methods=BOTH, cases=THING)
def attendance(request: HttpRequest, referral: str) -> HttpResponse:
    """What became of the meeting."""
    asked = sent_by_us(request, referral)
    form = AttendanceForm(posted(request))
    if request.method == "POST" and form.is_valid():
        done = _take(request, asked, form, "", "Eingetragen.")
        if done is not None:
            return done
    return _page(request, "referrals/attendance.html", asked, form)


@page(policy.can_refer, methods=BOTH, cases=THING)
def close(request: HttpRequest, referral: str) -> HttpResponse:
    """How the request ends."""
    asked = sent_by_us(request, referral)
    form = FinishForm(posted(request), has_step=asked.origin.step is not None)
    if request.method == "POST" and form.is_valid():
        done = _take(request, asked, form, "", "Die Anfrage ist abgeschlossen.")
        if done is not None:
            return done
    return _page(request, "referrals/close.html", asked, form)


@page(policy.can_refer, methods=BOTH, cases=Cases(opens=WORKERS))
def find(request: HttpRequest) -> HttpResponse:
    """Somebody calls and reads the short code: to the page where the answer is taken down. The code
    travels in the body only.
    """
    form = FindForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            found = sent_referral(actor_of(request), form.cleaned_data["code"])
        except Referral.DoesNotExist:
            form.add_error("code", NOT_FOUND)
        else:
            return redirect("referrals:take_down", referral=found.code)
    return render(
        request, "referrals/find.html", {"form": form}, status=422 if form.errors else 200
    )
