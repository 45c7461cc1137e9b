"""How the accompaniments of an organisation ended."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nahtlos.cases import policy
from nahtlos.cases.queries.closings import closings_by_year
from nahtlos.foundation.access import Cases, Role, page
from nahtlos.foundation.access.page import actor_of


@page(policy.can_see_roster, cases=Cases.staff(Role.LEAD))
def closings(request: HttpRequest) -> HttpResponse:
    """By year and result, without counts that would tell of somebody."""
    found = closings_by_year(actor_of(request))
    return render(request, "cases/closings.html", {"closings": found})
