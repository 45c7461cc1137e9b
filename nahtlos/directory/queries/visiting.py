"""A prison as families see it: the visit in five steps, then everything else that is known, the
child first. What nobody told is unknown and said to be.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nahtlos.directory.models import Offer, VisitingFact
from nahtlos.directory.queries.hits import labels_of
from nahtlos.directory.queries.pages import geo_of, labelled, published
from nahtlos.directory.queries.quality import EntryQuality, visits_quality, with_quality
from nahtlos.directory.rules import catalogue, visiting
from nahtlos.foundation.access import Actor
from nahtlos.foundation.provenance import STALE_AFTER, Provenance
from nahtlos.organisations.models import ContactPerson, Organisation, Prison, Site
from nahtlos.organisations.queries import Place, find_places
from nahtlos.organisations.rules.points import kilometres

# The order in which families ask: the child first, then how to come in, then the rest.
GROUPS: Final = {
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
    """Visiting facts of one group or step, and the labels of what is not known."""

    title: str
    answers: list[Answer]
    unknown: list[str]

    @property
    def facts(self) -> Provenance | None:
        """Where they all come from, said once; None where they differ, or where there are none."""
        origins = {answer.facts for answer in self.answers}
        return origins.pop() if len(origins) == 1 else None


@dataclass(frozen=True, slots=True)
class Distance:
    """How far it is from a place somebody typed, as the crow flies.

    label: the place. kilometres: whole ones; None where the prison is not on the map, or on that of
    another plane. others: further places of that name.
    """

    label: str
    kilometres: int | None
    others: list[Place]


@dataclass(frozen=True, slots=True)
class PrisonPage:
    """A prison as families see it.

    steps: {step: what is told in it}. groups: the other visiting facts, child visits first.
    custodies: (code, words) of the kinds of custody that something different is told of; custody:
    the one that was chosen, '' for all. stale: the newest checked-on is older than 180 days or
    missing, so the telephone number stands above the rules. hours: what the Land's law grants at
    least, or None where that is not checked. geo: where a map finds it, '' where nobody knows.
    known, fields: how many of how many questions have an answer. quality: of the visiting record.
    """

    prison: Prison
    site: Site
    organisation: Organisation
    kinds: list[str]
    steps: Mapping[str, AnswerGroup]
    groups: list[AnswerGroup]
    custodies: list[tuple[str, str]]
    custody: str
    stale: bool
    checked_on: date | None
    phone: str
    phone_note: str
    contacts: list[ContactPerson]
    offers: list[Offer]
    hours: catalogue.VisitingHours | None
    branches: list[Prison]
    geo: str
    known: int
    fields: int
    quality: EntryQuality


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


def _answered(
    title: str, fields: Iterable[str], told: Mapping[str, list[VisitingFact]]
) -> AnswerGroup:
    custody, named = labels_of("custody"), labels_of("visiting_field")
    group = AnswerGroup(title, [], [])
    for field in fields:
        for fact in told.get(field, []):
            words = custody.get(fact.custody, "")
            group.answers.append(Answer(named[field], fact.value, words, fact.facts))
        if field not in told:
            group.unknown.append(named[field])
    return group


def _groups(told: Mapping[str, list[VisitingFact]]) -> list[AnswerGroup]:
    """What no step tells, in the order of GROUPS."""
    fields: dict[str, list[str]] = {code: [] for code in GROUPS}
    for entry in catalogue.visiting_fields():
        if entry.code not in visiting.TOLD_IN_STEPS:
            fields[entry.group].append(entry.code)
    return [_answered(str(GROUPS[code]), of, told) for code, of in fields.items() if of]


def visiting_facts(site: Site) -> list[VisitingFact]:
    """Everything told of visits there that families may see. One statement."""
    rows = VisitingFact.objects.filter(site=site).exclude(confidence="low")
    return list(rows.order_by("field", "custody", "value"))


def _prison(slug: str) -> Prison:
    related = ("site", "site__land", "run_by", "organisation")
    return Prison.objects.select_related(*related).get(site__slug=slug)


def prison_page(slug: str, today: date, custody: str = "") -> PrisonPage:
    """The page of a prison for one kind of CUSTODY ('' or an unknown one: for all);
    Prison.DoesNotExist for an unknown prison. Five statements.
    """
    prison = _prison(slug)
    site = prison.site
    facts = visiting_facts(site)
    kinds = {fact.custody for fact in facts}
    named = [(code, words) for code, words in labels_of("custody").items() if code in kinds]
    custody = custody if custody in kinds else ""
    told = visiting.grouped(visiting.narrowed(facts, custody))
    newest = max((fact.facts.checked_on for fact in facts if fact.facts.checked_on), default=None)
    visit_phone = told["besuchstelefon"][0].value if "besuchstelefon" in told else ""
    offers = published(today).filter(catchment_codes__contains=[prison.xjustiz_id])
    branches = Prison.objects.filter(organisation=prison.organisation).exclude(pk=prison.pk)
    return PrisonPage(
        prison=prison,
        site=prison.site,
        organisation=prison.organisation,
        kinds=labelled(prison.kinds, labels_of("detention")),
        steps={step: _answered("", of, told) for step, of in visiting.STEPS.items()},
        groups=_groups(told),
        custodies=named,
        custody=custody,
        stale=newest is None or today - newest > STALE_AFTER,
        checked_on=newest,
        phone=visit_phone or prison.site.phone,
        phone_note=_("Besuch") if visit_phone else prison.site.phone_note,
        contacts=with_quality(_contacts_for(prison), today),
        offers=list(offers.order_by("title")[:8]),
        hours=_hours_by_law(prison.run_by_id),
        branches=list(branches.select_related("site").order_by("short_name")),
        known=len({fact.field for fact in facts}),
        fields=len(catalogue.visiting_fields()),
        quality=record_quality(facts, site, today),
        geo=geo_of(site.lat, site.lon, site.land.plane if site.land else ""),
    )


def record_quality(facts: Sequence[VisitingFact], site: Site, today: date) -> EntryQuality:
    """How good the visiting record of SITE is, of which families may see FACTS."""
    told = {fact.field for fact in facts}
    reached = bool(site.phone or site.email or "besuchstelefon" in told)
    return visits_quality(facts, GROUPS, today, reached=reached)


def _hours_by_law(land: str) -> catalogue.VisitingHours | None:
    """Only where a source was found; else the page says that nobody checked it."""
    entries = (one for one in catalogue.visiting_hours() if one.land == land)
    return next((one for one in entries if one.provenance.state == "found"), None)


def distance_from(typed: str, site: Site) -> Distance | None:
    """How far SITE is from the place TYPED; None where no such place is known. One statement."""
    places = find_places(typed)[:8]
    if not places:
        return None
    place, plane = places[0], site.land.plane if site.land else ""
    if site.lat is None or site.lon is None or place.plane != plane:
        return Distance(place.label, None, places[1:])
    far = round(kilometres(place.lat, place.lon, site.lat, site.lon))
    return Distance(place.label, far, places[1:])


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the prison wrote for children, or (IS_TEXT false) the name of what it has for them."""

    words: str
    is_text: bool
    facts: Provenance


@dataclass(frozen=True, slots=True)
class ChildrensPage:
    """A prison told to children: what is there (`has`: codes of visiting fields that say yes for
    everybody), and what the prison wrote itself.
    """

    prison: Prison
    organisation: Organisation
    has: frozenset[str]
    younger: list[OwnWords]
    older: list[OwnWords]
    phone: str


def _own_words(field: str, told: Mapping[str, list[VisitingFact]]) -> list[OwnWords]:
    found = []
    for fact in told.get(field, []):
        word, note = visiting.split_answer(fact.value)
        if word != visiting.NO and note:
            found.append(OwnWords(note, not word, fact.facts))
    return found


def childrens_page(slug: str) -> ChildrensPage:
    """The same prison for children; Prison.DoesNotExist for an unknown one. Two statements."""
    prison = _prison(slug)
    told = visiting.grouped(visiting_facts(prison.site))
    phone = told["besuchstelefon"][0].value if "besuchstelefon" in told else prison.site.phone
    return ChildrensPage(
        prison=prison,
        organisation=prison.organisation,
        has=frozenset(field for field, facts in told.items() if visiting.is_yes(facts)),
        younger=_own_words("kindertext_6_10", told),
        older=_own_words("kindertext_11_15", told),
        phone=phone,
    )


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """The visiting record of an own prison for one kind of custody ('' for all).

    groups: (code of the group, what stands in it). custodies: (code, words) that can be told apart
    there. known, fields: how many fields have an answer for anybody, of how many. checked_on: the
    oldest day something in it was checked, None where one was never.
    """

    prison: Prison
    site: Site
    custody: str
    custody_words: str
    custodies: list[tuple[str, str]]
    groups: list[tuple[str, AnswerGroup]]
    known: int
    fields: int
    checked_on: date | None


# Which kinds of custody a house with such sections can tell apart.
TOLD_APART: Final[Mapping[str, str]] = {
    "remand": "remand",
    "youth": "youth",
    "men": "sentence",
    "women": "sentence",
    "preventive_detention": "preventive_detention",
}


def own_record(actor: Actor, slug: str, custody: str = "") -> OwnRecord:
    """The record of a prison of the actor's organisation; Prison.DoesNotExist for a foreign one.
    Two statements.
    """
    prison = (
        Prison.objects.filter(organisation_id=actor.organisation)
        .select_related("site", "site__land", "run_by", "organisation")
        .get(site__slug=slug)
    )
    facts = visiting_facts(prison.site)
    words = labels_of("custody")
    offered = {TOLD_APART[kind] for kind in prison.kinds if kind in TOLD_APART}
    offered |= {fact.custody for fact in facts}
    custody = custody if custody in offered else ""
    told = visiting.grouped(fact for fact in facts if fact.custody == custody)
    days = [fact.facts.checked_on for fact in facts]
    return OwnRecord(
        prison=prison,
        site=prison.site,
        custody=custody,
        custody_words=words.get(custody, ""),
        custodies=[(code, label) for code, label in words.items() if code in offered],
        groups=[
            (code, _answered(str(title), _fields_of(code), told)) for code, title in GROUPS.items()
        ],
        known=len({fact.field for fact in facts}),
        fields=len(catalogue.visiting_fields()),
        checked_on=None if None in days else min(days, default=None),
    )


def _fields_of(group: str) -> list[str]:
    return [field.code for field in catalogue.visiting_fields() if field.group == group]


def stored_facts(site: Site, group: str, custody: str) -> list[VisitingFact]:
    """What stands in one group for exactly this kind of custody. One statement."""
    rows = VisitingFact.objects.filter(site=site, custody=custody, field__in=_fields_of(group))
    return list(rows.exclude(confidence="low").order_by("field", "value"))
