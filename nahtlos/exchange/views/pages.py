"""The page that explains the interface, and what goes into a calendar or an address book."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from nahtlos.exchange import policy
from nahtlos.exchange.queries import cards
from nahtlos.exchange.rules.cards import address_card, calendar
from nahtlos.foundation.access import Cases, page
from nahtlos.foundation.clock import today

PUBLIC_THING = Cases(owned=True, public=True)


@page(policy.anybody, cases=Cases())
def interface(request: HttpRequest) -> HttpResponse:
    """How to fetch what stands in the directory."""
    base = settings.ADDRESS + reverse("hsds:about")
    return render(request, "exchange/interface.html", {"base": base})


def _file(make: Callable[[], bytes], kind: str, name: str) -> HttpResponse:
    try:
        content = make()
    except ObjectDoesNotExist as error:
        raise Http404 from error
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=f"{kind}; charset=utf-8", headers=headers)


@page(policy.anybody, cases=PUBLIC_THING)
def offer_date(request: HttpRequest, slug: str) -> HttpResponse:
    """The next day of an offer, for a calendar."""
    return _file(lambda: calendar(cards.next_date(slug, today())), "text/calendar", "termin.ics")


@page(policy.anybody, cases=PUBLIC_THING)
def organisation_card(request: HttpRequest, slug: str) -> HttpResponse:
    """An organisation, for an address book."""
    return _file(lambda: address_card(cards.organisation_card(slug)), "text/vcard", "kontakt.vcf")


@page(policy.anybody, cases=PUBLIC_THING)
def contact_card(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A published contact person, for an address book."""
    card = cards.contact_card
    return _file(lambda: address_card(card(slug, code)), "text/vcard", "ansprechperson.vcf")
