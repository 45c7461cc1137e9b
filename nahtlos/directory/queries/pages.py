"""The public pages of an offer, an organisation and the list of prisons, as small frozen objects
with a fixed number of statements.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nahtlos.directory.models import Offer, OfferState
from nahtlos.directory.queries.areas import areas_served
from nahtlos.directory.queries.chips import Chip
from nahtlos.directory.queries.hits import (
    audience_labels,
    chips_of,
    format_labels,
    icon_of,
    labels_of,
    language_labels,
    topic_labels,
)
from nahtlos.directory.queries.opening import (
    Opening,
    hours_of_organisation,
    is_known,
    land_of,
    opening_of,
    with_hours,
)
from nahtlos.directory.queries.quality import EntryQuality, offer_quality, with_quality
from nahtlos.directory.queries.translations import Told, told_of, with_translation
from nahtlos.foundation.clock import now
from nahtlos.foundation.provenance import Provenance
from nahtlos.organisations.models import ContactPerson, Organisation, Prison, Site
from nahtlos.organisations.models.place import Plane
from nahtlos.organisations.queries import merged


@dataclass(frozen=True, slots=True)
class OfferPage:
    """An offer as the public sees it.

    who, where, not_for, how, languages: in words: the people, where they stand between liberty and
    custody, and for whom it is not. age: '3 bis 14 Jahre' or ''. catchment: whom it serves by
    place, in words. geo: where a map finds it, or ''. language_notes: (language in words, note).
    contacts: published functions of the organisation that fit the topics, else all of them (at most
    four).
    """

    offer: Offer
    organisation: Organisation
    site: Site | None
    icon: str
    topics: list[tuple[str, str]]
    who: list[str]
    age: str
    where: list[str]
    not_for: list[str]
    how: list[str]
    languages: list[str]
    language_notes: list[tuple[str, str]]
    chips: list[Chip]
    catchment: str
    geo: str
    phone: str
    email: str
    website: str
    contacts: list[ContactPerson]
    facts: Provenance
    opening: Opening | None
    quality: EntryQuality
    told: Told


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """An organisation with its offers, sites and published contact persons. `kind` is a word of the
    page's language.
    """

    organisation: Organisation
    kind: str
    topics: list[tuple[str, str]]
    offers: list[Offer]
    sites: list[Site]
    contacts: list[ContactPerson]
    opening: Opening | None


@dataclass(frozen=True, slots=True)
class PrisonLine:
    """One line of the list of prisons."""

    slug: str
    name: str
    city: str
    kinds: list[str]
    run_by: str
    standing: str
    is_sample: bool


@dataclass(frozen=True, slots=True)
class PrisonGroup:
    """The prisons that stand in one Land."""

    code: str
    land: str
    lines: list[PrisonLine]


CATCHMENTS = {
    "nationwide": gettext_lazy("bundesweit"),
    "land": gettext_lazy("im ganzen Land"),
    "districts": gettext_lazy("in bestimmten Landkreisen und Städten"),
    "prisons": gettext_lazy("in bestimmten Haftanstalten"),
}


def _area(offer: Offer) -> str:
    """Whom it serves by place: names where it names any, else the kind of area."""
    named = areas_served(offer)
    if not named:
        return str(CATCHMENTS.get(offer.catchment, ""))
    return (
        _("ganz %(land)s") % {"land": named[0]} if offer.catchment == "land" else ", ".join(named)
    )


def published(today: date) -> QuerySet[Offer]:
    """Offers the public may see on TODAY."""
    running = Q(valid_until=None) | Q(valid_until__gte=today)
    return Offer.objects.filter(running, state=OfferState.PUBLISHED).select_related(
        "organisation", "site"
    )


def labelled(codes: list[str], labels: Mapping[str, str]) -> list[str]:
    return [labels[code] for code in codes if code in labels]


def _topics(codes: list[str]) -> list[tuple[str, str]]:
    labels = topic_labels()
    return [(code, labels[code]) for code in codes if code in labels]


def _age(offer: Offer) -> str:
    youngest, oldest = offer.age_from, offer.age_to
    if youngest is not None and oldest is not None:
        return _("%(youngest)s bis %(oldest)s Jahre") % {"youngest": youngest, "oldest": oldest}
    if youngest is not None:
        return _("ab %(youngest)s Jahren") % {"youngest": youngest}
    return _("bis %(oldest)s Jahre") % {"oldest": oldest} if oldest is not None else ""


def _only(offer: Offer) -> list[str]:
    named = labels_of("gender")
    return [_("nur für: %(who)s") % {"who": named[offer.gender]}] if offer.gender in named else []


def _published_contacts(organisation: Organisation) -> list[ContactPerson]:
    rows = ContactPerson.objects.filter(organisation=organisation).order_by("function", "code")
    return merged(rows)


def geo_of(lat: float | None, lon: float | None, plane: str) -> str:
    """A `geo:` address for the telephone's own map; '' where nobody knows the place, and in the
    invented Land, which no map knows.
    """
    if lat is None or lon is None or plane != Plane.EARTH:
        return ""
    return f"geo:{lat:.4f},{lon:.4f}"


def offer_page(slug: str, today: date) -> OfferPage:
    """The page of an offer; Offer.DoesNotExist where the public may not see it. Two statements, and
    one for its texts in another language.
    """
    offer = with_translation(with_hours(published(today))).get(slug=slug)
    organisation, site = offer.organisation, offer.site
    contacts = [c for c in _published_contacts(organisation) if c.named]
    fitting = [c for c in contacts if set(c.topics) & set(offer.topics)]
    phone = offer.phone or (site.phone if site else "") or organisation.phone
    email = offer.email or (site.email if site else "") or organisation.email
    opening = opening_of(offer.told_hours, land_of(offer), now())  # type: ignore[attr-defined]
    return OfferPage(
        offer=offer,
        organisation=organisation,
        site=site,
        icon=icon_of(offer.topics),
        topics=_topics(offer.topics),
        who=labelled(offer.audiences, audience_labels()),
        age=_age(offer),
        where=[*labelled(offer.circumstances, labels_of("circumstance")), *_only(offer)],
        not_for=labelled(offer.excluded, {**labels_of("circumstance"), **audience_labels()}),
        how=labelled(offer.formats, format_labels()),
        languages=labelled(offer.languages, language_labels()),
        language_notes=[
            (language_labels()[code], offer.language_notes[code])
            for code in offer.languages
            if code in offer.language_notes
        ],
        chips=chips_of(offer, today),
        catchment=_area(offer),
        geo="" if offer.is_hidden else geo_of(offer.lat, offer.lon, offer.plane),
        phone=phone,
        email=email,
        website=offer.website or organisation.website,
        contacts=(fitting or contacts)[:4],
        facts=offer.facts,
        opening=opening,
        quality=offer_quality(offer, today, reached=bool(phone or email), hours=is_known(opening)),
        told=told_of(offer),
    )


def organisation_page(slug: str, today: date) -> OrganisationPage:
    """The page of an organisation; Organisation.DoesNotExist for an unknown one. Five
    statements.
    """
    organisation = Organisation.objects.select_related("land").get(slug=slug)
    return OrganisationPage(
        organisation=organisation,
        kind=labels_of("organisation").get(organisation.kind, ""),
        topics=_topics(organisation.topics),
        offers=list(published(today).filter(organisation=organisation).order_by("title")),
        sites=list(
            Site.objects.filter(organisation=organisation).select_related("land").order_by("name")
        ),
        contacts=with_quality(_published_contacts(organisation), today),
        opening=opening_of(
            hours_of_organisation(organisation), str(organisation.land_id or ""), now()
        ),
    )


def prison_groups() -> list[PrisonGroup]:
    """Every prison, by the Land where it stands. One statement."""
    rows = Prison.objects.select_related("site", "site__land", "run_by", "organisation").order_by(
        "short_name"
    )
    groups: dict[str, PrisonGroup] = {}
    for prison in rows:
        land = prison.site.land or prison.run_by
        group = groups.setdefault(land.code, PrisonGroup(land.code, land.name, []))
        group.lines.append(
            PrisonLine(
                slug=prison.site.slug,
                name=prison.short_name,
                city=prison.site.city,
                kinds=labelled(prison.kinds, labels_of("detention")),
                run_by=prison.run_by.name,
                standing=land.name,
                is_sample=prison.organisation.is_sample,
            )
        )
    return sorted(groups.values(), key=lambda group: (group.code == "MU", group.land))
