"""Turns found rows into what a person reads: cards with reasons, filters with counts, the map that
matches the list, help for zero.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nahtlos.directory.models import Cost, Offer
from nahtlos.directory.queries.capacity import availability
from nahtlos.directory.queries.cards import offers_of
from nahtlos.directory.queries.chips import Chip
from nahtlos.directory.queries.finder import NEAR_KM, REMOTE, Found, FoundRow, Search
from nahtlos.directory.queries.mapping import MapPicture, map_of
from nahtlos.directory.queries.opening import land_of, opening_of
from nahtlos.directory.queries.translations import Told, told_of
from nahtlos.directory.rules import catalogue
from nahtlos.directory.rules.labels import Kind, labels
from nahtlos.foundation.clock import now
from nahtlos.foundation.ruling import states
from nahtlos.organisations.models import Organisation
from nahtlos.organisations.models.place import Plane
from nahtlos.organisations.queries import Place

SHOWN_OPTIONS: Final = 6  # of a filter; the others are folded


@dataclass(frozen=True, slots=True)
class Hit:
    """One result card.

    number: its place in the list, the same as on its pin. icon: name of an icon. where: place and
    distance in words.
    reasons: why it fits, best first; unknown: what is not known about it. chips: state in words.
    """

    number: int
    offer: Offer
    organisation_name: str
    organisation_slug: str
    is_sample: bool
    icon: str
    where: str
    reasons: list[str]
    unknown: list[str]
    chips: list[Chip]
    told: Told


@dataclass(frozen=True, slots=True)
class Option:
    """One box of a filter. `count` is how many offers it leaves, None where nobody counts."""

    value: str
    label: str
    count: int | None
    chosen: bool
    lang: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """One group of boxes; `name` is the field's name in the address."""

    name: str
    label: str
    options: list[Option]

    @property
    def is_used_below(self) -> bool:
        """Whether something is ticked among those that are folded: it must be seen to be
        unticked.
        """
        return any(option.chosen for option in self.options[SHOWN_OPTIONS:])


@dataclass(frozen=True, slots=True)
class Results:
    """Everything the results page shows. `active` counts the chosen filters; `offices` are the
    coordination offices of the place's Land, for whoever found nothing; `meant` the words that were
    looked for in place of typed ones.
    """

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    page: int = 1
    pages: int = 1
    filters: list[Filter] = field(default_factory=list)
    active: int = 0
    map: MapPicture | None = None
    offices: list[Organisation] = field(default_factory=list)
    meant: tuple[str, ...] = ()


def labels_of(kind: Kind) -> Mapping[str, str]:
    """{code: label} in the language of the page."""
    return labels(kind, get_language() or "de")


def audience_labels() -> Mapping[str, str]:
    """{code: label} in the language of the page."""
    return labels_of("audience")


def format_labels() -> Mapping[str, str]:
    """{code: label} in the language of the page."""
    return labels_of("format")


def topic_labels() -> Mapping[str, str]:
    """{code: label} in the language of the page."""
    return labels_of("topic")


def language_labels() -> Mapping[str, str]:
    """{code: label} in the language of the page."""
    return labels_of("language")


def icon_of(topics: list[str]) -> str:
    """The icon of the first topic."""
    icons = {topic.code: topic.icon for topic in catalogue.topics()}
    return next((icons[code] for code in topics if code in icons), "info")


@states(
    "Suche",
    "Angebote ohne bekannten Ort stehen nach denen mit Ort und heißen „Ort unbekannt“.",
    checked_on=date(2026, 11, 25),
    proven_by=(
        "tests/directory/test_ranking.py::test_offers_without_a_place_stand_after_placed_ones_and_say_so",
    ),
)
def where_text(offer: Offer, distance: float | None) -> str:
    """Distance and town in words; unknown is said."""
    town = offer.city or (offer.site.city if offer.site else "")
    if distance is not None and town:
        return _("etwa %(km)s km, %(town)s") % {"km": max(1, round(distance)), "town": town}
    if town:
        return town
    if set(offer.formats) & set(REMOTE):
        return _("Telefon oder Internet")
    return _("Ort unbekannt")


def chips_of(offer: Offer, today: date) -> list[Chip]:
    """Cost, availability, languages."""
    chips = []
    if offer.cost == Cost.FREE:
        chips.append(Chip(_("kostenlos"), "ok"))
    elif offer.cost == Cost.SOME:
        paid = told_of(offer).cost_note
        chips.append(
            Chip(paid.text, "open", paid.lang) if paid.text else Chip(_("kostet etwas"), "open")
        )
    chips += availability(offer, today)
    named = language_labels()
    spoken = [named.get(code, code) for code in offer.languages if code != "de"]
    if spoken:
        chips.append(Chip(", ".join(spoken[:4])))
    return chips


def _reasons(offer: Offer, row: FoundRow, search: Search) -> list[str]:
    topics, audiences = topic_labels(), audience_labels()
    said = []
    if row.in_prison and search.prison:
        said.append(_("Angebot in der %(prison)s") % {"prison": search.prison.name})
    if search.topic in offer.topics:
        said.append(_("Thema: %(topic)s") % {"topic": topics[search.topic]})
    elif search.words and offer.topics:
        said.append(
            _("Thema: %(topic)s")
            % {"topic": ", ".join(topics[c] for c in offer.topics[:2] if c in topics)}
        )
    fitting = [
        audiences[code]
        for code in offer.audiences
        if code in search.audiences and code in audiences
    ]
    if fitting:
        said.append(_("für: %(who)s") % {"who": ", ".join(fitting)})
    said += _conditions_met(offer, search)
    if row.distance is not None and row.distance <= NEAR_KM:
        said.append(_("in Ihrer Nähe"))
    elif offer.catchment == "nationwide" and search.place:
        said.append(
            _("für ganz Deutschland") if offer.plane == Plane.EARTH else _("überall möglich")
        )
    elif offer.catchment == "land" and search.place and offer.catchment_land == search.place.land:
        said.append(_("für Ihr ganzes Land"))
    return said


def _conditions_met(offer: Offer, search: Search) -> list[str]:
    """What somebody said of herself and the offer names too, in words."""
    named, genders = labels_of("circumstance"), labels_of("gender")
    met = [code for code in offer.circumstances if code in search.circumstances and code in named]
    where = ", ".join(named[code] for code in met)
    said = [_("Lage: %(where)s") % {"where": where}] if where else []
    if offer.gender and offer.gender in search.genders:
        said.append(_("nur für: %(who)s") % {"who": genders[offer.gender]})
    if search.age is not None and (offer.age_from is not None or offer.age_to is not None):
        said.append(_("Alter passt"))
    return said


def _unknown(offer: Offer, search: Search) -> list[str]:
    """What the offer does not say; of the conditions only what somebody asked for."""
    missing = []
    if not offer.audiences:
        missing.append(_("für wen"))
    if search.circumstances and not offer.circumstances:
        missing.append(_("in welcher Lage"))
    if search.age is not None and offer.age_from is None and offer.age_to is None:
        missing.append(_("Alter"))
    if offer.cost == Cost.UNKNOWN:
        missing.append(_("Kosten"))
    if not offer.languages:
        missing.append(_("Sprachen"))
    return missing


def opening_chip(offer: Offer, moment: datetime) -> Chip | None:
    """Whether somebody is there at MOMENT; None where nobody knows. OFFER comes from
    `with_hours`.
    """
    opening = opening_of(offer.told_hours, land_of(offer), moment)  # type: ignore[attr-defined]
    if opening is None or not opening.words:
        return None
    return Chip(opening.words, "ok" if opening.is_open else "")


def _hits(found: Found, search: Search, today: date) -> list[Hit]:
    offers, moment = offers_of([row.offer_id for row in found.rows]), now()
    hits = []
    for number, row in enumerate(found.rows, start=1):
        offer = offers[row.offer_id]
        opening = opening_chip(offer, moment)
        hits.append(
            Hit(
                number=number,
                offer=offer,
                organisation_name=offer.organisation.name,
                organisation_slug=offer.organisation.slug,
                is_sample=offer.organisation.is_sample,
                icon=icon_of(offer.topics),
                where=where_text(offer, row.distance),
                reasons=_reasons(offer, row, search),
                unknown=_unknown(offer, search),
                chips=[*([opening] if opening else []), *chips_of(offer, today)],
                told=told_of(offer),
            )
        )
    return hits


def _filters(found: Found, search: Search) -> list[Filter]:
    groups = [
        ("fuer", _("Für wen?"), "audiences", audience_labels(), search.audiences),
        ("lage", _("Lage"), "circumstances", labels_of("circumstance"), search.circumstances),
        ("geschlecht", _("Nur für"), "genders", labels_of("gender"), search.genders),
        ("wie", _("Wie?"), "formats", format_labels(), search.formats),
    ]
    filters = []
    for name, label, kind, named, chosen in groups:
        offered = _offered(found, kind, named, chosen)
        options = [Option(code, named[code], n, code in chosen) for code, n in offered]
        if options:
            filters.append(Filter(name, label, options))
    spoken = {entry.code: entry for entry in catalogue.languages()}
    others = [code for code in spoken if code != "de" or code in search.languages]
    options = [
        _spoken(spoken[code], n, code in search.languages)
        for code, n in _offered(found, "languages", others, search.languages)
    ]
    return [*filters, Filter("sprache", _("Sprache"), options)] if options else filters


def _offered(
    found: Found, kind: str, codes: Iterable[str], chosen: tuple[str, ...]
) -> list[tuple[str, int | None]]:
    """Which of CODES can be ticked, and how many offers each leaves; among very many offers all can
    be, and nobody counts.
    """
    if found.counts is None:
        return [(code, None) for code in codes]
    counts = found.counts.get(kind, {})
    return [(code, counts.get(code, 0)) for code in codes if counts.get(code) or code in chosen]


def _spoken(entry: catalogue.Language, count: int | None, chosen: bool) -> Option:
    direction = "rtl" if entry.is_rtl else "ltr"
    return Option(entry.code, entry.own_name, count, chosen, entry.code, direction)


def narrowing(search: Search) -> tuple[tuple[str, ...], ...]:
    """The boxes that were ticked."""
    return (
        *(search.audiences, search.formats, search.languages),
        *(search.circumstances, search.genders),
    )


def _offices(place: Place | None) -> list[Organisation]:
    if place is None:
        return []
    return list(Organisation.objects.filter(kind="coordination_office", land=place.land)[:2])


def results(found: Found, search: Search, today: date) -> Results:
    """The results page of SEARCH. At most two more statements: the offers of the page and the
    outlines of the map.
    """
    hits = _hits(found, search, today) if found.rows else []
    return Results(
        hits=hits,
        total=found.total,
        page=search.page,
        pages=max(1, -(-found.total // 10)),
        filters=_filters(found, search),
        active=sum(map(len, narrowing(search))) + (search.age is not None),
        map=map_of(hits, search.place) if hits else None,
        offices=[] if hits else _offices(search.place),
        meant=found.meant,
    )
