"""The public pages of an offer, an organisation and the prisons, as small frozen objects with a
fixed number of statements.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nahtlos.directory.models import Offer, OfferState, VisitingFact
from nahtlos.directory.queries.hits import (
    Chip,
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
from nahtlos.directory.queries.quality import EntryQuality, offer_quality
from nahtlos.directory.rules import catalogue
from nahtlos.foundation.clock import now
from nahtlos.foundation.provenance import Provenance
from nahtlos.organisations.models import ContactPerson, Organisation, Prison, Site
from nahtlos.organisations.queries import merged


@dataclass(frozen=True, slots=True)
class OfferPage:
    """An offer as the public sees it.

    who, how, languages: in words. age: '3 bis 14 Jahre' or ''. catchment: whom it serves by
    place, in words.
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
    how: list[str]
    languages: list[str]
    chips: list[Chip]
    catchment: str
    phone: str
    email: str
    website: str
    contacts: list[ContactPerson]
    facts: Provenance
    opening: Opening | None
    quality: EntryQuality


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


@dataclass(frozen=True, slots=True)
class Answer:
    """One visiting fact in words, with its provenance; `custody` too, '' where the source
    makes no difference.
    """

    label: str
    value: str
    custody: str
    facts: Provenance


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """Visiting facts of one group, and the labels of what is not known."""

    title: str
    answers: list[Answer]
    unknown: list[str]


@dataclass(frozen=True, slots=True)
class PrisonPage:
    """A prison as families see it.

    groups: visiting facts, child visits first. stale: the newest checked-on is older than 180 days
    or missing, so the telephone number
    stands above the rules. hours: what the Land's law grants at least, or None where that is not
    checked.
    """

    prison: Prison
    site: Site
    organisation: Organisation
    kinds: list[str]
    groups: list[AnswerGroup]
    stale: bool
    checked_on: date | None
    phone: str
    phone_note: str
    contacts: list[ContactPerson]
    offers: list[Offer]
    hours: catalogue.VisitingHours | None
    branches: list[Prison]


CATCHMENTS = {
    "nationwide": gettext_lazy("bundesweit"),
    "land": gettext_lazy("im ganzen Land"),
    "districts": gettext_lazy("in bestimmten Landkreisen und Städten"),
    "prisons": gettext_lazy("in bestimmten Haftanstalten"),
}
# The order in which families ask: the child first, then how to come in, then the rest.
GROUPS = {
    "forms": gettext_lazy("So können Sie sich sehen und hören"),
    "procedure": gettext_lazy("Was beim Besuch geschieht"),
    "room": gettext_lazy("Räume für Kinder"),
    "conditions": gettext_lazy("Was Sie vorher brauchen"),
    "times": gettext_lazy("Besuchszeiten"),
    "entitlement": gettext_lazy("Wie oft und wie lange"),
    "contact": gettext_lazy("Kontakt und Termin"),
    "way": gettext_lazy("Hinkommen"),
    "offers": gettext_lazy("Angebote für Familien"),
    "texts": gettext_lazy("Zum Lesen für Kinder"),
}
STALE_DAYS = 180


def published(today: date) -> QuerySet[Offer]:
    """Offers the public may see on TODAY."""
    running = Q(valid_until=None) | Q(valid_until__gte=today)
    return Offer.objects.filter(running, state=OfferState.PUBLISHED).select_related(
        "organisation", "site"
    )


def _labels(codes: list[str], labels: Mapping[str, str]) -> list[str]:
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


def _published_contacts(organisation: Organisation) -> list[ContactPerson]:
    rows = ContactPerson.objects.filter(organisation=organisation).order_by("function", "code")
    return merged(rows)


def offer_page(slug: str, today: date) -> OfferPage:
    """The page of an offer; Offer.DoesNotExist where the public may not see it. Two statements."""
    offer = with_hours(published(today)).get(slug=slug)
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
        who=_labels(offer.audiences, audience_labels()),
        age=_age(offer),
        how=_labels(offer.formats, format_labels()),
        languages=_labels(offer.languages, language_labels()),
        chips=chips_of(offer, today),
        catchment=str(CATCHMENTS.get(offer.catchment, "")),
        phone=phone,
        email=email,
        website=offer.website or organisation.website,
        contacts=(fitting or contacts)[:4],
        facts=offer.facts,
        opening=opening,
        quality=offer_quality(offer, today, reached=bool(phone or email), hours=is_known(opening)),
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
        contacts=_published_contacts(organisation),
        opening=opening_of(
            hours_of_organisation(organisation), str(organisation.land_id or ""), now()
        ),
    )


def _contacts_for(prison: Prison) -> list[ContactPerson]:
    """Who is answerable for this prison: its own people and those whom other agencies name for it;
    only functions, names where published.
    """
    own = (
        Q(organisation=prison.organisation) & (Q(site=None) | Q(site=prison.site_id)) & Q(serves=[])
    )
    rows = ContactPerson.objects.filter(
        own | Q(serves__contains=[prison.xjustiz_id])
    ).select_related("organisation")
    return sorted(
        rows,
        key=lambda c: (
            c.organisation_id != prison.organisation_id,
            c.organisation.name,
            c.function,
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
                kinds=_labels(prison.kinds, labels_of("detention")),
                run_by=prison.run_by.name,
                standing=land.name,
                is_sample=prison.organisation.is_sample,
            )
        )
    return sorted(groups.values(), key=lambda group: (group.code == "MU", group.land))


def _answer_groups(facts: list[VisitingFact]) -> list[AnswerGroup]:
    shown = [fact for fact in facts if fact.confidence != "low"]
    groups = {code: AnswerGroup(str(title), [], []) for code, title in GROUPS.items()}
    custody, named = labels_of("custody"), labels_of("visiting_field")
    for field in catalogue.visiting_fields():
        group = groups[field.group]
        answers = [
            Answer(named[field.code], f.value, custody.get(f.custody, ""), f.facts)
            for f in shown
            if f.field == field.code
        ]
        group.answers.extend(answers)
        if not answers:
            group.unknown.append(named[field.code])
    return list(groups.values())


def prison_page(slug: str, today: date) -> PrisonPage:
    """The page of a prison; Prison.DoesNotExist for an unknown one. Five statements."""
    prison = Prison.objects.select_related("site", "site__land", "run_by", "organisation").get(
        site__slug=slug
    )
    facts = list(VisitingFact.objects.filter(site=prison.site).order_by("field", "custody"))
    dates = [fact.facts.checked_on for fact in facts if fact.facts.checked_on]
    newest = max(dates, default=None)
    visit_phone = next(
        (
            fact.value
            for fact in facts
            if fact.field == "besuchstelefon" and fact.confidence != "low"
        ),
        "",
    )
    offers = (
        published(today).filter(catchment_codes__contains=[prison.xjustiz_id]).order_by("title")
    )
    hours = {
        entry.land: entry
        for entry in catalogue.visiting_hours()
        if entry.provenance.state == "found"
    }
    return PrisonPage(
        prison=prison,
        site=prison.site,
        organisation=prison.organisation,
        kinds=_labels(prison.kinds, labels_of("detention")),
        groups=_answer_groups(facts),
        stale=newest is None or (today - newest).days > STALE_DAYS,
        checked_on=newest,
        phone=visit_phone or prison.site.phone,
        phone_note=_("Besuch") if visit_phone else prison.site.phone_note,
        contacts=_contacts_for(prison),
        offers=list(offers[:8]),
        hours=hours.get(prison.run_by_id),
        branches=list(
            Prison.objects.filter(organisation=prison.organisation)
            .exclude(pk=prison.pk)
            .select_related("site")
            .order_by("short_name")
        ),
    )
