"""The queue of the coordination office: whom to ask, and whom to call."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.directory.queries.visiting import OwnRecord, own_record
from nahtlos.foundation.access import Cases, Role, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import STAFF, actor_of, page_number
from nahtlos.foundation.clock import today
from nahtlos.organisations.models import Organisation, Prison
from nahtlos.upkeep import actions, policy
from nahtlos.upkeep.forms import SendForm
from nahtlos.upkeep.queries import queue as queries
from nahtlos.upkeep.queries.addresses import count_noteworthy
from nahtlos.upkeep.queries.reports import open_reports

BOTH = ("GET", "POST")
OFFICE = Cases.staff(Role.COORDINATION)
# Organisations are public: there is no foreign one.
OFFICE_THING = Cases.staff(Role.COORDINATION)
EDITORS = frozenset((str(Role.PRISON_FAMILY), str(Role.PRISON_SOCIAL), str(Role.ORG_ADMIN)))
SEND = Cases(opens=EDITORS, reads=STAFF - EDITORS, owned=True)


@page(policy.can_ask, cases=OFFICE)
def queue(request: HttpRequest) -> HttpResponse:
    """Entries that nobody confirmed lately, by organisation."""
    everywhere = request.GET.get("land") == "alle"
    shown = queries.queue(
        actor_of(request), today(), everywhere=everywhere, page=page_number(request)
    )
    context = {
        "queue": shown,
        "everywhere": everywhere,
        "reports": open_reports(actor_of(request), today()),
        "addresses": count_noteworthy(),
        "may_teach": True,
    }
    return render(request, "upkeep/queue.html", context)


def _neighbour(slug: str) -> Organisation:
    try:
        return queries.neighbour(slug)
    except Organisation.DoesNotExist as error:
        raise Http404 from error


@page(policy.can_ask, methods=("POST",), cases=OFFICE_THING)
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to an organisation."""
    try:
        actions.ask(actor=actor_of(request), organisation=_neighbour(slug))
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "Die Bitte ist unterwegs. Nach zwei Wochen erinnern wir einmal.")
    return redirect("upkeep:queue")


@page(policy.can_ask, methods=("POST",), cases=OFFICE_THING)
def open_for(request: HttpRequest, slug: str) -> HttpResponse:
    """Open the page with her entries, while she is on the telephone."""
    try:
        path = actions.open_for(actor=actor_of(request), organisation=_neighbour(slug))
    except Refused as refused:
        messages.error(request, refused.reason)
        return redirect("upkeep:queue")
    return redirect(path)


@page(policy.can_edit_visits, methods=BOTH, cases=SEND)
def send_visits(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a visiting record to whoever looks after it."""
    actor = actor_of(request)
    try:
        record: OwnRecord = own_record(actor, slug)
    except Prison.DoesNotExist as error:
        raise Http404 from error
    form = SendForm(posted(request))
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["address"]
        try:
            actions.ask_for_visits(actor=actor, site=record.site, address=address)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, "Der Link ist unterwegs. Er gilt 60 Tage.")
            return redirect("offers:visits", record.site.slug)
    status = 422 if form.errors else 200
    return render(request, "upkeep/send.html", {"form": form, "record": record}, status=status)
