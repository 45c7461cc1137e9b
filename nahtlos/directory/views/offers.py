"""An organisation's own offers: list, editing, publishing, history, import."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from nahtlos.directory import actions, policy
from nahtlos.directory.forms.offers import (
    CapacityForm,
    OfferForm,
    capacity_initial,
    offer_initial,
)
from nahtlos.directory.models import Offer
from nahtlos.directory.queries import own
from nahtlos.directory.queries.history import differences, facts_of, history
from nahtlos.directory.queries.opening import is_known, land_of, opening_of, own_told
from nahtlos.directory.queries.quality import offer_quality
from nahtlos.directory.queries.translations import translations_of
from nahtlos.foundation import stamps
from nahtlos.foundation.access import Actor, Cases, page
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.access.forms import posted, show_refusal
from nahtlos.foundation.access.page import STAFF, actor_of, page_number
from nahtlos.foundation.clock import now, today
from nahtlos.foundation.doubles import AlreadyThere, seen_doubles
from nahtlos.foundation.versions import Stale
from nahtlos.organisations.queries import own_sites
from nahtlos.people.queries import account_names

BOTH = ("GET", "POST")
WRITERS = frozenset(str(role) for role in policy.WRITERS)
EDIT = Cases(opens=WRITERS, reads=STAFF - WRITERS)
EDIT_THING = Cases(opens=WRITERS, reads=STAFF - WRITERS, owned=True)


def _offer(actor: Actor, slug: str) -> Offer:
    try:
        return own.own_offer(actor, slug)
    except Offer.DoesNotExist as error:
        raise Http404 from error


@page(policy.can_see_own_offers, cases=Cases.staff())
def offers(request: HttpRequest) -> HttpResponse:
    """Every offer of the organisation, fifty a page, with what is not up to date."""
    actor, number = actor_of(request), page_number(request)
    shown, has_next = own.own_offers_page(actor, number)
    context = {
        "offers": shown,
        "page": number,
        "has_next": has_next,
        "may_edit": bool(policy.can_edit_offers(actor)),
        "today": today(),
    }
    return render(request, "directory/offers.html", context)


@page(policy.can_see_own_offers, cases=Cases.staff(owned=True))
def own_offer(request: HttpRequest, slug: str) -> HttpResponse:
    """One offer with its history."""
    offer = _offer(actor_of(request), slug)
    return _own_page(request, offer, CapacityForm(initial=capacity_initial(offer)))


def _own_page(request: HttpRequest, offer: Offer, capacity_form: CapacityForm) -> HttpResponse:
    actor = actor_of(request)
    sites = {str(site.pk): site.name for site in own_sites(actor)}
    opening = opening_of(own_told(offer), land_of(offer), now())
    context = {
        "offer": offer,
        "facts": facts_of(offer, sites),
        "history": history(own.revisions(actor, offer)[:50], account_names(actor), sites),
        "capacity_form": capacity_form,
        "may_edit": bool(policy.can_edit_offers(actor)),
        "opening": opening,
        "translations": translations_of(offer),
        "quality": offer_quality(
            offer, today(), reached=own.is_reached(offer), hours=is_known(opening)
        ),
    }
    status = 422 if capacity_form.errors else 200
    return render(request, "directory/own_offer.html", context, status=status)


@page(policy.can_edit_offers, methods=BOTH, cases=EDIT)
def new_offer(request: HttpRequest) -> HttpResponse:
    """Write a new offer; it starts as a draft. The stamp makes a double click one offer."""
    actor = actor_of(request)
    form = OfferForm(
        posted(request), sites=own_sites(actor), initial={"cost": "unknown", "catchment": "unknown"}
    )
    context: dict[str, Any] = {"form": form, "offer": None}
    if request.method == "POST" and form.is_valid():
        try:
            offer = _created(request, actor, form)
        except (Refused, stamps.StampError) as refused:
            show_refusal(form, refused if isinstance(refused, Refused) else Refused(str(refused)))
            context["double"] = refused if isinstance(refused, AlreadyThere) else None
        else:
            if offer is None:
                return redirect("offers:list")
            messages.success(
                request,
                "Der Entwurf ist gespeichert. Sie sehen ihn, die Öffentlichkeit noch nicht.",
            )
            return redirect("offers:own", slug=offer.slug)
    return render(request, "directory/offer_form.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _created(request: HttpRequest, actor: Actor, form: OfferForm) -> Offer | None:
    """None for the second click of a double click; what is refused spends no stamp, so that both
    clicks say why.
    """
    if not stamps.spend(request.POST.get("stamp", "")[:200]):
        return None
    return actions.create_offer(actor=actor, values=form.values(), anyway=seen_doubles(request))


@page(policy.can_edit_offers, methods=BOTH, cases=EDIT_THING)
def edit_offer(request: HttpRequest, slug: str) -> HttpResponse:
    """Change an offer; what a colleague saved meanwhile is shown and never overwritten."""
    actor = actor_of(request)
    offer = _offer(actor, slug)
    form = OfferForm(posted(request), sites=own_sites(actor), initial=offer_initial(offer))
    context: dict[str, Any] = {"form": form, "offer": offer, "stale": False}
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_offer(
                actor=actor,
                offer=offer,
                values=form.values(),
                version=form.cleaned_data["version"] or 0,
                anyway=seen_doubles(request),
            )
        except Stale as stale:
            sites = {str(site.pk): site.name for site in own_sites(actor)}
            different = differences(offer, form.values(), sites)
            if different:
                show_refusal(form, stale)
                context.update(stale=True, differences=different)
        except Refused as refused:
            show_refusal(form, refused)
            context["double"] = refused if isinstance(refused, AlreadyThere) else None
        if not form.errors:
            messages.success(request, "Gespeichert. Die Angaben gelten als heute geprüft.")
            return redirect("offers:own", slug=slug)
    return render(request, "directory/offer_form.html", context, status=422 if form.errors else 200)


def _button(
    request: HttpRequest, slug: str, action: Callable[..., Offer], said: str
) -> HttpResponse:
    actor = actor_of(request)
    try:
        action(actor=actor, offer=_offer(actor, slug))
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, said)
    return redirect("offers:own", slug=slug)


@page(policy.can_edit_offers, methods=("POST",), cases=EDIT_THING)
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """From now on everybody finds it."""
    return _button(
        request,
        slug,
        actions.publish_offer,
        "Das Angebot ist veröffentlicht und in der Suche zu finden.",
    )


@page(policy.can_edit_offers, methods=("POST",), cases=EDIT_THING)
def end(request: HttpRequest, slug: str) -> HttpResponse:
    """It exists no longer."""
    return _button(
        request,
        slug,
        actions.end_offer,
        "Das Angebot ist beendet und steht nicht mehr in der Suche.",
    )


@page(policy.can_edit_offers, methods=("POST",), cases=EDIT_THING)
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything is still true."""
    return _button(
        request, slug, actions.confirm_offer, "Danke. Das Angebot gilt als heute geprüft."
    )


@page(policy.can_edit_offers, methods=("POST",), cases=EDIT_THING)
def capacity(request: HttpRequest, slug: str) -> HttpResponse:
    """Free places and waiting time, dated today."""
    actor = actor_of(request)
    offer, form = _offer(actor, slug), CapacityForm(request.POST)
    if not form.is_valid():
        return _own_page(request, offer, form)
    try:
        actions.set_capacity(actor=actor, offer=offer, **form.cleaned_data)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, "Die freien Plätze sind eingetragen, mit dem Datum von heute.")
    return redirect("offers:own", slug=slug)
