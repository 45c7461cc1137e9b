"""To be called back: the public form, and the office's list of numbers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nahtlos.foundation import stamps
from nahtlos.foundation.access import Cases, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.access.public_forms import admitted
from nahtlos.foundation.clock import today
from nahtlos.foundation.limits import ENQUIRIES, ENQUIRY
from nahtlos.intake import actions, policy
from nahtlos.intake.forms.calling import CallForm
from nahtlos.intake.models import CallBack
from nahtlos.intake.queries import calls
from nahtlos.intake.queries.offices import lands, office_for
from nahtlos.intake.views.inbox import LIST, THING


def _ask(request: HttpRequest, form: CallForm) -> None:
    values = form.cleaned_data
    office = office_for(values["land"])
    if office is None:
        raise Refused(
            _("Zurzeit nimmt hier niemand Fragen an. Bitte rufen Sie ein Hilfetelefon an.")
        )
    with admitted(request, ENQUIRY, ENQUIRIES) as first:
        if first:
            actions.ask_for_call(
                actor=actor_of(request),
                office=office,
                number=values["number"],
                reachable=values["reachable"],
                spoken=values["spoken"],
            )


@page(policy.anybody, methods=("GET", "POST"), cases=Cases())
def ask(request: HttpRequest) -> HttpResponse:
    """A number, and nothing else about anybody."""
    form = CallForm(posted(request), lands())
    if request.method == "POST" and form.is_valid():
        try:
            _ask(request, form)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return redirect("advice:call_asked")
    context = {"form": form, "anybody": office_for("") is not None}
    return render(request, "intake/call.html", context, status=422 if form.errors else 200)


@page(policy.anybody, cases=Cases())
def asked(request: HttpRequest) -> HttpResponse:
    """Somebody will call."""
    return render(request, "intake/call_asked.html")


@page(policy.can_advise, cases=LIST)
def call_backs(request: HttpRequest) -> HttpResponse:
    """The numbers, who waits longest first. That they were shown stands in the chain."""
    actor = actor_of(request)
    waiting = list(calls.call_backs(actor, today()))
    if waiting:
        actions.note_numbers_read(actor=actor, how_many=len(waiting))
    context = {"calls": waiting, "tab": "calls", "may_advise": True}
    return render(request, "intake/call_backs.html", context)


def _of(request: HttpRequest, code: str) -> CallBack:
    try:
        return calls.own_call_back(actor_of(request), code)
    except CallBack.DoesNotExist as error:
        raise Http404 from error


def _first(request: HttpRequest) -> bool:
    """Whether this is the first click; asked before the number is fetched, which the first one may
    have taken away. A form that was open too long says so and does nothing.
    """
    try:
        return stamps.spend(request.POST.get("stamp", "")[:200])
    except stamps.StampError as error:
        messages.error(request, str(error))
        return False


@page(policy.can_advise, methods=("POST",), cases=THING)
def called(request: HttpRequest, code: str) -> HttpResponse:
    """The call was made."""
    if _first(request):
        actions.mark_called(actor=actor_of(request), call=_of(request, code))
        messages.success(request, "Angerufen. Die Nummer ist gelöscht.")
    return redirect("intake:call_backs")


@page(policy.can_advise, methods=("POST",), cases=THING)
def missed(request: HttpRequest, code: str) -> HttpResponse:
    """Nobody answered; both clicks of a double click are one try."""
    if _first(request):
        stays = actions.mark_missed(actor=actor_of(request), call=_of(request, code))
        said = "Notiert: nicht erreicht." if stays else "Nicht erreicht. Die Nummer ist gelöscht."
        messages.success(request, said)
    return redirect("intake:call_backs")
