"""What visitors report, for whoever answers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.directory.policy import WRITERS
from nahtlos.foundation.access import Cases, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import actor_of, page_number
from nahtlos.foundation.clock import today
from nahtlos.upkeep import actions, policy
from nahtlos.upkeep.forms import CloseForm
from nahtlos.upkeep.models import EntryReport
from nahtlos.upkeep.queries import reports as queries
from nahtlos.upkeep.rules.reports import Result

BOTH = ("GET", "POST")


@page(policy.can_answer_reports, cases=Cases.staff(*WRITERS))
def reports(request: HttpRequest) -> HttpResponse:
    """Those nobody dealt with, then the others."""
    actor, number = actor_of(request), page_number(request)
    closed, more = queries.closed_reports(actor, today(), number)
    context = {
        "open": queries.open_reports(actor, today()),
        "closed": closed,
        "page": number,
        "has_next": more,
        "may_teach": bool(policy.can_ask(actor)),
    }
    return render(request, "upkeep/reports.html", context)


@page(policy.can_answer_reports, methods=BOTH, cases=Cases.staff(*WRITERS, owned=True))
def report(request: HttpRequest, code: str) -> HttpResponse:
    """One of them, to read and to close."""
    actor = actor_of(request)
    try:
        shown = queries.report_page(actor, code, today())
    except EntryReport.DoesNotExist as error:
        raise Http404 from error
    form = CloseForm(posted(request))
    if request.method == "POST" and form.is_valid():
        result, reason = Result(form.cleaned_data["result"]), form.cleaned_data["reason"]
        try:
            actions.close_report(actor=actor, report=shown.row, result=result, reason=reason)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, "Danke. Der Hinweis ist erledigt.")
            return redirect("upkeep:reports")
    context = {"shown": shown, "form": form, "may_ask": bool(policy.can_ask(actor))}
    status = 422 if form.errors else 200
    return render(request, "upkeep/one_report.html", context, status=status)
