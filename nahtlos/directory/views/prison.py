"""The prison's page for families."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from nahtlos.directory import policy
from nahtlos.directory.queries.linked_data import linked_prison
from nahtlos.directory.queries.pages import prison_page
from nahtlos.foundation.access import Cases, page
from nahtlos.foundation.clock import today
from nahtlos.organisations.models import Prison


@page(policy.can_search, cases=Cases(owned=True, public=True))
def prison(request: HttpRequest, slug: str) -> HttpResponse:
    """Visiting, child visits first; what is unknown is said to be unknown."""
    try:
        shown = prison_page(slug, today())
    except Prison.DoesNotExist as error:
        raise Http404 from error
    context = {"page": shown, "linked": linked_prison(shown)}
    return render(request, "directory/prison.html", context)
