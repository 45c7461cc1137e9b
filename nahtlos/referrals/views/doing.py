"""Who does what for a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nahtlos.cases.queries import lead_of
from nahtlos.foundation.access import page
from nahtlos.foundation.access.page import actor_of
from nahtlos.referrals import policy
from nahtlos.referrals.queries.doing import who_does_what
from nahtlos.referrals.views.fetching import THING, case_of, frame


@page(policy.can_refer, cases=THING)
def who(request: HttpRequest, code: str) -> HttpResponse:
    """Which organisation does what, since when; so that nothing runs twice."""
    case = case_of(request, code)
    found = who_does_what(actor_of(request), case)
    context = frame(case, found=found, lead=lead_of(case), may_ask=not case.closed_on)
    return render(request, "referrals/who_does_what.html", context)
