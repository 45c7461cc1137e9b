"""What the interface answers: a page, all of a list bit by bit, or one thing. Lists have a fixed
order, so that who reads page by page misses nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Q, QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Sqrt

from nahtlos.directory.models import Catchment, Offer
from nahtlos.directory.queries.finder import NEAR_KM, Search, rank, scale_of
from nahtlos.exchange.queries import documents
from nahtlos.exchange.queries.gathering import (
    Beside,
    areas_of,
    beside,
    contacts_of,
    listed_organisations,
    offered,
    sites_of,
    withheld,
)
from nahtlos.exchange.rules import words
from nahtlos.exchange.rules.asking import Question
from nahtlos.exchange.rules.paging import envelope
from nahtlos.exchange.rules.shapes import AtLocation, Organization, Service, Taxonomy, TaxonomyTerm
from nahtlos.organisations.models import Organisation
from nahtlos.organisations.queries import Place, find_places

MOST_FOUND: Final = 5000  # offers to which a search is followed
AT_ONCE: Final = 200  # written out together where everything is asked for
Keys = Sequence[Any] | QuerySet[Any, Any]


@dataclass(frozen=True, slots=True)
class Answered:
    """A list as asked for: the keys of what fits, in order, and what makes documents of some."""

    question: Question
    keys: Keys
    write: Callable[[Sequence[Any]], list[Any]]

    def page(self) -> dict[str, Any]:
        """The page asked for, in its envelope."""
        page, size = self.question.page, self.question.per_page
        keys = self.keys
        total = keys.count() if isinstance(keys, QuerySet) else len(keys)
        first = (page - 1) * size if size else (page - 1) * total
        shown = self.write(list(keys[first : first + (size or total)]))
        return {**envelope(total, len(shown), page, size), "contents": shown}

    def everything(self) -> Iterator[Any]:
        """All of it, without pages."""
        keys = list(self.keys)
        for first in range(0, len(keys), AT_ONCE):
            yield from self.write(keys[first : first + AT_ONCE])


def _ranked(words_typed: str, today: date) -> list[str]:
    """What the product's own search finds, anywhere, best first: ids as text."""
    return rank(Search(words=words_typed, wide=True, size=MOST_FOUND), today)


def _among(ranked: Sequence[str]) -> RawSQL:
    """RANKED as one parameter: thousands of them cost longer to pass than to compare."""
    return RawSQL("SELECT unnest(string_to_array(%s, ' ')::uuid[])", (" ".join(ranked),))


def _about(rows: QuerySet[Offer], codes: dict[str, list[str]]) -> QuerySet[Offer]:
    """Those of ROWS that bear one of the words."""
    fits = Q(pk=None)
    for kind, column in (("topic", "topics"), ("audience", "audiences"), ("format", "formats")):
        if codes.get(kind):
            fits |= Q(**{f"{column}__overlap": codes[kind]})
    return rows.filter(fits)


def _any_of(taxonomy: UUID) -> dict[str, list[str]]:
    """Every word of a list."""
    kind = words.kind_of_taxonomy(taxonomy)
    every = (term.code or "" for term in words.terms().values())
    return {kind: [code.partition("/")[2] for code in every if code.startswith(f"{kind}/")]}


def _filtered(question: Question, today: date) -> QuerySet[Offer]:
    """The offers that fit everything but the search and the place."""
    rows = offered(today)
    if question.taxonomy_term_id:
        rows = _about(rows, words.codes_of_term(question.taxonomy_term_id))
    if question.taxonomy_id:
        rows = _about(rows, _any_of(question.taxonomy_id))
    if question.organization_id:
        rows = rows.filter(organisation=question.organization_id)
    if question.modified_after:
        rows = rows.filter(Q(("modified__gte", question.modified_after)))
    return rows


def _keys(question: Question, rows: QuerySet[Offer], today: date, *, narrowed: bool = True) -> Keys:
    """The keys of ROWS: in the order of the search, else in that of the ids, which never moves.
    NARROWED: ROWS are not all that is served.
    """
    if not question.search:
        return rows.order_by("pk").values_list("pk", flat=True)
    ranked = _ranked(question.search, today)
    if not narrowed:
        without = withheld()
        return [key for key in ranked if key not in without]
    named = rows.filter(pk__in=_among(ranked)).annotate(name=Cast("pk", TextField()))
    fitting = set(named.values_list("name", flat=True))
    return [key for key in ranked if key in fitting]


def _offers(asked: Sequence[UUID | str], today: date) -> list[Offer]:
    """The offers with these keys, in this order."""
    keys = [key if isinstance(key, UUID) else UUID(key) for key in asked]
    found = {offer.pk: offer for offer in offered(today).filter(pk__in=keys)} if keys else {}
    return [found[key] for key in keys if key in found]


def services(question: Question, today: date) -> Answered:
    """The offers."""

    def write(keys: Sequence[UUID]) -> list[Service]:
        offers = _offers(keys, today)
        if question.minimal:
            return [documents.service_name(offer) for offer in offers]
        if not question.full:
            return [documents.short_service(offer, Beside(today)) for offer in offers]
        found = beside(offers, today)
        return [documents.whole_service(offer, found) for offer in offers]

    narrowed = bool(
        question.taxonomy_term_id
        or question.taxonomy_id
        or question.organization_id
        or question.modified_after
    )
    rows = _filtered(question, today)
    return Answered(question, _keys(question, rows, today, narrowed=narrowed), write)


def service(key: UUID, today: date) -> Service:
    """One offer; Offer.DoesNotExist where it is not served."""
    offer = offered(today).get(pk=key)
    return documents.whole_service(offer, beside([offer], today))


def _reached(rows: QuerySet[Offer], question: Question) -> QuerySet[Offer]:
    """Those of ROWS within `proximity` of the postcode; without that, those that serve it, and
    those of which nobody knows whom they serve and that are as near as the finder calls near.
    """
    places = find_places(question.postcode)
    if not places:
        return rows.none()
    place = places[0]
    ky, kx = scale_of(place)
    north, east = (F("lat") - place.lat) * ky, (F("lon") - place.lon) * kx
    rows = rows.filter(plane=place.plane).annotate(away=Sqrt(north * north + east * east))
    if question.proximity is not None:
        return rows.filter(away__lte=question.proximity / 1000)
    return rows.filter(_serves(place))


def _serves(place: Place) -> Q:
    return (
        Q(catchment=Catchment.NATIONWIDE)
        | Q(catchment=Catchment.LAND, catchment_land=place.land)
        | Q(catchment=Catchment.DISTRICTS, catchment_codes__contains=[place.district])
        | Q(catchment__in=(Catchment.UNKNOWN, Catchment.PRISONS), away__lte=NEAR_KM)
    )


def at_locations(question: Question, today: date) -> Answered:
    """The offers that have a place."""
    rows = _filtered(question, today).exclude(site=None, city="")
    if question.postcode:
        rows = _reached(rows, question)

    def write(keys: Sequence[UUID]) -> list[AtLocation]:
        offers = _offers(keys, today)
        found = beside(offers, today) if question.full else Beside(today)
        told = (documents.at_location(one, found, whole=question.full) for one in offers)
        return [one for one in told if one]

    return Answered(question, _keys(question, rows, today), write)


def at_location(key: UUID, today: date) -> AtLocation:
    """One offer at its place; Offer.DoesNotExist where it is not served or has no place."""
    offer = offered(today).get(pk=key)
    found = documents.at_location(offer, beside([offer], today))
    if found is None:
        raise Offer.DoesNotExist
    return found


def organizations(question: Question, today: date) -> Answered:
    """The organisations, also those without offers."""
    rows = listed_organisations()
    if question.taxonomy_term_id or question.taxonomy_id:
        offers = _filtered(question, today).values("organisation")
        codes = _topics_asked(question)
        rows = (
            rows.filter(Q(pk__in=offers) | Q(topics__overlap=codes))
            if codes
            else rows.filter(pk__in=offers)
        )
    if question.search:
        found = Offer.objects.filter(pk__in=_among(_ranked(question.search, today)))
        named = Q(name__icontains=question.search) | Q(city__iexact=question.search)
        rows = rows.filter(named | Q(pk__in=found.values("organisation")))

    def write(keys: Sequence[UUID]) -> list[Organization]:
        found = {one.pk: one for one in listed_organisations().filter(pk__in=keys)}
        listed = [found[key] for key in keys if key in found]
        if not (question.full or question.full_service):
            return [documents.short_organization(one) for one in listed]
        return _whole_organizations(listed, today, full_service=question.full_service)

    return Answered(question, rows.order_by("pk").values_list("pk", flat=True), write)


def _topics_asked(question: Question) -> list[str]:
    """The topics that an organisation itself may bear, of the word asked for; none where a list
    was asked for too, because both must fit.
    """
    if question.taxonomy_id or not question.taxonomy_term_id:
        return []
    return words.codes_of_term(question.taxonomy_term_id).get("topic", [])


def organization(key: UUID, today: date, *, full_service: bool = False) -> Organization:
    """One organisation; Organisation.DoesNotExist where it is not served."""
    one = listed_organisations().get(pk=key)
    return _whole_organizations([one], today, full_service=full_service)[0]


def _whole_organizations(
    listed: list[Organisation], today: date, *, full_service: bool
) -> list[Organization]:
    keys = [one.pk for one in listed]
    offers = list(offered(today).filter(organisation__in=keys).order_by("pk"))
    found = Beside(today, contacts_of(keys), areas_of(offers) if full_service else {})
    sites, services = sites_of(keys), dict[UUID, list[Service]]()
    for offer in offers:
        told = (
            documents.whole_service(offer, found) if full_service else documents.service_name(offer)
        )
        services.setdefault(offer.organisation_id, []).append(told)
    return [
        documents.whole_organization(one, found, sites.get(one.pk, []), services.get(one.pk, []))
        for one in listed
    ]


def taxonomies(question: Question) -> Answered:
    """The lists of words."""
    found = [one for one in words.taxonomies().values() if _named(one, question)]
    return Answered(question, found, list)


def taxonomy_terms(question: Question) -> Answered:
    """The words."""
    found = [one for one in words.terms().values() if _named(one, question)]
    if question.taxonomy_id:
        found = [one for one in found if one.taxonomy_id == question.taxonomy_id]
    if question.parent_id:
        found = [one for one in found if one.parent_id == question.parent_id]
    if question.top_only:
        found = [one for one in found if one.parent_id is None]
    return Answered(question, found, list)


def _named(one: Taxonomy | TaxonomyTerm, question: Question) -> bool:
    return question.search.casefold() in f"{one.name} {one.description}".casefold()
