"""What an organisation sees of its own offers."""

from typing import Final
from uuid import UUID

from django.db.models import Case, Count, F, QuerySet, When, Window
from django.urls import reverse

from nahtlos.directory.models import Feedback, Offer, OfferRevision, OfferState
from nahtlos.foundation.access import Actor
from nahtlos.foundation.doubles import Double
from nahtlos.organisations.rules import sameness

OWN_PAGE: Final = 50


def own_offers(actor: Actor) -> QuerySet[Offer]:
    """Every offer of the actor's organisation: published, then drafts, then ended ones."""
    rows = Offer.objects.visible_to(actor).select_related("organisation", "site", "site__land")
    ended_last = Case(When(state=OfferState.ENDED, then=1), default=0)
    return rows.order_by(ended_last, "-state", "title")


def own_offers_page(actor: Actor, page: int) -> tuple[list[Offer], bool]:
    """One page of them, and whether there is another; each row knows as `in_state` how many offers
    share its state. One statement.
    """
    rows = own_offers(actor).annotate(in_state=Window(Count("pk"), partition_by=[F("state")]))
    start = (page - 1) * OWN_PAGE
    found: list[Offer] = [*rows[start : start + OWN_PAGE + 1]]
    return found[:OWN_PAGE], len(found) > OWN_PAGE


def own_offer(actor: Actor, slug: str) -> Offer:
    """One of them; Offer.DoesNotExist for a foreign one."""
    return own_offers(actor).get(slug=slug)


def is_reached(offer: Offer) -> bool:
    """Whether the public page of OFFER names a telephone or an address for mail: its own, else that
    of its site or organisation.
    """
    places = (offer, offer.site, offer.organisation)
    return any(place and (place.phone or place.email) for place in places)


def revisions(actor: Actor, offer: Offer) -> QuerySet[OfferRevision]:
    """The history of an own offer, the newest change first."""
    return OfferRevision.objects.visible_to(actor).filter(offer=offer).order_by("-at")


def feedback_for(actor: Actor) -> QuerySet[Feedback]:
    """What the public reported to the actor's organisation; what is not dealt with comes first."""
    return Feedback.objects.visible_to(actor).order_by(
        F("done_at").asc(nulls_first=True), "-received_at"
    )


def one_feedback(actor: Actor, code: str) -> Feedback:
    """One of them; Feedback.DoesNotExist for a foreign one."""
    return feedback_for(actor).get(code=code)


def offer_entry(offer: Offer) -> sameness.Entry:
    """What is compared of an offer."""
    return _entry(offer.title, offer.site_id, offer.city)


def _entry(title: str, site: UUID | None, city: str) -> sameness.Entry:
    return sameness.Entry(title, sameness.Where(site=str(site or ""), city=city))


def offer_doubles(offer: Offer, before: sameness.Entry | None) -> list[Double]:
    """Offers of the same organisation that OFFER equals now and did not BEFORE, whatever their
    state. At most one statement.
    """
    after = offer_entry(offer)
    if before == after:
        return []
    rows = Offer.objects.filter(organisation_id=offer.organisation_id).exclude(pk=offer.pk)
    found = rows.order_by("title", "slug").values_list("slug", "title", "site", "city", "state")
    return [
        Double(slug, title, str(OfferState(state).label), reverse("offers:own", args=[slug]))
        for slug, title, site, city, state in found
        if sameness.becomes_same(before, after, _entry(title, site, city), sameness.is_same)
    ]
