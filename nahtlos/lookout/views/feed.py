"""The calendar of one's own: the page about it, and what telephones fetch."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from nahtlos.foundation import limits, links
from nahtlos.foundation.access import Cases, page
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.limits import Limit
from nahtlos.foundation.tenancy import tenant
from nahtlos.lookout import actions, policy, queries
from nahtlos.lookout.actions.feed import FEED, READ
from nahtlos.lookout.rules.feed import calendar as calendar_file
from nahtlos.lookout.views.tables import BOTH, OPEN, WORKERS

# Calendars ask every quarter of an hour, and a person has a few of them.
OFTEN: Final = Limit("feed", 60, timedelta(hours=1))
GUESSED: Final = Limit("feed_guessed", 30, timedelta(hours=1))
SHOWN: Final = Cases(opens=WORKERS, post=200)


@page(policy.can_take_along, methods=BOTH, cases=SHOWN, stepped_up=True)
def calendar(request: HttpRequest) -> HttpResponse:
    """What the calendar shows and how it gets on a telephone; the button makes its address, which
    is shown this once.
    """
    actor, address = actor_of(request), ""
    if request.method == "POST":
        path = reverse("out:feed", kwargs={"token": actions.issue_feed(actor=actor)})
        address = settings.ADDRESS + path
    context = {
        "feed": queries.own_feed(actor),
        "address": address,
        "webcal": f"webcal:{address.partition(':')[2]}",
    }
    return render(request, "lookout/calendar.html", context)


@page(policy.can_take_along, methods=("POST",), cases=OPEN)
def end_calendar(request: HttpRequest) -> HttpResponse:
    """The address ends."""
    actions.end_feed(actor=actor_of(request))
    messages.success(request, "Die Adresse gilt nicht mehr.")
    return redirect("lookout:calendar")


@page(policy.can_read_feed, cases=Cases(owned=True, public=True))
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What a calendar fetches. Wrong, ended and expired addresses are alike."""
    found = links.find(token)
    hold = found.actor.link if found else None
    if found is None or hold is None or (hold.object_type, hold.verb) != (FEED, READ):
        found = None
    if found is None or hold is None or not found.opens:
        if not limits.within(GUESSED, request):
            return _too_often()
        raise Http404
    if not limits.within_for(OFTEN, hold.object_id):
        return _too_often()
    with tenant(found.actor.organisation):
        reader = queries.feed_reader(hold.object_id)
    if reader is None:
        raise Http404
    with tenant(found.actor.organisation, reader[1].account_id):
        content = calendar_file(queries.dates_of(*reader))
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


def _too_often() -> HttpResponse:
    return HttpResponse(status=429, headers={"Retry-After": "3600"})
