"""Loads offers and visiting facts from reference data: idempotent, in place, never over what an
organisation wrote itself.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from nahtlos.directory.actions.indexing import index_offers
from nahtlos.directory.actions.opening import write_hours
from nahtlos.directory.models import Cost, Offer, OfferState, OpeningHours, VisitingFact
from nahtlos.directory.rules import catalogue
from nahtlos.directory.rules.opening import OnHolidays, Spans
from nahtlos.foundation.provenance import Provenance, State
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.actions.loading import provenance
from nahtlos.organisations.actions.own import BY_THEMSELVES
from nahtlos.organisations.models import Organisation, Site

Week = Mapping[int, Spans]


def real_offer_values(entry: catalogue.RealOffer) -> dict[str, Any]:
    """The columns of an offer found on a public page; what the page does not say stays unknown."""
    cost = {"unbekannt": Cost.UNKNOWN, "kostenlos": Cost.FREE}.get(entry.cost, Cost.SOME)
    point = catalogue.offer_point(entry)
    return {
        "slug": entry.slug,
        "title": entry.title[:120],
        "summary": entry.title if len(entry.title) > 120 else "",
        "topics": list(entry.topics),
        "audiences": list(entry.audiences),
        "audience_text": entry.audience_text,
        "formats": list(entry.formats),
        "languages": list(entry.languages),
        "cost": cost,
        "cost_note": entry.cost if cost == Cost.SOME else "",
        "city": entry.city,
        "lat": point[0] if point else None,
        "lon": point[1] if point else None,
        "state": OfferState.PUBLISHED,
        "facts": provenance(entry.provenance),
    }


def load_offers(
    organisation: Organisation,
    entries: Iterable[tuple[str, Mapping[str, Any]]],
    site: Site | None = None,
) -> int:
    """Offers of ORGANISATION as (stable key, columns); how many were written. Their index is
    renewed with them.
    """
    written = []
    with tenant(organisation.pk):
        known = {offer.key: offer for offer in Offer.objects.filter(organisation=organisation)}
        for key, values in entries:
            offer = known.get(key) or Offer(organisation=organisation, key=key)
            if offer.facts.source == BY_THEMSELVES:
                continue
            for name, value in values.items():
                setattr(offer, name, value)
            offer.site = site
            offer.save()
            written.append((offer, organisation.name))
        index_offers(written)
    return len(written)


def load_hours(organisation: Organisation, told: Mapping[str, Week]) -> None:
    """Opening hours of offers as {stable key: {weekday: spans}}; those an organisation wrote itself
    stay.
    """
    with tenant(organisation.pk):
        offers = Offer.objects.filter(organisation=organisation, key__in=told)
        for offer in offers.select_related("organisation"):
            row = OpeningHours.objects.filter(offer=offer).first()
            if row and row.facts.source == BY_THEMSELVES:
                continue
            row = row or OpeningHours(organisation=organisation, offer=offer)
            values = {"week": told[offer.key], "exceptions": {}, "note": "", "valid_until": None}
            write_hours(row, {**values, "on_holidays": str(OnHolidays.CLOSED)})
            row.facts = offer.facts
            row.save()


def load_visiting(site: Site, entries: Iterable[catalogue.VisitingFact]) -> int:
    """Visiting facts of one prison; those the prison confirmed itself stay."""
    with tenant(site.organisation_id):
        VisitingFact.objects.filter(site=site).exclude(facts_source=BY_THEMSELVES).delete()
        rows = []
        for entry in entries:
            row = VisitingFact(
                organisation_id=site.organisation_id,
                site=site,
                field=entry.field,
                custody=entry.custody or "",
                value=entry.value[:600],
                confidence=entry.confidence,
            )
            state = State.UNCHECKED if entry.confidence == "low" else State.FOUND
            row.facts = Provenance(
                source=entry.source[:400], checked_on=entry.checked_on, state=state
            )
            rows.append(row)
        VisitingFact.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
