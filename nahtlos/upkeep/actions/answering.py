"""Whoever holds the link says that it is right, or puts it right. Every deed ends in `_close_if`:
once everything was looked through, the request is answered.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from nahtlos.directory import actions as directory
from nahtlos.directory.actions.visiting import confirm_visits, save_visits
from nahtlos.directory.models import Offer, OfferState
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import today
from nahtlos.foundation.ruling import states
from nahtlos.organisations import actions as organisations
from nahtlos.organisations.models import ContactPerson, Organisation, Site
from nahtlos.upkeep import policy
from nahtlos.upkeep.models import ConfirmationRequest
from nahtlos.upkeep.queries.things import Thing, things_of

OVER = "Diese Bitte ist schon beantwortet oder abgelaufen."


def _held(actor: Actor, request: ConfirmationRequest) -> ConfirmationRequest:
    """The request, locked and open; Refused where it is over."""
    require(policy.can_keep(actor))
    held = (
        ConfirmationRequest.objects.select_for_update(of=("self",))
        .select_related("to_organisation")
        .get(pk=request.pk)
    )
    if held.closed_on:
        raise Refused(OVER)
    return held


def _close_if(actor: Actor, request: ConfirmationRequest) -> None:
    # Read anew: the organisation that came with the request is as it was before the deed.
    current = ConfirmationRequest.objects.select_related("to_organisation").get(pk=request.pk)
    if all(thing.fresh for thing in things_of(current, today())):
        request.closed_on = today()
        request.save(update_fields=["closed_on", "changed_at"])
        audit.record(actor, Verb.ANSWERED, "confirmation", request.code)


@states(
    "Verzeichnis",
    "Der Link aus der Bitte um Bestätigung ändert nichts, wenn man ihn öffnet. Erst ein Knopf"
    " bestätigt oder berichtigt, und nur die Angaben dieser einen Stelle.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/upkeep/test_answering.py::test_opening_the_link_changes_nothing",
        "tests/upkeep/test_answering.py::test_a_link_reaches_nothing_of_another_organisation",
    ),
)
@transaction.atomic
def confirm_things(*, actor: Actor, request: ConfirmationRequest, names: Iterable[str]) -> int:
    """The things called NAMES are still right; how many were confirmed. Names of other things are
    passed over.
    """
    held, wanted = _held(actor, request), set(names)
    things = [one for one in things_of(held, today()) if one.name in wanted]
    for thing in things:
        _confirm(actor, thing)
    _close_if(actor, held)
    return len(things)


def _confirm(actor: Actor, thing: Thing) -> None:
    home = actor.organisation
    if thing.kind == "organisation":
        organisation = Organisation.objects.get(pk=home)
        organisations.confirm_organisation(actor=actor, organisation=organisation)
    elif thing.kind == "offer":
        offer = Offer.objects.get(organisation_id=home, slug=thing.code)
        directory.confirm_offer(actor=actor, offer=offer)
    elif thing.kind == "contact":
        contact = ContactPerson.objects.get(organisation_id=home, code=thing.code)
        organisations.confirm_contact(actor=actor, contact=contact)
    else:
        site = Site.objects.get(organisation_id=home, slug=thing.code)
        confirm_visits(actor=actor, site=site)


@transaction.atomic
def correct_organisation(
    *,
    actor: Actor,
    request: ConfirmationRequest,
    organisation: Organisation,
    values: Mapping[str, Any],
    version: str,
) -> None:
    """Write what the organisation says of itself, made from its state VERSION; Stale where somebody
    was faster.
    """
    held = _held(actor, request)
    organisations.edit_organisation(
        actor=actor, organisation=organisation, values=values, version=version
    )
    _close_if(actor, held)


@transaction.atomic
def correct_offer(
    *,
    actor: Actor,
    request: ConfirmationRequest,
    offer: Offer,
    values: Mapping[str, Any],
    version: int,
) -> None:
    """Write some fields of an offer, made from its VERSION; Stale where somebody was faster."""
    held = _held(actor, request)
    directory.edit_offer(actor=actor, offer=offer, values=values, version=version)
    _close_if(actor, held)


@transaction.atomic
def correct_visits(
    *,
    actor: Actor,
    request: ConfirmationRequest,
    site: Site,
    group: str,
    values: Mapping[str, str],
    version: str,
) -> None:
    """Write a group of the visiting record for all kinds of custody; Stale where somebody was
    faster.
    """
    held = _held(actor, request)
    save_visits(actor=actor, site=site, group=group, custody="", values=values, version=version)
    _close_if(actor, held)


@transaction.atomic
def end_offer(*, actor: Actor, request: ConfirmationRequest, slug: str) -> None:
    """The offer exists no longer; ended twice is ended once."""
    held = _held(actor, request)
    offer = Offer.objects.get(organisation_id=actor.organisation, slug=slug)
    if offer.state != OfferState.ENDED:
        directory.end_offer(actor=actor, offer=offer)
    _close_if(actor, held)


@transaction.atomic
def remove_contact(*, actor: Actor, request: ConfirmationRequest, code: str) -> None:
    """Nobody answers for this any more."""
    held = _held(actor, request)
    contact = ContactPerson.objects.get(organisation_id=actor.organisation, code=code)
    organisations.remove_contact(actor=actor, contact=contact)
    _close_if(actor, held)
