"""The prison's pages for families and for their children."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from nahtlos.directory import policy
from nahtlos.directory.queries.linked_data import linked_prison
from nahtlos.directory.queries.visiting import childrens_page, distance_from, prison_page
from nahtlos.foundation.access import Cases, page
from nahtlos.foundation.clock import today
from nahtlos.organisations.models import Prison

PUBLIC_THING = Cases(owned=True, public=True)


@page(policy.can_search, cases=PUBLIC_THING, kept=True)
def prison(request: HttpRequest, slug: str) -> HttpResponse:
    """Visiting, child visits first; what is unknown is said to be unknown."""
    try:
        shown = prison_page(slug, today(), request.GET.get("haft", "")[:40])
    except Prison.DoesNotExist as error:
        raise Http404 from error
    typed = request.GET.get("ort", "").strip()[:80]
    context = {
        "page": shown,
        "linked": linked_prison(shown),
        "typed": typed,
        "distance": distance_from(typed, shown.site) if typed else None,
    }
    return render(request, "directory/prison.html", context)


@page(policy.can_search, cases=PUBLIC_THING, kept=True)
def prison_for_children(request: HttpRequest, slug: str) -> HttpResponse:
    """What a visit is like, told to children of two ages."""
    try:
        return render(request, "directory/prison_kids.html", {"page": childrens_page(slug)})
    except Prison.DoesNotExist as error:
        raise Http404 from error
