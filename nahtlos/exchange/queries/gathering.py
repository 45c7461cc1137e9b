"""What belongs to a page of offers, fetched for all of them together: a fixed number of statements
however many there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest

from nahtlos.directory.models import Catchment, Offer, OpeningHours
from nahtlos.directory.queries.opening import with_hours
from nahtlos.directory.queries.pages import published
from nahtlos.foundation.ruling import states
from nahtlos.organisations.models import ContactPerson, District, Land, Organisation, Prison, Site


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside offers or organisations, by id or key.

    contacts: published ones of an organisation. areas: {official key of a Land, district or prison:
    its name}.
    """

    today: date
    contacts: Mapping[UUID, list[ContactPerson]] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)


@states(
    "Schnittstelle",
    "Nach außen geht nur, was auf einer öffentlichen Seite steht; Erfundenes nur in der "
    "Vorführung, und es sagt, dass es erfunden ist.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/exchange/test_interface.py::test_an_installation_in_use_serves_nothing_invented",
        "tests/exchange/test_interface.py::test_drafts_ended_offers_and_those_that_are_over_are_not_served",
    ),
)
def offered(today: date) -> QuerySet[Offer]:
    """The offers that are served on TODAY, each with `told_hours` and with `modified`, the instant
    at which anything changed that its document is made of.
    """
    rows = with_hours(published(today)).select_related(
        "organisation__land", "site__land", "site__prison"
    )
    if not settings.DEMONSTRATION:
        rows = rows.filter(organisation__is_sample=False)
    hours = OpeningHours.objects.filter(
        Q(offer=OuterRef("pk")) | Q(offer=None, organisation=OuterRef("organisation"))
    )
    told = Subquery(hours.order_by("-changed_at").values("changed_at")[:1])
    found: QuerySet[Offer] = rows.annotate(
        modified=Greatest(
            F("changed_at"), F("organisation__changed_at"), F("site__changed_at"), told
        )
    )
    return found


def withheld() -> set[str]:
    """The ids, as text, of offers that the finder may find and that are not served; in an
    installation in use next to none, because it holds nothing invented.
    """
    if settings.DEMONSTRATION:
        return set()
    rows = Offer.objects.filter(organisation__is_sample=True)
    return {str(key) for key in rows.values_list("pk", flat=True)}


def listed_organisations() -> QuerySet[Organisation]:
    """The organisations that are served, each with its entry in a public register."""
    rows = Organisation.objects.select_related("land", "register_entry")
    return rows if settings.DEMONSTRATION else rows.filter(is_sample=False)


def contacts_of(organisations: Iterable[UUID]) -> Mapping[UUID, list[ContactPerson]]:
    """{organisation: its published contact persons}. One statement."""
    found: dict[UUID, list[ContactPerson]] = defaultdict(list)
    rows = ContactPerson.objects.filter(organisation__in=set(organisations), published=True)
    for contact in rows.order_by("function", "code"):
        found[contact.organisation_id].append(contact)
    return found


def sites_of(organisations: Iterable[UUID]) -> Mapping[UUID, list[Site]]:
    """{organisation: its sites}. One statement."""
    found: dict[UUID, list[Site]] = defaultdict(list)
    rows = Site.objects.filter(organisation__in=set(organisations)).select_related("land", "prison")
    for site in rows.order_by("name", "pk"):
        found[site.organisation_id].append(site)
    return found


def areas_of(offers: Iterable[Offer]) -> Mapping[str, str]:
    """The names of what OFFERS serve. At most three statements."""
    codes: dict[str, set[str]] = defaultdict(set)
    for offer in offers:
        land = {offer.catchment_land} if offer.catchment == Catchment.LAND else set()
        codes[offer.catchment] |= {*offer.catchment_codes, *land} - {""}
    names: dict[str, str] = {}
    if codes[Catchment.LAND]:
        names |= dict(
            Land.objects.filter(code__in=codes[Catchment.LAND]).values_list("code", "name")
        )
    if codes[Catchment.DISTRICTS]:
        rows = District.objects.filter(ags__in=codes[Catchment.DISTRICTS])
        names |= dict(rows.values_list("ags", "display_name"))
    if codes[Catchment.PRISONS]:
        prisons = Prison.objects.filter(xjustiz_id__in=codes[Catchment.PRISONS])
        names |= dict(prisons.values_list("xjustiz_id", "short_name"))
    return names


def beside(offers: list[Offer], today: date) -> Beside:
    """What belongs to OFFERS."""
    return Beside(today, contacts_of(o.organisation_id for o in offers), areas_of(offers))
