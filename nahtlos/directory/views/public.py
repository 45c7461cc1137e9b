"""The public finder: no session, no cookie, nothing kept."""

from dataclasses import replace
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from nahtlos.directory import policy
from nahtlos.directory.forms.finder import FinderForm, suggestions
from nahtlos.directory.models import Offer
from nahtlos.directory.queries.finder import PAGE_SIZE, Found, Search, find
from nahtlos.directory.queries.hits import Results, results
from nahtlos.directory.queries.linked_data import linked_offer, linked_organisation
from nahtlos.directory.queries.named import organisations_named
from nahtlos.directory.queries.pages import offer_page, organisation_page, prison_groups
from nahtlos.directory.queries.sheet import offer_sheet
from nahtlos.foundation import documents
from nahtlos.foundation.access import Cases, page
from nahtlos.foundation.access.page import page_number
from nahtlos.foundation.clock import today
from nahtlos.organisations.models import Organisation
from nahtlos.organisations.queries import prison_names

PUBLIC = Cases()
PUBLIC_THING = Cases(owned=True, public=True)
SHEET = Path(__file__).parent.parent / "templates" / "directory" / "offer.typ"


def _existing_page(search: Search) -> tuple[Search, Found]:
    """The page that was asked for, or the last one where there are fewer by now: a kept address
    must not say that nothing was found.
    """
    found = find(search, today())
    if found.rows or search.page == 1:
        return search, found
    first = find(replace(search, page=1), today())
    last = replace(search, page=max(1, -(-first.total // PAGE_SIZE)))
    return last, find(last, today())


@page(policy.can_search, cases=PUBLIC, kept=True)
def finder(request: HttpRequest) -> HttpResponse:
    """The start page: one sentence, one search card, four situations."""
    prisons = prison_names()
    form = FinderForm(request.GET, prisons)
    return render(
        request, "directory/finder.html", {"form": form, "suggestions": suggestions(prisons)}
    )


@page(policy.can_search, cases=PUBLIC)
def results_page(request: HttpRequest) -> HttpResponse:
    """What fits, why, and where; the address of the page says everything, so it can be kept and
    sent.
    """
    prisons = prison_names()
    form = FinderForm(request.GET, prisons)
    search = form.search(page_number(request))
    found = Results()
    if not search.is_empty:
        search, rows = _existing_page(search)
        found = results(rows, search, today())
    context = {
        "form": form,
        "search": search,
        "results": found,
        "suggestions": suggestions(prisons),
        "places": form.places[1:],
        "organisations": organisations_named(form["q"].value() or "", search.place),
    }
    return render(request, "directory/results.html", context)


@page(policy.can_search, cases=PUBLIC_THING, kept=True)
def offer(request: HttpRequest, slug: str) -> HttpResponse:
    """One offer: for whom, what happens, how to start."""
    try:
        shown = offer_page(slug, today())
    except Offer.DoesNotExist as error:
        raise Http404 from error
    context = {"page": shown, "linked": linked_offer(shown, today())}
    return render(request, "directory/offer.html", context)


@page(policy.can_search, cases=PUBLIC_THING)
def offer_print(request: HttpRequest, slug: str) -> HttpResponse:
    """The offer as a sheet of paper to hand over."""
    with documents.set_language():
        try:
            shown = offer_page(slug, today())
        except Offer.DoesNotExist as error:
            raise Http404 from error
        content = documents.render(SHEET, offer_sheet(shown), sample=shown.organisation.is_sample)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="angebot.pdf"'},
    )


@page(policy.can_search, cases=PUBLIC_THING, kept=True)
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """One organisation with its offers."""
    try:
        shown = organisation_page(slug, today())
    except Organisation.DoesNotExist as error:
        raise Http404 from error
    context = {"page": shown, "linked": linked_organisation(shown)}
    return render(request, "directory/organisation.html", context)


@page(policy.can_search, cases=PUBLIC, kept=True)
def prisons(request: HttpRequest) -> HttpResponse:
    """Every prison, by the Land where it stands."""
    return render(request, "directory/prisons.html", {"groups": prison_groups()})
