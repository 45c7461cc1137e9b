"""Opening hours of an offer, and of the organisation itself."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from nahtlos.directory import policy
from nahtlos.directory.actions.opening import save_hours
from nahtlos.directory.forms.opening import OpeningForm, opening_differences, opening_initial
from nahtlos.directory.models import Offer
from nahtlos.directory.queries import own
from nahtlos.directory.queries.opening import own_hours
from nahtlos.directory.views.offers import BOTH, EDIT, EDIT_THING
from nahtlos.foundation.access import page
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import actor_of
from nahtlos.foundation.versions import Stale, version_for


@page(policy.can_edit_offers, methods=BOTH, cases=EDIT_THING)
def offer_hours(request: HttpRequest, slug: str) -> HttpResponse:
    """When the offer takes place."""
    try:
        return _hours(request, own.own_offer(actor_of(request), slug))
    except Offer.DoesNotExist as error:
        raise Http404 from error


@page(policy.can_edit_offers, methods=BOTH, cases=EDIT)
def organisation_hours(request: HttpRequest) -> HttpResponse:
    """When somebody is at the organisation; offers without hours of their own show these."""
    return _hours(request, None)


def _hours(request: HttpRequest, offer: Offer | None) -> HttpResponse:
    actor = actor_of(request)
    row = own_hours(actor, offer)
    form = OpeningForm(posted(request), initial=opening_initial(row))
    back = reverse("offers:own", args=[offer.slug]) if offer else reverse("organisations:own")
    context: dict[str, Any] = {"form": form, "offer": offer, "back": back, "stale": False}
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version", "")
        try:
            saved = save_hours(actor=actor, offer=offer, values=form.cleaned_data, version=version)
        except Stale as stale:
            differences = opening_differences(form, row)
            if differences:
                show_refusal(form, stale)
                context.update(stale=True, differences=differences)
        else:
            said = "gespeichert" if saved else "jetzt unbekannt"
            messages.success(request, f"Die Öffnungszeiten sind {said}.")
        if not form.errors:
            return redirect(back)
    context["version"] = version_for(request, row, seen=context["stale"])
    return render(request, "directory/opening.html", context, status=422 if form.errors else 200)
