"""What a visitor says is wrong: no session, no cookie."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.foundation.access import Cases, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.public_forms import admitted
from nahtlos.foundation.clock import today
from nahtlos.foundation.limits import FEEDBACK
from nahtlos.people.policy import anybody
from nahtlos.upkeep import actions
from nahtlos.upkeep.forms import ReportForm
from nahtlos.upkeep.queries.reports import subject_of


@page(anybody, methods=("GET", "POST"), cases=Cases(post=302))
def report(request: HttpRequest) -> HttpResponse:
    """The form; `seite` names the page it is about."""
    form = ReportForm(posted(request), initial={"seite": request.GET.get("seite", "")[:200]})
    subject = subject_of(str(form["seite"].value() or "")[:200], today())
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            with admitted(request, FEEDBACK) as first:
                if first:
                    actions.receive_report(
                        subject=subject, words=typed["text"], reply_to=typed["reply_to"]
                    )
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return redirect("keep:reported")
    context = {"form": form, "subject": subject}
    return render(request, "upkeep/report.html", context, status=422 if form.errors else 200)


@page(anybody, cases=Cases(), kept=True)
def reported(request: HttpRequest) -> HttpResponse:
    """Thanks."""
    return render(request, "upkeep/reported.html")
