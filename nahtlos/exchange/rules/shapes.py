"""The objects of HSDS 3.1 that we fill, each with the properties that we have something to say in.
The names are the standard's. What is None or empty is left out of the document.

Source: Open Referral, Human Services Data Specification 3.1.
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

Latitude = Annotated[float, Meta(ge=-90, le=90)]
Longitude = Annotated[float, Meta(ge=-180, le=180)]


class Shape(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What every object has: an id that stays the same for as long as the thing is."""

    id: UUID


class Taxonomy(Shape, frozen=True, kw_only=True):
    """A list of words: topics, target groups, forms."""

    name: str
    description: str
    uri: str | None = None
    version: str | None = None


class TaxonomyTerm(Shape, frozen=True, kw_only=True):
    """One word of a list; a topic's parent is its group."""

    name: str
    description: str
    code: str | None = None
    parent_id: UUID | None = None
    taxonomy: str | None = None
    taxonomy_detail: Taxonomy | None = None
    taxonomy_id: UUID | None = None
    language: str | None = None
    term_uri: str | None = None


class Attribute(Shape, frozen=True, kw_only=True):
    """Ties an object to a word of a list."""

    link_id: UUID
    link_type: str
    link_entity: str
    taxonomy_term_id: UUID
    taxonomy_term: TaxonomyTerm
    value: str | None = None


class Phone(Shape, frozen=True, kw_only=True):
    """A telephone number."""

    number: str
    type: str | None = None
    description: str | None = None


class Spoken(Shape, frozen=True, kw_only=True):
    """A language; `code` as in BCP 47 where there is one, else ISO 639-3."""

    name: str
    code: str
    note: str | None = None


class Schedule(Shape, frozen=True, kw_only=True):
    """When somebody is there: a rule of every week, or (`valid_from` = `valid_to`) of one day.
    Times are those of the place. Without times: closed.
    """

    freq: str | None = None
    interval: int | None = None
    wkst: str | None = None
    byday: str | None = None
    dtstart: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    opens_at: str | None = None
    closes_at: str | None = None
    description: str | None = None
    notes: str | None = None


class CostOption(Shape, frozen=True, kw_only=True):
    """What it costs, where that is known."""

    option: str
    amount: float | None = None
    currency: str | None = None
    amount_description: str | None = None


class ServiceArea(Shape, frozen=True, kw_only=True):
    """Whom an offer serves, by place; `extent` holds official keys of districts or prisons."""

    name: str
    description: str | None = None
    extent: str | None = None
    extent_type: str | None = None


class Unit(Shape, frozen=True, kw_only=True):
    """What is counted."""

    name: str


class Capacity(Shape, frozen=True, kw_only=True):
    """Free places with the day they were counted on."""

    unit: Unit
    available: int
    maximum: int | None = None
    updated: datetime
    description: str | None = None


class Contact(Shape, frozen=True, kw_only=True):
    """A function, with the name and numbers that are published."""

    title: str
    name: str | None = None
    email: str | None = None
    phones: list[Phone] = []


class Address(Shape, frozen=True, kw_only=True):
    """A street address, where it is known from a source."""

    address_1: str
    city: str
    state_province: str
    postal_code: str
    country: str
    address_type: str


class Accessibility(Shape, frozen=True, kw_only=True):
    """What is told about steps, lifts and so on."""

    description: str


class Location(Shape, frozen=True, kw_only=True):
    """Where an offer is: a site, or a town of which only the centre is known."""

    location_type: str
    name: str | None = None
    description: str | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    organization_id: UUID | None = None
    external_identifier: str | None = None
    external_identifier_type: str | None = None
    addresses: list[Address] = []
    phones: list[Phone] = []
    accessibility: list[Accessibility] = []


class AtLocation(Shape, frozen=True, kw_only=True):
    """An offer at its place. An offer has one place, so this has the id of the offer."""

    service_id: UUID
    location_id: UUID
    location: Location
    service_areas: list[ServiceArea] = []
    contacts: list[Contact] = []
    phones: list[Phone] = []
    schedules: list[Schedule] = []
    service: "Service | None" = None


class Identifier(Shape, frozen=True, kw_only=True):
    """What others call an organisation."""

    identifier_scheme: str
    identifier_type: str
    identifier: str


class Organization(Shape, frozen=True, kw_only=True):
    """An organisation; in a list without what belongs to it."""

    name: str
    description: str
    email: str | None = None
    website: str | None = None
    uri: str | None = None
    phones: list[Phone] = []
    contacts: list[Contact] = []
    locations: list[Location] = []
    organization_identifiers: list[Identifier] = []
    attributes: list[Attribute] = []
    services: "list[Service]" = []


class Service(Shape, frozen=True, kw_only=True):
    """An offer; in a list without what belongs to it. `modified_date` is what the standard calls
    `last_modified` in its shortest list.
    """

    name: str
    status: str
    organization_id: UUID | None = None
    description: str | None = None
    url: str | None = None
    email: str | None = None
    application_process: str | None = None
    fees_description: str | None = None
    wait_time: str | None = None
    eligibility_description: str | None = None
    minimum_age: int | None = None
    maximum_age: int | None = None
    assured_date: str | None = None
    alert: str | None = None
    last_modified: datetime | None = None
    modified_date: datetime | None = None
    phones: list[Phone] = []
    schedules: list[Schedule] = []
    service_areas: list[ServiceArea] = []
    service_at_locations: list[AtLocation] = []
    languages: list[Spoken] = []
    organization: Organization | None = None
    cost_options: list[CostOption] = []
    contacts: list[Contact] = []
    capacities: list[Capacity] = []
    attributes: list[Attribute] = []


class About(Struct, frozen=True, kw_only=True):
    """What this interface is."""

    version: str
    profile: str
    openapi_url: str
    description: str


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why there is no answer, in one sentence; `parameter` names what to change."""

    detail: str
    parameter: str | None = None


class Page(Struct, frozen=True, kw_only=True):
    """What the pages of every list tell of themselves."""

    total_items: int
    total_pages: int
    page_number: int
    size: int
    first_page: bool
    last_page: bool
    empty: bool


class ServicePage(Page, frozen=True, kw_only=True):
    """A page of offers."""

    contents: list[Service]


class OrganizationPage(Page, frozen=True, kw_only=True):
    """A page of organisations."""

    contents: list[Organization]


class TaxonomyPage(Page, frozen=True, kw_only=True):
    """A page of lists of words."""

    contents: list[Taxonomy]


class TermPage(Page, frozen=True, kw_only=True):
    """A page of words."""

    contents: list[TaxonomyTerm]


class AtLocationPage(Page, frozen=True, kw_only=True):
    """A page of offers at their places."""

    contents: list[AtLocation]
