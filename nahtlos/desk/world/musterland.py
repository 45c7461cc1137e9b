"""Musterland put together for one day from the files in ``data``."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from nahtlos.desk.world import telling
from nahtlos.desk.world.shapes import (
    MAILBOXES,
    World,
    WorldContact,
    WorldOffer,
    WorldTranslation,
)
from nahtlos.directory.rules.catalogue import VisitingFact, VisitingHours
from nahtlos.directory.rules.translations import LONGEST, STEPS
from nahtlos.organisations.rules.points import Outline, Projection
from nahtlos.organisations.rules.reference import (
    District,
    Land,
    Organisation,
    Postcode,
    Prison,
    PrisonProvenance,
    Provenance,
    codes_of,
)

LAND = "MU"
# Which topics a contact person of a field answers for.
FIELD_TOPICS: Mapping[str, tuple[str, ...]] = {
    "social_service": ("sozialdienst_jva", "uebergangsmanagement", "jva_kontakt"),
    "family": ("eltern_kind_besuch", "familienorientierter_vollzug", "kind_elternteil_in_haft"),
    "housing": ("wohnen_nach_haft", "uebergangswohnen", "kapazitaet"),
    "basic_income": ("jobcenter_kontakt", "grundsicherung"),
    "work": ("arbeit_vermittlung", "ausbildung", "qualifizierung"),
    "debts": ("schuldnerberatung",),
    "addiction": ("suchtberatung", "therapieplatz"),
    "probation": ("bewaehrungshilfe",),
    "aftercare": ("nachsorge", "integrationscoaching", "uebergangsmanagement"),
    "coordination": ("landesfachstelle", "kooperationsvereinbarung", "ansprechperson"),
}


@dataclass(frozen=True, slots=True)
class _Home:
    """What an offer takes over from its organisation, or from its prison, where it says nothing."""

    key: str
    name: str
    plz: str
    street: str
    phone: str
    languages: tuple[str, ...]
    access_note: str
    hours: str
    checked_days_ago: str


def musterland(today: date) -> World:
    """The whole invented Land as it is on ``today``; the same day gives the same world."""
    told = telling.tables("land.toml")
    projection = Projection(**told["projection"])
    places = _places(projection)
    by_plz = {place.plz: place for place in places}
    districts = _districts(projection)
    sites = tuple(_site(row, today, by_plz) for row in telling.rows("sites.csv"))
    offers = _offers(today, by_plz, sites)
    people = sum(district.population for district in districts)
    counted_on = today - timedelta(days=told["population_days_ago"])
    return World(
        land=Land(LAND, told["iso"], told["ags"], told["name"], people, counted_on),
        districts=districts,
        district_outlines=telling.outlines("districts_outline.json"),
        places=places,
        outline=_outline(told),
        projection=projection,
        organisations=_organisations(today, by_plz, offers),
        sites=sites,
        offers=offers,
        translations=tuple(_translations(today, offers)),
        contacts=_contacts(today, sites),
        visiting_facts=_visiting_facts(today),
        visiting_hours=VisitingHours(
            land=LAND, **told["visiting_hours"], provenance=telling.provenance(today, 60)
        ),
    )


def _outline(told: Mapping[str, Any]) -> Outline:
    points = " ".join(f"{x} {y}" for x, y in told["outline"]["points"])
    return Outline(LAND, f"M{points}z", (told["label"][0], told["label"][1]))


def _districts(projection: Projection) -> tuple[District, ...]:
    def read(row: Mapping[str, str]) -> District:
        lat, lon = projection.unproject(float(row["x"]), float(row["y"]))
        names = (row["ags"], row["name"], row["display_name"], row["kind"])
        return District(*names, LAND, int(row["population"]), lat, lon)

    return tuple(read(row) for row in telling.rows("districts.csv"))


def _places(projection: Projection) -> tuple[Postcode, ...]:
    def read(row: Mapping[str, str]) -> Postcode:
        lat, lon = projection.unproject(float(row["x"]), float(row["y"]))
        ags = row["district"]
        return Postcode(row["plz"], row["place"], lat, lon, ags, LAND, (ags,))

    return tuple(read(row) for row in telling.rows("places.csv"))


def _site(row: Mapping[str, str], today: date, by_plz: Mapping[str, Postcode]) -> Prison:
    place = by_plz[row["postcode"]]
    slug = telling.slug_of(row["short_name"])
    known = telling.provenance(today, row["checked_days_ago"], row["state"])
    counted = telling.provenance(today, row["capacity_days_ago"], row["state"])
    parts = ("street", "number", "postcode", "city") if row["street"] else ("postcode", "city")
    return Prison(
        **{key: row[key] for key in ("xjustiz_id", "name", "short_name", "kind")},
        slug=slug,
        parent_id=row["parent_id"] or None,
        land=LAND,
        standing_land=LAND,
        city=place.place,
        postcode=place.plz,
        street=row["street"] or None,
        lat=place.lat,
        lon=place.lon,
        kinds=codes_of(row["kinds"]),
        capacity=int(row["capacity"]) if row["capacity"] else None,
        capacity_on=counted.checked_on,
        phone=row["phone"],
        phone_note=row["phone_note"],
        email=f"poststelle@{slug}.example",
        website=f"https://{slug}.example",
        provenance=PrisonProvenance(address=known, capacity=counted, kinds=known, contact=known),
        address_parts=frozenset(parts),
        open_question=row["open_question"],
    )


def _organisations(
    today: date, by_plz: Mapping[str, Postcode], offers: Iterable[WorldOffer]
) -> tuple[Organisation, ...]:
    topics: dict[str, list[str]] = {}
    for offer in offers:
        if offer.state == "published":
            topics.setdefault(offer.organisation_key, []).extend(offer.topics)
    return tuple(
        Organisation(
            **{key: row[key] for key in ("key", "name", "kind", "street", "phone")},
            **{key: row[key] for key in ("network", "note")},
            slug=row["key"],
            land=LAND,
            city=by_plz[row["postcode"]].place,
            postcode=row["postcode"],
            email=f"kontakt@{row['key']}.example",
            website=f"https://{row['key']}.example",
            topics=tuple(dict.fromkeys(topics.get(row["key"], ()))),
            target_groups=codes_of(row["target_groups"]),
            provenance=telling.provenance(today, row["checked_days_ago"]),
        )
        for row in telling.rows("organisations.csv")
    )


def _homes(sites: Iterable[Prison]) -> dict[str, _Home]:
    homes = {
        row["key"]: _Home(
            key=row["key"],
            plz=row["postcode"],
            languages=codes_of(row["languages"]),
            **{key: row[key] for key in ("name", "street", "phone", "access_note", "hours")},
            checked_days_ago=row["checked_days_ago"],
        )
        for row in telling.rows("organisations.csv")
    }
    days = {row["xjustiz_id"]: row["checked_days_ago"] for row in telling.rows("sites.csv")}
    for site in sites:
        homes[site.slug] = _Home(
            key=site.slug,
            name=site.name,
            plz=site.postcode or "",
            street=site.street or "",
            phone=site.phone,
            languages=("de",),
            access_note="Zugang über die Pforte.",
            hours="",
            checked_days_ago=days[site.xjustiz_id],
        )
    return homes


def _offers(
    today: date, by_plz: Mapping[str, Postcode], sites: Iterable[Prison]
) -> tuple[WorldOffer, ...]:
    homes = _homes(sites)
    return tuple(
        _offer(told, today, homes[told["organisation"]], by_plz) for told in telling.offer_tables()
    )


def _offer(
    told: Mapping[str, Any], today: date, home: _Home, by_plz: Mapping[str, Postcode]
) -> WorldOffer:
    slug = telling.slug_of(told["title"])
    place = by_plz[told.get("plz", home.plz)]
    ages = told.get("age", (None, None))
    room = told.get("capacity", {})
    ended = telling.days_ago(today, told.get("ended_days_ago"))
    return WorldOffer(
        **{key: told[key] for key in ("title", "summary", "description")},
        **_lists(told, home),
        **_catchment(told),
        key=slug,
        slug=slug,
        organisation_key=home.key,
        audience_text=told.get("for", ""),
        age_from=ages[0],
        age_to=ages[1],
        gender=told.get("gender", ""),
        exclusion_note=told.get("not_when", ""),
        language_notes=told.get("language_notes", {}),
        cost=told.get("cost", "free"),
        cost_note=told.get("cost_note", ""),
        access_note=told.get("access", home.access_note),
        city=place.place,
        postcode=place.plz,
        street=home.street if place.plz == home.plz else "",
        lat=place.lat,
        lon=place.lon,
        phone=told.get("phone", home.phone),
        email=f"kontakt@{home.key}.example",
        website=f"https://{home.key}.example/{slug}",
        hours=telling.hours_of(told.get("hours", home.hours)),
        places_total=room.get("total"),
        places_free=room.get("free"),
        waiting_weeks=room.get("weeks"),
        capacity_on=telling.days_ago(today, room.get("days_ago")),
        dates=telling.dates_of(today, told.get("dates")),
        valid_until=ended or _ahead(today, told.get("valid_days")),
        state=told.get("state", "published"),
        provenance=_offer_provenance(today, told, home),
    )


def _offer_provenance(today: date, told: Mapping[str, Any], home: _Home) -> Provenance:
    return telling.provenance(today, told.get("checked_days_ago", home.checked_days_ago))


def _translations(today: date, offers: Iterable[WorldOffer]) -> Iterator[WorldTranslation]:
    by_title = {offer.title: offer for offer in offers}
    for told in telling.tables("translations.toml")["translation"]:
        offer, by = by_title[told["offer"]], told.get("checked_by", "")
        values = {
            **{name: told.get(name, [] if name == STEPS else "") for name in LONGEST},
            "status": "checked" if by else "machine",
            "checked_by": by,
            "checked_on": telling.days_ago(today, told.get("checked_days_ago")),
        }
        home, made_from = offer.organisation_key, told.get("made_from", {})
        yield WorldTranslation(home, offer.key, told["language"], values, made_from)


def _lists(told: Mapping[str, Any], home: _Home) -> dict[str, Any]:
    return {
        "first_steps": tuple(told["steps"]),
        "topics": tuple(told["topics"]),
        "audiences": tuple(told["audiences"]),
        "custody": tuple(told.get("custody", ())),
        "excluded": tuple(told.get("not_for", ())),
        "formats": tuple(told["formats"]),
        "languages": tuple(told.get("languages", home.languages)),
    }


def _catchment(told: Mapping[str, Any]) -> dict[str, Any]:
    """In the whole Land unless an offer names districts or prisons, or serves everybody."""
    for kind in ("districts", "prisons"):
        if kind in told:
            return {"catchment": kind, "catchment_codes": tuple(told[kind])}
    return {"catchment": told.get("catchment", "land"), "catchment_codes": ()}


def _ahead(today: date, days: int | None) -> date | None:
    return None if days is None else today + timedelta(days=days)


def _contacts(today: date, sites: Iterable[Prison]) -> tuple[WorldContact, ...]:
    """One contact a line, or one for each prison the line names."""
    slugs = {site.xjustiz_id: site.slug for site in sites}
    numbers = count(1)
    return tuple(
        _contact(row, today, next(numbers), slugs, site_id)
        for row in telling.rows("contacts.csv")
        for site_id in codes_of(row["site_ids"]) or (None,)
    )


def _contact(
    row: Mapping[str, str], today: date, number: int, slugs: Mapping[str, str], site_id: str | None
) -> WorldContact:
    # Staff of a prison: the line names no organisation, the prison is their organisation.
    home = row["organisation"] or slugs[site_id or ""]
    named = bool(row["name"])
    field = row["field"]
    return WorldContact(
        code=f"MU-K{number:03d}",
        organisation_key=home,
        site_id=site_id,
        field=field,
        topics=FIELD_TOPICS[field],
        **{key: row[key] for key in ("function", "name", "deputy_function", "deputy_name", "note")},
        phone=row["phone"],
        email=f"{MAILBOXES[field]}@{home}.example" if named else "",
        is_published=row["published"] == "1",
        confirmed_on=telling.days_ago(today, row["confirmed_days_ago"]),
    )


def _visiting_facts(today: date) -> tuple[VisitingFact, ...]:
    """One column for each prison; an empty cell is a fact nobody has told."""
    table = list(telling.rows("visiting.csv"))
    ages = next(row for row in table if row["field"] == "checked_days_ago")
    return tuple(
        VisitingFact(
            prison_id=site_id,
            field=row["field"],
            value=row[site_id],
            custody=row["custody"] or None,
            source=telling.SOURCE,
            checked_on=telling.days_ago(today, ages[site_id]),
            confidence="high",
        )
        for site_id in ages
        if site_id not in ("field", "custody")
        for row in table
        if row is not ages and row[site_id]
    )
