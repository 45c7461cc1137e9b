"""What Musterland consists of: the shapes of real places where they fit, and its own for offers and
contact persons, which hold more than real pages tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final, Literal

from nahtlos.directory.rules.catalogue import VisitingFact, VisitingHours
from nahtlos.organisations.rules.points import Outline, Projection
from nahtlos.organisations.rules.reference import (
    District,
    Land,
    Organisation,
    Postcode,
    Prison,
    Provenance,
)

CUSTODY_STATUSES: Final[Mapping[str, str]] = {
    "before_custody": "vor der Haft",
    "remand": "Untersuchungshaft",
    "sentence": "Strafhaft",
    "youth": "Jugendhaft",
    "youth_arrest": "Jugendarrest",
    "open": "offener Vollzug",
    "preventive_detention": "Sicherungsverwahrung",
    "released": "nach der Entlassung",
    "probation": "Bewährung oder Führungsaufsicht",
}
CONTACT_FIELDS: Final[Mapping[str, str]] = {
    "social_service": "Sozialdienst und Entlassung",
    "family": "Familie und Kinder",
    "housing": "Wohnen",
    "basic_income": "Geld zum Leben",
    "work": "Arbeit und Ausbildung",
    "debts": "Schulden",
    "addiction": "Sucht und Gesundheit",
    "probation": "Bewährungshilfe",
    "aftercare": "Begleitung nach der Haft",
    "coordination": "Koordination und Netzwerk",
}
MAILBOXES: Final[Mapping[str, str]] = {
    "social_service": "sozialdienst",
    "family": "familie",
    "housing": "wohnen",
    "basic_income": "geld",
    "work": "arbeit",
    "debts": "schulden",
    "addiction": "sucht",
    "probation": "bewaehrung",
    "aftercare": "begleitung",
    "coordination": "koordination",
}
Cost = Literal["free", "some", "unknown"]
CatchmentKind = Literal["nationwide", "land", "districts", "prisons"]
OfferState = Literal["draft", "published", "ended"]


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours of one weekday (0 is Monday); two lines where there is a lunch break."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class OfferDate:
    on: date
    starts: time | None
    ends: time | None


@dataclass(frozen=True, slots=True)
class WorldOffer:
    """An offer of an organisation of Musterland, or of a prison: then ``organisation_key`` is the
    slug of the site (of a branch, too, though it belongs to its parent's organisation). Empty
    ``custody`` and ``gender``: everybody; ``excluded`` names whom it is not for.
    ``catchment_codes`` are district keys or XJustiz ids.
    ``places_free`` and ``waiting_weeks`` None: nobody has said; ``capacity_on`` is the day they
    were said. ``next_date`` is the first of ``dates``."""

    key: str
    slug: str
    organisation_key: str
    title: str
    summary: str
    description: str
    first_steps: tuple[str, ...]
    topics: tuple[str, ...]
    audiences: tuple[str, ...]
    audience_text: str
    age_from: int | None
    age_to: int | None
    custody: tuple[str, ...]
    gender: str
    excluded: tuple[str, ...]
    exclusion_note: str
    formats: tuple[str, ...]
    languages: tuple[str, ...]
    language_notes: Mapping[str, str]
    cost: Cost
    cost_note: str
    access_note: str
    catchment: CatchmentKind
    catchment_codes: tuple[str, ...]
    city: str
    postcode: str
    street: str
    lat: float
    lon: float
    phone: str
    email: str
    website: str
    hours: tuple[Hours, ...]
    places_total: int | None
    places_free: int | None
    waiting_weeks: int | None
    capacity_on: date | None
    dates: tuple[OfferDate, ...]
    valid_until: date | None
    state: OfferState
    provenance: Provenance

    @property
    def next_date(self) -> date | None:
        return self.dates[0].on if self.dates else None


@dataclass(frozen=True, slots=True)
class WorldTranslation:
    """The texts of the offer ``offer_key`` in ``language``. ``values`` are the columns of a
    translation; ``made_from`` is the German that stood there then, where it is another one today.
    """

    organisation_key: str
    offer_key: str
    language: str
    values: Mapping[str, Any]
    made_from: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WorldContact:
    """Who is answerable for a field: the function always, the name only once somebody is named.
    ``site_id`` is the prison the contact stands for, None where it is the whole organisation."""

    code: str
    organisation_key: str
    site_id: str | None
    field: str
    topics: tuple[str, ...]
    function: str
    name: str
    deputy_function: str
    deputy_name: str
    phone: str
    email: str
    is_published: bool
    confirmed_on: date | None
    note: str

    @property
    def is_named(self) -> bool:
        return bool(self.name)


@dataclass(frozen=True, slots=True)
class World:
    """Musterland as it is on one day. Latitudes and longitudes belong to a plane of their own in
    the middle of the Atlantic, where kilometres come out right and nothing real lies."""

    land: Land
    districts: tuple[District, ...]
    district_outlines: tuple[Outline, ...]
    places: tuple[Postcode, ...]
    outline: Outline
    projection: Projection
    organisations: tuple[Organisation, ...]
    sites: tuple[Prison, ...]
    offers: tuple[WorldOffer, ...]
    translations: tuple[WorldTranslation, ...]
    contacts: tuple[WorldContact, ...]
    visiting_facts: tuple[VisitingFact, ...]
    visiting_hours: VisitingHours
