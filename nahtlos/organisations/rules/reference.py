"""Real Länder, districts, postcodes, prisons and organisations, read from this room's compact
files; every group of facts says where it was read, of which date and how far it may be trusted."""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, cast

from nahtlos.organisations.rules.points import (
    Outline,
    Projection,
    kilometres,
    read_outlines,
)

DATA: Final = Path(__file__).resolve().parent.parent / "data"

# Farther apart than any two postcodes of Berlin are from its middle: beyond, it is another town.
SAME_TOWN_KM: Final = 30.0

State = Literal["confirmed", "found", "unchecked", "outdated"]
STATES: Final[Mapping[State, str]] = {
    "confirmed": "von der Stelle bestätigt",
    "found": "in einer Quelle gefunden, noch nicht bestätigt",
    "unchecked": "nicht geprüft",
    "outdated": "Angabe ist alt",
}

PRISON_KINDS: Final[Mapping[str, str]] = {
    "prison": "Justizvollzugsanstalt",
    "youth_prison": "Jugendstrafanstalt",
    "youth_arrest": "Jugendarrestanstalt",
    "social_therapy": "Sozialtherapeutische Anstalt",
    "prison_hospital": "Justizvollzugskrankenhaus",
    "branch": "Außenstelle",
}
DETENTION_KINDS: Final[Mapping[str, str]] = {
    "men": "Männer",
    "women": "Frauen",
    "youth": "Jugendliche und junge Erwachsene",
    "remand": "Untersuchungshaft",
    "open": "offener Vollzug",
    "social_therapy": "Sozialtherapie",
    "preventive_detention": "Sicherungsverwahrung",
    "hospital": "Krankenhaus",
    "youth_arrest": "Jugendarrest",
    "mother_child": "Mutter-Kind-Abteilung",
    "deportation": "Abschiebungshaft",
    "elderly": "ältere Gefangene",
}
DISTRICT_KINDS: Final[Mapping[str, str]] = {
    "city": "kreisfreie Stadt",
    "county": "Landkreis",
    "regional_association": "Regionalverband",
}
# Counselling for people who leave a violent scene bears a neutral word on purpose: the kind of an
# organisation is shown beside its name, also where somebody looks over the reader's shoulder.
ORGANISATION_KINDS: Final[Mapping[str, str]] = {
    "association": "Verein",
    "advice_centre": "Beratungsstelle",
    "contact_point": "Anlaufstelle",
    "coordination_office": "Landesfachstelle",
    "network": "Netzwerk",
    "state_association": "Landesverband",
    "federal_association": "Bundesverband",
    "welfare_association": "Wohlfahrtsverband",
    "specialist_advice": "Fachberatung",
    "debt_advice": "Schuldnerberatung",
    "addiction_advice": "Suchtberatung",
    "family_advice": "Familien- und Erziehungsberatung",
    "legal_advice": "Rechtsberatung",
    "outpatient_clinic": "Fachambulanz",
    "housing": "Wohneinrichtung",
    "meeting_place": "Treffpunkt",
    "education_provider": "Bildungsträger",
    "volunteers": "Ehrenamt",
    "chaplaincy": "Seelsorge",
    "foundation": "Stiftung",
    "portal": "Online-Portal",
    "probation_service": "Bewährungs- und Gerichtshilfe",
    "jobcenter": "Jobcenter",
    "employment_agency": "Agentur für Arbeit",
    "youth_office": "Jugendamt",
    "social_office": "Sozialamt",
    "registration_office": "Bürgeramt",
    "health_service": "Gesundheitsdienst",
    "school": "Schule",
    "ministry": "Ministerium",
    "prison_service": "Justizvollzug",
}


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a group of facts was read. ``checked_on`` is the date the source itself bears; a source
    that names only a year or a month counts from its first day, and None means no date was seen."""

    source: str
    checked_on: date | None
    state: State


@dataclass(frozen=True, slots=True)
class Land:
    code: str
    iso: str
    ags: str
    name: str
    population: int
    population_on: date


@dataclass(frozen=True, slots=True)
class District:
    ags: str
    name: str
    display_name: str
    kind: str
    land: str
    population: int
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Postcode:
    plz: str
    place: str
    lat: float
    lon: float
    ags: str
    land: str
    all_ags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrisonProvenance:
    address: Provenance
    capacity: Provenance
    kinds: Provenance
    contact: Provenance


@dataclass(frozen=True, slots=True)
class Prison:
    """A prison or one of its branches. ``land`` runs it, ``standing_land`` is where it stands.
    ``address_parts`` names what the source covers; street and postcode are None unless covered.
    ``capacity`` None and empty ``kinds`` mean unknown, never "no"."""

    xjustiz_id: str
    name: str
    short_name: str
    slug: str
    kind: str
    parent_id: str | None
    land: str
    standing_land: str
    city: str
    postcode: str | None
    street: str | None
    lat: float
    lon: float
    kinds: tuple[str, ...]
    capacity: int | None
    capacity_on: date | None
    phone: str
    phone_note: str
    email: str
    website: str
    provenance: PrisonProvenance
    address_parts: frozenset[str]
    open_question: str

    @property
    def street_is_sourced(self) -> bool:
        return "street" in self.address_parts


@dataclass(frozen=True, slots=True)
class Organisation:
    key: str
    slug: str
    name: str
    kind: str
    land: str | None
    city: str
    postcode: str
    street: str
    phone: str
    email: str
    website: str
    topics: tuple[str, ...]
    target_groups: tuple[str, ...]
    network: str
    note: str
    provenance: Provenance


@cache
def laender() -> tuple[Land, ...]:
    def read(code: str, iso: str, ags: str, name: str, population: str, on: str) -> Land:
        return Land(code, iso, ags, name, int(population), date.fromisoformat(on))

    return tuple(read(*row.values()) for row in rows_of(DATA / "laender.csv"))


@cache
def districts() -> tuple[District, ...]:
    return tuple(
        District(
            **{key: row[key] for key in ("ags", "name", "display_name", "kind", "land")},
            population=int(row["population"]),
            lat=float(row["lat"]),
            lon=float(row["lon"]),
        )
        for row in rows_of(DATA / "districts.csv")
    )


@cache
def postcodes() -> tuple[Postcode, ...]:
    return tuple(
        Postcode(
            **{key: row[key] for key in ("plz", "place", "ags", "land")},
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            all_ags=codes_of(row["all_ags"]) or (row["ags"],),
        )
        for row in rows_of(DATA / "postcodes.csv")
    )


@cache
def prisons() -> tuple[Prison, ...]:
    return tuple(read_prison(row) for row in rows_of(DATA / "prisons.csv"))


@cache
def organisations() -> tuple[Organisation, ...]:
    return tuple(read_organisation(row) for row in rows_of(DATA / "organisations.csv"))


@cache
def germany() -> Projection:
    return Projection(**_outline_file()["projection"])


@cache
def land_outlines() -> tuple[Outline, ...]:
    return read_outlines(_outline_file()["laender"])


def district_outlines() -> tuple[Outline, ...]:
    return read_outlines(json.loads((DATA / "districts_outline.json").read_text(encoding="utf-8")))


def project(lat: float, lon: float) -> tuple[float, float]:
    """The point on the map of ``land_outlines`` for a real place."""
    return germany().project(lat, lon)


def point_of(
    town: str, land: str | None = None, postcode: str | None = None
) -> tuple[float, float] | None:
    """Latitude and longitude of a postcode, else of the centre of a town, else None."""
    known = _by_plz().get(postcode) if postcode else None
    return (known.lat, known.lon) if known else town_centre(town, land)


def town_centre(town: str, land: str | None = None) -> tuple[float, float] | None:
    """The mean of the postcodes of a town. None where the name is unknown, where it stands in
    several Länder and none is given, or where one Land has two towns of that name."""
    found = [p for p in _by_town().get(_bare(town), ()) if land in (None, p.land)]
    exact = [p for p in found if p.place == town]
    found = exact or found
    if not found or len({p.land for p in found}) > 1:
        return None
    lat = sum(p.lat for p in found) / len(found)
    lon = sum(p.lon for p in found) / len(found)
    if any(kilometres(lat, lon, p.lat, p.lon) > SAME_TOWN_KM for p in found):
        return None
    return round(lat, 3), round(lon, 3)


_PRISON_TEXTS = (
    "xjustiz_id",
    "name",
    "short_name",
    "slug",
    "kind",
    "land",
    "standing_land",
    "city",
)
_CONTACT_TEXTS = ("phone", "phone_note", "email", "website", "open_question")
_ORGANISATION_TEXTS = (
    *("key", "slug", "name", "kind", "city", "postcode", "street"),
    *("phone", "email", "website", "network", "note"),
)


def read_prison(row: Mapping[str, str]) -> Prison:
    return Prison(
        **{key: row[key] for key in (*_PRISON_TEXTS, *_CONTACT_TEXTS)},
        parent_id=row["parent_id"] or None,
        postcode=row["postcode"] or None,
        street=row["street"] or None,
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        kinds=codes_of(row["kinds"]),
        capacity=int(row["capacity"]) if row["capacity"] else None,
        capacity_on=day_of(row["capacity_checked_on"]),
        provenance=PrisonProvenance(
            address=provenance_of(row, "address_"),
            capacity=provenance_of(row, "capacity_"),
            kinds=provenance_of(row, "kinds_"),
            contact=provenance_of(row, "contact_"),
        ),
        address_parts=frozenset(codes_of(row["address_parts"])),
    )


def read_organisation(row: Mapping[str, str]) -> Organisation:
    return Organisation(
        **{key: row[key] for key in _ORGANISATION_TEXTS},
        land=row["land"] or None,
        topics=codes_of(row["topics"]),
        target_groups=codes_of(row["target_groups"]),
        provenance=provenance_of(row),
    )


def provenance_of(row: Mapping[str, str], prefix: str = "") -> Provenance:
    return Provenance(
        row[f"{prefix}source"],
        day_of(row[f"{prefix}checked_on"]),
        state_of(row[f"{prefix}state"]),
    )


def state_of(text: str) -> State:
    if text not in STATES:
        raise ValueError(f"Unbekannter Stand einer Angabe: {text!r}")
    return cast("State", text)


def day_of(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def codes_of(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def _by_plz() -> dict[str, Postcode]:
    return {p.plz: p for p in postcodes()}


@cache
def _by_town() -> dict[str, list[Postcode]]:
    towns: dict[str, list[Postcode]] = {}
    for postcode in postcodes():
        towns.setdefault(_bare(postcode.place), []).append(postcode)
    return towns


def _bare(town: str) -> str:
    """The name without its addition: "Halle (Saale)", "Lutherstadt Eisleben"."""
    return re.sub(r"^Lutherstadt |\s*\(.*\)|/.*$", "", town).strip().casefold()


@cache
def _outline_file() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(
        (DATA / "laender_outline.json").read_text(encoding="utf-8")
    )
    return content
