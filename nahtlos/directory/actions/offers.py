"""Everything people do with offers: each change keeps its history, renews the index and leaves its
line in the chain.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from nahtlos.directory import policy
from nahtlos.directory.actions.indexing import index_offers
from nahtlos.directory.models import Catchment, Feedback, Offer, OfferRevision, OfferState
from nahtlos.directory.queries.own import offer_doubles, offer_entry
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import VISITOR, Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import BERLIN, now, today
from nahtlos.foundation.codes import new_code
from nahtlos.foundation.doubles import require_new
from nahtlos.foundation.provenance import columns_of
from nahtlos.foundation.ruling import states
from nahtlos.foundation.slugs import free_slug
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import Stale
from nahtlos.organisations.actions import confirmed_by_themselves
from nahtlos.organisations.models import Organisation
from nahtlos.organisations.models.place import Plane
from nahtlos.organisations.queries import Place, find_places, hidden_street
from nahtlos.organisations.rules.sameness import TOLD, tells_street

TELLING = (
    *("title", "summary", "description", "first_steps", "exclusion_note", "cost_note", "city"),
    *("access_note", "website"),
)
OVER = "Dieses Angebot ist beendet. Sie können es wieder veröffentlichen."


def json_of(value: Any) -> Any:  # noqa: ANN401
    """A value as the history keeps it."""
    return (
        value.isoformat()
        if isinstance(value, date)
        else str(value.pk)
        if hasattr(value, "pk")
        else value
    )


def changes_of(offer: Offer, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """{field: [what stands there, what VALUES put there]}, of what differs."""
    return {
        name: [json_of(getattr(offer, name)), json_of(value)]
        for name, value in values.items()
        if getattr(offer, name) != value
    }


def _keep(actor: Actor, offer: Offer, verb: Verb, changes: Mapping[str, Any]) -> None:
    OfferRevision.objects.create(
        organisation_id=offer.organisation_id,
        offer=offer,
        version=offer.version,
        at=now(),
        account_id=actor.account_id,
        verb=str(verb),
        changes=dict(changes),
    )
    audit.record(actor, verb, "offer", offer.slug, {"fields": sorted(changes)})


def place_offer(offer: Offer, find: Callable[[str], list[Place]] = find_places) -> None:
    """Where the offer is: its site, else the centre of its town, else nowhere on the map. What is
    for a whole Land is for the one where it takes place, unless another one is named.
    """
    _stand(offer, find)
    if offer.catchment == Catchment.LAND and not offer.catchment_land:
        offer.catchment_land = offer.land_code


def _stand(offer: Offer, find: Callable[[str], list[Place]]) -> None:
    if offer.site and offer.site.lat is not None:
        offer.lat, offer.lon = offer.site.lat, offer.site.lon
        offer.city = offer.city or offer.site.city
        offer.plane = offer.site.land.plane if offer.site.land else Plane.EARTH
        offer.land_code = offer.site.land_id or ""
        return
    found = find(offer.city) if offer.city else []
    clear = found and len({place.district for place in found}) == 1
    offer.lat, offer.lon = (found[0].lat, found[0].lon) if clear else (None, None)
    land = Organisation.objects.select_related("land").get(pk=offer.organisation_id).land
    offer.land_code = land.code if land and not offer.city else ""
    offer.plane = land.plane if land else Plane.EARTH
    if found:
        offer.plane = found[0].plane
        if len({place.land for place in found}) == 1:
            offer.land_code = found[0].land


def keep_secret(offer: Offer) -> None:
    """Refused where a text of OFFER gives away the confidential street of its site."""
    street = hidden_street(offer.site) if offer.site else ""
    for name in TELLING if street else ():
        text = getattr(offer, name)
        if tells_street("\n".join(text) if isinstance(text, list) else text, street):
            raise Refused(TOLD, field=name)


@transaction.atomic
def create_offer(*, actor: Actor, values: Mapping[str, Any], anyway: Collection[str] = ()) -> Offer:
    """A new offer of the actor's organisation, as a draft. AlreadyThere where one like it is not
    among ANYWAY.
    """
    require(policy.can_edit_offers(actor))
    offer = Offer(
        organisation_id=actor.organisation, slug=free_slug(values["title"], Offer, "angebot")
    )
    offer.key = f"own:{offer.slug}"
    for name, value in values.items():
        setattr(offer, name, value)
    require_new(offer_doubles(offer, None), anyway)
    keep_secret(offer)
    place_offer(offer)
    if offer.places_free is not None or offer.waiting_weeks is not None:
        offer.capacity_on = today()
    offer.facts = confirmed_by_themselves()
    offer.save(force_insert=True)
    _keep(
        actor,
        offer,
        Verb.CREATED,
        {name: [None, json_of(value)] for name, value in values.items() if value},
    )
    return offer


@states(
    "Verzeichnis",
    "Wer zuletzt speichert, überschreibt niemanden: Der andere Stand wird gezeigt, "
    "beide Texte bleiben.",
    checked_on=date(2026, 11, 25),
    proven_by=(
        "tests/directory/test_editing.py::test_who_saves_second_overwrites_nobody_and_sees_both_texts",
    ),
)
@transaction.atomic
def edit_offer(
    *,
    actor: Actor,
    offer: Offer,
    values: Mapping[str, Any],
    version: int,
    confirms: bool = True,
    anyway: Collection[str] = (),
) -> Offer:
    """Change an offer. VERSION is the one the form was made from; Stale where somebody was
    faster, and nothing is overwritten; AlreadyThere where it becomes like another that is not
    among ANYWAY. CONFIRMS false: says nothing of what else stands there.
    """
    require(policy.can_edit_offers(actor))
    current = Offer.objects.select_for_update().get(pk=offer.pk)
    if current.version != version:
        raise Stale
    changes, before = changes_of(current, values), offer_entry(current)
    for name, value in values.items():
        setattr(current, name, value)
    require_new(offer_doubles(current, before), anyway)
    keep_secret(current)
    if {"places_free", "waiting_weeks"} & set(changes):
        current.capacity_on = today()
    current.version += 1
    if confirms:
        place_offer(current)
        current.facts = confirmed_by_themselves()
    current.save()
    _keep(actor, current, Verb.CHANGED if confirms else Verb.AMENDED, changes)
    index_offers([(current, actor.organisation_name)])
    return current


@transaction.atomic
def set_capacity(
    *,
    actor: Actor,
    offer: Offer,
    places_free: int | None,
    waiting_weeks: int | None,
    **about: Any,
) -> Offer:
    """How many places are free today; the date is what makes the figure worth something. ABOUT:
    places_total, places_unit, places_note, as far as they are told. Refused where the offer has
    ended.
    """
    require(policy.can_edit_offers(actor))
    offer = _locked(offer)
    if offer.state == OfferState.ENDED:
        raise Refused(OVER)
    values = {"places_free": places_free, "waiting_weeks": waiting_weeks, **about}
    changes = changes_of(offer, values)
    if not changes and offer.capacity_on == today():
        return offer
    for name, value in values.items():
        setattr(offer, name, value)
    offer.capacity_on = today()
    offer.version += 1
    offer.save()
    _keep(actor, offer, Verb.CHANGED, changes)
    return offer


def _locked(offer: Offer) -> Offer:
    """OFFER as it is now: what a colleague saved since it was read is not overwritten."""
    return Offer.objects.select_for_update().get(pk=offer.pk)


def _move(actor: Actor, offer: Offer, state: OfferState, verb: Verb) -> Offer:
    offer.state = state
    offer.version += 1
    offer.facts = confirmed_by_themselves()
    offer.save()
    _keep(actor, offer, verb, {"state": str(state)})
    index_offers([(offer, actor.organisation_name)])
    return offer


@states(
    "Verzeichnis",
    "Ein Angebot wird erst öffentlich, wenn es sagt, worum es geht.",
    checked_on=date(2026, 11, 25),
    proven_by=(
        "tests/directory/test_editing.py::test_an_offer_is_published_only_once_it_says_what_it_is_about",
    ),
)
@transaction.atomic
def publish_offer(*, actor: Actor, offer: Offer) -> Offer:
    """From now on everybody can find it. Refused while it does not say what it is about, and where
    nobody would find it because its time is over.
    """
    require(policy.can_edit_offers(actor))
    offer = _locked(offer)
    if offer.state == OfferState.PUBLISHED:
        return offer
    if offer.valid_until and offer.valid_until < today():
        raise Refused("Dieses Angebot gilt nicht mehr. Bitte ändern Sie zuerst „Gilt bis“.")
    if not offer.topics or not offer.summary:
        raise Refused("Zum Veröffentlichen fehlen noch: ein Thema und ein Satz, worum es geht.")
    return _move(actor, offer, OfferState.PUBLISHED, Verb.PUBLISHED)


@transaction.atomic
def end_offer(*, actor: Actor, offer: Offer) -> Offer:
    """The offer exists no longer; it leaves the finder and stays in the organisation's list. Only
    what was published can end.
    """
    require(policy.can_edit_offers(actor))
    offer = _locked(offer)
    if offer.state == OfferState.ENDED:
        return offer
    if offer.state == OfferState.DRAFT:
        raise Refused("Ein Entwurf ist nicht öffentlich und lässt sich deshalb nicht beenden.")
    return _move(actor, offer, OfferState.ENDED, Verb.ENDED)


@transaction.atomic
def confirm_offer(*, actor: Actor, offer: Offer) -> Offer:
    """Everything is still true: renew the date. Refused where the offer has ended; said twice on
    one day is said once.
    """
    require(policy.can_edit_offers(actor))
    offer = _locked(offer)
    if offer.state == OfferState.ENDED:
        raise Refused(OVER)
    last = OfferRevision.objects.filter(offer=offer).order_by("-at").first()
    if last and last.verb == Verb.CONFIRMED and last.at.astimezone(BERLIN).date() == today():
        return offer
    offer.facts = confirmed_by_themselves()
    offer.save(update_fields=columns_of("facts"))
    _keep(actor, offer, Verb.CONFIRMED, {})
    return offer


def receive_feedback(
    *, organisation_id: UUID, kind: str, page: str, text: str, reply_to: str
) -> Feedback:
    """Keep what a visitor reports, sealed, for the organisation that runs this installation."""
    with tenant(organisation_id):
        feedback = Feedback(
            organisation_id=organisation_id,
            code=new_code("R"),
            kind=kind,
            page=page[:120],
            text=text,
            reply_to=reply_to,
            received_at=now(),
        )
        feedback.save(force_insert=True)
        audit.record(VISITOR, Verb.RECEIVED, "feedback", feedback.code, {"kind": kind})
    return feedback


@transaction.atomic
def close_feedback(*, actor: Actor, feedback: Feedback) -> None:
    """It is dealt with: what was written is erased, that something was reported stays."""
    require(policy.can_see_feedback(actor))
    feedback = Feedback.objects.select_for_update().get(pk=feedback.pk)
    if feedback.done_at:
        return
    feedback.done_at = now()
    feedback.text = feedback.reply_to = ""
    feedback.save(update_fields=["done_at", "text", "reply_to"])
    audit.record(actor, Verb.ENDED, "feedback", feedback.code)
