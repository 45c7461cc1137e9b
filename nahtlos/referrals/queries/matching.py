"""Offers that fit a need of a case, each with why it is there and what speaks against it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from nahtlos.cases.models import Case
from nahtlos.cases.queries import stay_of
from nahtlos.consents.queries import consents_of
from nahtlos.directory.models import Offer
from nahtlos.directory.queries.capacity import FRESH, availability
from nahtlos.directory.queries.finder import Search, find
from nahtlos.directory.queries.hits import Hit, results
from nahtlos.directory.rules import catalogue
from nahtlos.directory.rules.conditions import told_by
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import today
from nahtlos.organisations.queries import PrisonName, find_places, prison_names

# What somebody in a kind of custody is called in the directory.
AUDIENCES: Final = {
    "before": ("before_custody",),
    "remand": ("remand", "in_custody"),
    "short_fine": ("fine_default", "in_custody"),
}
USUAL: Final = ("in_custody", "released")
# And its circumstance, where it is called otherwise there.
CIRCUMSTANCES: Final = {
    "before": "before_custody",
    "preventive": "preventive_detention",
    "mother_child": "sentence",
}
NO_PLACES: Final = "keine freien Plätze gemeldet"
OLD_PLACES: Final = "Angabe zu freien Plätzen ist nicht mehr aktuell"


@dataclass(frozen=True, slots=True)
class OfferMatch:
    """An offer with `reasons` for it, best first, and `warnings`; `consented`: the person has
    already allowed telling this organisation something.
    """

    offer: Offer
    reasons: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    consented: bool = field(default=False)


def _prison_of(case: Case) -> PrisonName | None:
    stay = stay_of(case)
    code = stay.prison_code if stay else ""
    return next((one for one in prison_names() if one.xjustiz_id == code), None) if code else None


def _search(prison: PrisonName | None, topic: str) -> Search:
    """What is looked for: the topic, near the place of release. The person's situation is no
    filter: an offer that does not name it may still fit.
    """
    found = find_places(prison.city) if prison and prison.city else []
    return Search(topic=topic, place=found[0] if found else None, prison=prison)


def _warnings(offer: Offer, custody: str, on: date) -> tuple[str, ...]:
    return (*_excludes(offer, custody), *_room(offer, on))


def _excludes(offer: Offer, custody: str) -> tuple[str, ...]:
    """What the offer says whom it is not for, where that is known of the person."""
    named = {one.code: one.label for one in catalogue.circumstances()}
    named |= {one.code: one.label for one in catalogue.audiences()}
    told = told_by(circumstances=(CIRCUMSTANCES.get(custody, custody),))
    met = [named[code] for code in offer.excluded if code in told and code in named]
    return (f"laut Angebot nicht für: {', '.join(met)}",) if met else ()


def _room(offer: Offer, on: date) -> tuple[str, ...]:
    free, weeks = offer.places_free, offer.waiting_weeks
    if free is None and weeks is None:
        return (NO_PLACES,)
    if offer.capacity_on and on - offer.capacity_on > FRESH:
        return (OLD_PLACES,)
    waiting = f"Wartezeit etwa {weeks} {'Woche' if weeks == 1 else 'Wochen'}" if weeks else ""
    if free == 0:
        return (f"voll, {waiting}" if waiting else "zurzeit voll",)
    return (waiting,) if free is None and waiting else ()


def _reasons(hit: Hit, custody: str, prison: PrisonName | None) -> tuple[str, ...]:
    named = {one.code: one.label for one in catalogue.audiences()}
    wanted = AUDIENCES.get(custody, USUAL)
    fitting = [named[code] for code in wanted if code in hit.offer.audiences and code in named]
    near = [f"{hit.where} vom Ort der Entlassung"] if prison and hit.where[:4] == "etwa" else []
    reasons = [one for one in hit.reasons if not (near and one == "in Ihrer Nähe")]
    free = [chip.text for chip in availability(hit.offer, today()) if chip.tone == "ok"]
    return (*reasons, *near, *(f"für: {label}" for label in fitting), *free)


def matched_offers(actor: Actor, case: Case, topic: str) -> list[OfferMatch]:
    """Published offers of other organisations on TOPIC that fit CASE, the best first: by topic,
    place of release and situation. An offer whose time is over is not among them.
    """
    stay, prison = stay_of(case), _prison_of(case)
    search, on = _search(prison, topic), today()
    told = {one.to_organisation_id for one in consents_of(case) if one.is_in_force(on)}
    return [
        OfferMatch(
            offer=hit.offer,
            reasons=_reasons(hit, stay.custody if stay else "", prison),
            warnings=_warnings(hit.offer, stay.custody if stay else "", on),
            consented=hit.offer.organisation_id in told,
        )
        for hit in results(find(search, on), search, on).hits
        if hit.offer.organisation_id != actor.organisation
    ]
