"""Turns found rows into what a person reads: cards with reasons, filters with counts, the map that
matches the list, help for zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from nahtlos.directory.models import Cost, Offer
from nahtlos.directory.queries.finder import FRESH, NEAR_KM, REMOTE, Found, FoundRow, Search
from nahtlos.directory.queries.opening import land_of, opening_of, with_hours
from nahtlos.directory.rules import catalogue
from nahtlos.directory.rules.labels import Kind, labels
from nahtlos.directory.rules.maps import Box, Pin, box_around, spread
from nahtlos.foundation.clock import now
from nahtlos.foundation.ruling import states
from nahtlos.organisations.models import Land, Organisation
from nahtlos.organisations.models.place import Plane
from nahtlos.organisations.queries import Place
from nahtlos.organisations.rules.points import Projection


@dataclass(frozen=True, slots=True)
class Chip:
    """A short word with a tone: 'ok', 'wait', 'open' or ''. `lang` is 'de' for what an organisation
    wrote, '' for ours.
    """

    text: str
    tone: str = ""
    lang: str = ""


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


@dataclass(frozen=True, slots=True)
class Option:
    """One box of a filter."""

    value: str
    label: str
    count: int
    chosen: bool
    lang: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """One group of boxes; `name` is the field's name in the address."""

    name: str
    label: str
    options: list[Option]


@dataclass(frozen=True, slots=True)
class MapPicture:
    """The map beside the list: outlines as SVG paths [(path, land code, land name, label x, label
    y)], pins, the typed place.

    `unplaced` says how many offers of the page have no place and so no pin. `attribution` must
    stand beside it.
    """

    view_box: str
    unit: float
    outlines: list[tuple[str, str, str, float, float]]
    pins: list[Pin]
    here: tuple[float, float] | None
    unplaced: int
    attribution: str


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


@states(
    "Suche",
    "Freie Plätze tragen ein Datum. Nach 30 Tagen heißen sie „nicht mehr aktuell“.",
    checked_on=date(2026, 11, 25),
    proven_by=(
        "tests/directory/test_ranking.py::test_free_places_carry_a_date_and_fade_after_thirty_days",
    ),
)
def availability(offer: Offer, today: date) -> Chip | None:
    """What is known about free places; older than thirty days it is said to be no longer up to
    date.
    """
    if offer.capacity_on is None:
        return None
    if today - offer.capacity_on > FRESH:
        return Chip(_("Plätze: Angabe nicht mehr aktuell"), "open")
    if offer.places_free:
        return Chip(_("Plätze frei"), "ok")
    if offer.waiting_weeks:
        text = ngettext(
            "Warteliste: etwa %(n)s Woche", "Warteliste: etwa %(n)s Wochen", offer.waiting_weeks
        )
        return Chip(text % {"n": offer.waiting_weeks}, "wait")
    return Chip(_("zurzeit voll"), "wait") if offer.places_free == 0 else None


def chips_of(offer: Offer, today: date) -> list[Chip]:
    """Cost, availability, languages."""
    chips = []
    if offer.cost == Cost.FREE:
        chips.append(Chip(_("kostenlos"), "ok"))
    elif offer.cost == Cost.SOME:
        chips.append(
            Chip(offer.cost_note, "open", "de")
            if offer.cost_note
            else Chip(_("kostet etwas"), "open")
        )
    free = availability(offer, today)
    if free:
        chips.append(free)
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
    if row.distance is not None and row.distance <= NEAR_KM:
        said.append(_("in Ihrer Nähe"))
    elif offer.catchment == "nationwide" and search.place:
        said.append(
            _("für ganz Deutschland") if offer.plane == Plane.EARTH else _("überall möglich")
        )
    elif offer.catchment == "land" and search.place and offer.catchment_land == search.place.land:
        said.append(_("für Ihr ganzes Land"))
    return said


def _unknown(offer: Offer) -> list[str]:
    missing = []
    if not offer.audiences:
        missing.append(_("für wen"))
    if offer.cost == Cost.UNKNOWN:
        missing.append(_("Kosten"))
    if not offer.languages:
        missing.append(_("Sprachen"))
    return missing


def _offers(ids: list[UUID]) -> dict[UUID, Offer]:
    rows: QuerySet[Offer] = Offer.objects.filter(pk__in=ids).select_related("organisation", "site")
    return {offer.pk: offer for offer in with_hours(rows)}


def opening_chip(offer: Offer, moment: datetime) -> Chip | None:
    """Whether somebody is there at MOMENT; None where nobody knows. OFFER comes from
    `with_hours`.
    """
    opening = opening_of(offer.told_hours, land_of(offer), moment)  # type: ignore[attr-defined]
    if opening is None or not opening.words:
        return None
    return Chip(opening.words, "ok" if opening.is_open else "")


def _hits(found: Found, search: Search, today: date) -> list[Hit]:
    offers, moment = _offers([row.offer_id for row in found.rows]), now()
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
                unknown=_unknown(offer),
                chips=[*([opening] if opening else []), *chips_of(offer, today)],
            )
        )
    return hits


def _filters(found: Found, search: Search) -> list[Filter]:
    groups = [
        ("fuer", _("Für wen?"), "audiences", audience_labels(), search.audiences),
        ("wie", _("Wie?"), "formats", format_labels(), search.formats),
    ]
    filters = []
    for name, label, kind, named, chosen in groups:
        counts = found.counts.get(kind, {})
        options = [
            Option(code, text, counts.get(code, 0), code in chosen)
            for code, text in named.items()
            if counts.get(code) or code in chosen
        ]
        if options:
            filters.append(Filter(name, label, options))
    counts = found.counts.get("languages", {})
    spoken = [
        Option(
            e.code,
            e.own_name,
            counts.get(e.code, 0),
            e.code in search.languages,
            e.code,
            "rtl" if e.is_rtl else "ltr",
        )
        for e in catalogue.languages()
        if (counts.get(e.code) and e.code != "de") or e.code in search.languages
    ]
    return [*filters, Filter("sprache", _("Sprache"), spoken)] if spoken else filters


def _map(hits: list[Hit], place: Place | None) -> MapPicture | None:
    plane = (
        place.plane
        if place
        else next((hit.offer.plane for hit in hits if hit.offer.lat is not None), "")
    )
    placed = [
        hit
        for hit in hits
        if hit.offer.lat is not None and hit.offer.lon is not None and hit.offer.plane == plane
    ]
    if not placed:
        return None
    lands = list(Land.objects.filter(plane=plane).exclude(outline=""))
    if not lands:
        return None
    drawing = Projection(**(lands[0].projection or {}))
    points = [
        drawing.project(float(hit.offer.lat or 0), float(hit.offer.lon or 0)) for hit in placed
    ]
    here = drawing.project(place.lat, place.lon) if place else None
    box = box_around([*points, here] if here else points, (drawing.width, drawing.height))
    pins = [
        Pin(hit.number, x, y, hit.offer.title, reverse("directory:offer", args=[hit.offer.slug]))
        for hit, (x, y) in zip(placed, points, strict=True)
    ]
    return MapPicture(
        view_box=box.text,
        unit=unit_of(box),
        outlines=[
            (land.outline, land.code, land.name, land.label_x or 0.0, land.label_y or 0.0)
            for land in lands
        ],
        pins=spread(pins, box),
        here=here,
        unplaced=len(hits) - len(placed),
        attribution=(
            f"© GeoBasis-DE / BKG 2021 ({_('Daten verändert')})"
            if plane == Plane.EARTH
            else _("Musterland ist erfunden.")
        ),
    )


def unit_of(box: Box) -> float:
    """Drawing units that one percent of the map's width takes; pins and letters are sized with
    it.
    """
    return round(box.width / 100, 2)


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
        active=len(search.audiences) + len(search.formats) + len(search.languages),
        map=_map(hits, search.place) if hits else None,
        offices=[] if hits else _offices(search.place),
        meant=found.meant,
    )
