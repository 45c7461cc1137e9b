"""An adviser's log: a conversation in sixty seconds, her own month, corrections for two weeks."""

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.foundation import stamps
from nahtlos.foundation.access import Cases, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.clock import BERLIN, today
from nahtlos.foundation.versions import Stale, version_for
from nahtlos.intake import actions, policy
from nahtlos.intake.forms.log import AdviceForm
from nahtlos.intake.models import FirstAdvice
from nahtlos.intake.queries import log as queries
from nahtlos.intake.rules.log import can_be_corrected

LIST: Final = Cases.staff(*policy.LOGGERS)
THING: Final = Cases.staff(*policy.LOGGERS, owned=True)


def _log(request: HttpRequest, form: AdviceForm) -> None:
    """Note it; both clicks of a double click are one entry."""
    try:
        first = stamps.spend(request.POST.get("stamp", "")[:200])
    except stamps.StampError as error:
        raise Refused(str(error)) from error
    if first:
        actions.log_advice(actor=actor_of(request), said=form.said())


@page(policy.can_log, methods=("GET", "POST"), cases=LIST)
def log(request: HttpRequest) -> HttpResponse:
    """The form, and below it the month."""
    actor, form = actor_of(request), AdviceForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            _log(request, form)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, "Notiert.")
            return redirect("intake:log")
    context = {
        "form": form,
        "month": queries.own_month(actor, today()),
        "tab": "log",
        "may_advise": bool(policy.can_advise(actor)),
        "may_keep_desk": bool(policy.can_keep_desk(actor)),
    }
    return render(request, "intake/log.html", context, status=422 if form.errors else 200)


def _of(request: HttpRequest, code: str) -> FirstAdvice:
    try:
        return queries.own_advice(actor_of(request), code)
    except FirstAdvice.DoesNotExist as error:
        raise Http404 from error


@page(policy.can_log, methods=("GET", "POST"), cases=THING)
def entry(request: HttpRequest, code: str) -> HttpResponse:
    """Correct an entry of the last two weeks."""
    noted, seen = _of(request, code), False
    form = AdviceForm(posted(request), noted)
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_advice(
                actor=actor_of(request),
                entry=noted,
                said=form.said(),
                version=request.POST.get("version", "")[:60],
            )
        except Refused as refused:
            seen = isinstance(refused, Stale)
            show_refusal(form, refused)
            noted = _of(request, code)
        else:
            messages.success(request, "Berichtigt.")
            return redirect("intake:log")
    context = {
        "form": form,
        "entry": noted,
        "open": can_be_corrected(noted.created_at.astimezone(BERLIN).date(), today()),
        "version": version_for(request, noted, seen=seen),
    }
    return render(request, "intake/log_entry.html", context, status=422 if form.errors else 200)


@page(policy.can_log, methods=("POST",), cases=THING)
def delete(request: HttpRequest, code: str) -> HttpResponse:
    """Take an entry of the last two weeks away; the second click finds it gone and says the
    same.
    """
    try:
        if stamps.spend(request.POST.get("stamp", "")[:200]):
            actions.delete_advice(actor=actor_of(request), entry=_of(request, code))
    except stamps.StampError as error:
        messages.error(request, str(error))
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "Gelöscht.")
    return redirect("intake:log")
