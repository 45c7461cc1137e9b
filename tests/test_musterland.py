"""Musterland: complete, consistent, clearly invented, never older than the day it is asked for."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.desk.world import CONTACT_FIELDS, CUSTODY_STATUSES, World, musterland
from nahtlos.directory.rules import catalogue
from nahtlos.organisations.rules import reference
from nahtlos.organisations.rules.points import kilometres

TODAY = date(2026, 11, 25)
FICTION = re.compile(r"(030 23125|040 66969|0221 4710|069 90009|089 99998)-\d{3}")
NUMBER_LIKE = re.compile(r"\b0\d{1,4} \d{3,6}[- ]?\d*")
SENTENCE_END = re.compile(r"[.?!](?:\s|$)")


@pytest.fixture(scope="module")
def world() -> World:
    return musterland(TODAY)


def published(world: World) -> list[str]:
    return [topic for offer in world.offers if offer.state == "published" for topic in offer.topics]


def test_the_land_is_as_large_as_it_was_meant(world: World) -> None:
    assert (world.land.code, world.land.iso, world.land.name) == ("MU", "XX-MU", "Musterland")
    assert world.land.population == sum(district.population for district in world.districts)
    assert len(world.sites) == 23
    assert len(world.districts) == 12
    assert len({place.place for place in world.places}) >= 30
    assert len(world.organisations) >= 45
    assert len(world.offers) >= 150


def test_every_topic_has_an_offer(world: World) -> None:
    assert set(published(world)) == {topic.code for topic in catalogue.topics()}


def test_the_people_of_the_cast_are_at_their_places(world: World) -> None:
    contacts = {contact.name.split()[0]: contact for contact in world.contacts if contact.name}
    homes = {name: contacts[name].organisation_key for name in ("Aylin", "Cem", "Doro", "Edda")}
    assert homes == {
        "Aylin": "wegbegleitung-musterland",
        "Cem": "wohnhilfe-sued",
        "Doro": "jva-musterstadt",
        "Edda": "landesfachstelle-kvi",
    }
    assert {"Bernd", "Helga", "Lars", "Mina", "Gül"} <= contacts.keys()
    assert any(place.plz == "00120" and place.place == "Musterstadt" for place in world.places)


def test_everything_named_exists(world: World) -> None:
    homes = {o.key for o in world.organisations} | {site.slug for site in world.sites}
    sites = {site.xjustiz_id for site in world.sites}
    districts = {district.ags for district in world.districts}
    for offer in world.offers:
        assert offer.organisation_key in homes
        known = {"districts": districts, "prisons": sites}.get(offer.catchment, set())
        assert set(offer.catchment_codes) <= known, offer.title
        assert bool(offer.catchment_codes) == bool(known), offer.title
    for contact in world.contacts:
        assert contact.organisation_key in homes
        assert contact.site_id is None or contact.site_id in sites
    assert {fact.prison_id for fact in world.visiting_facts} <= sites
    assert {site.parent_id for site in world.sites} - {None} <= sites
    assert {place.ags for place in world.places} == districts


def test_offers_use_the_words_of_the_catalogue(world: World) -> None:
    audiences = {a.code for a in catalogue.audiences()}
    formats = {f.code for f in catalogue.formats()}
    languages = {language.code for language in catalogue.languages()}
    for offer in world.offers:
        assert offer.audiences, offer.title
        assert offer.formats, offer.title
        assert set(offer.audiences) <= audiences, offer.title
        assert set(offer.formats) <= formats, offer.title
        assert set(offer.languages) <= languages, offer.title
        assert set(offer.custody) <= CUSTODY_STATUSES.keys(), offer.title
        assert offer.gender in ("", "women", "men")
        assert offer.cost in ("free", "some")
        assert (offer.cost == "some") == bool(offer.cost_note), offer.title
        assert offer.age_from is None or offer.age_from <= (offer.age_to or 0), offer.title
    assert {contact.field for contact in world.contacts} == CONTACT_FIELDS.keys()


def test_kinds_are_known(world: World) -> None:
    assert {o.kind for o in world.organisations} <= reference.ORGANISATION_KINDS.keys()
    assert {site.kind for site in world.sites} == reference.PRISON_KINDS.keys()
    kinds = {kind for site in world.sites for kind in site.kinds}
    assert kinds == reference.DETENTION_KINDS.keys()
    assert {d.kind for d in world.districts} <= reference.DISTRICT_KINDS.keys()


def test_slugs_and_codes_are_unique_and_plain(world: World) -> None:
    slugs = [offer.slug for offer in world.offers]
    homes = [o.slug for o in world.organisations] + [site.slug for site in world.sites]
    codes = [contact.code for contact in world.contacts]
    for names in (slugs, homes, codes, [place.plz for place in world.places]):
        assert [name for name, count in Counter(names).items() if count > 1] == []
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in [*slugs, *homes])
    assert max(map(len, [*slugs, *homes])) <= 80


def test_texts_fit_their_place_and_every_offer_starts_in_three_steps(world: World) -> None:
    for offer in world.offers:
        assert len(offer.title) <= 120
        assert 20 <= len(offer.summary) <= 300, offer.title
        assert 2 <= len(SENTENCE_END.findall(offer.description)) <= 6, offer.title
        assert len(offer.first_steps) == 3, offer.title
        assert all(10 <= len(step) <= 200 for step in offer.first_steps), offer.title


def test_no_postcode_and_no_place_of_musterland_is_real(world: World) -> None:
    real = {p.place for p in reference.postcodes()} | {d.name for d in reference.districts()}
    codes = {p.plz for p in reference.postcodes()}
    for place in world.places:
        assert "00100" <= place.plz <= "00999"
        assert place.plz not in codes
        assert place.place not in real
    used: set[str | None] = {organisation.postcode for organisation in world.organisations}
    used |= {offer.postcode for offer in world.offers}
    used |= {site.postcode for site in world.sites}
    assert used <= {place.plz for place in world.places}


def test_no_real_organisation_lends_its_name(world: World) -> None:
    def bare(name: str) -> str:
        return re.sub(r"\be\. ?v\.|\bggmbh\b|[^a-zäöüß]", "", name.casefold())

    real = {bare(o.name) for o in reference.organisations()}
    real |= {bare(p.short_name) for p in reference.prisons()}
    invented = [bare(o.name) for o in world.organisations]
    invented += [bare(site.short_name) for site in world.sites]
    for name in invented:
        assert not [other for other in real if other in name or name in other], name


def test_telephone_numbers_come_from_the_blocks_kept_for_fiction(world: World) -> None:
    phones = [organisation.phone for organisation in world.organisations]
    phones += [site.phone for site in world.sites]
    phones += [offer.phone for offer in world.offers]
    phones += [contact.phone for contact in world.contacts if contact.phone]
    assert all(FICTION.fullmatch(phone) for phone in phones)
    texts = [fact.value for fact in world.visiting_facts]
    texts += [f"{o.summary} {o.description} {' '.join(o.first_steps)}" for o in world.offers]
    for text in texts:
        assert all(FICTION.fullmatch(number) for number in NUMBER_LIKE.findall(text)), text


def test_mail_and_pages_lead_nowhere_real(world: World) -> None:
    doors = [(organisation.email, organisation.website) for organisation in world.organisations]
    doors += [(site.email, site.website) for site in world.sites]
    doors += [(offer.email, offer.website) for offer in world.offers]
    for mail, page in doors:
        assert mail.endswith(".example")
        assert re.match(r"https://[a-z0-9-]+\.example(/|$)", page)
    assert all(c.email.endswith(".example") for c in world.contacts if c.email)


def test_its_plane_keeps_kilometres_and_its_distance_from_everything_real(world: World) -> None:
    at = {place.plz: place for place in world.places}
    city, port = at["00120"], at["00210"]
    assert kilometres(city.lat, city.lon, port.lat, port.lon) == pytest.approx(39.6, rel=0.02)
    for real in reference.districts():
        assert kilometres(city.lat, city.lon, real.lat, real.lon) > 2000


def test_every_place_lies_inside_the_outline(world: World) -> None:
    numbers = [float(n) for n in re.findall(r"[\d.]+", world.outline.path)]
    shape = list(zip(numbers[::2], numbers[1::2], strict=True))
    for place in world.places:
        x, y = world.projection.project(place.lat, place.lon)
        crossings = 0
        for (ax, ay), (bx, by) in zip(shape, shape[1:] + shape[:1], strict=True):
            if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
                crossings += 1
        assert crossings % 2 == 1, place


def test_six_prisons_tell_everything_about_visits_and_others_do_not(world: World) -> None:
    groups = {field.code: field.group for field in catalogue.visiting_fields()}
    told = Counter(fact.prison_id for fact in world.visiting_facts)
    full = [
        site_id
        for site_id in told
        if {groups[f.field] for f in world.visiting_facts if f.prison_id == site_id}
        == set(groups.values())
        and told[site_id] >= 45
    ]
    assert set(full) >= {"MU-01", "MU-03", "MU-04", "MU-06", "MU-08", "MU-12"}
    assert 0 < told["MU-17"] < 30
    assert "MU-19" not in told
    unique = Counter((f.prison_id, f.field, f.custody) for f in world.visiting_facts)
    assert max(unique.values()) == 1
    kinds = {fact.custody for fact in world.visiting_facts} - {None}
    assert kinds <= catalogue.CUSTODY_KINDS.keys()


def test_it_shows_what_is_missing_as_missing(world: World) -> None:
    states = Counter(offer.state for offer in world.offers)
    assert states["draft"] >= 3
    assert states["ended"] >= 2
    month_ago = TODAY - timedelta(days=30)
    assert sum(o.capacity_on is not None and o.capacity_on < month_ago for o in world.offers) >= 5
    nobody = [contact for contact in world.contacts if not contact.is_named]
    assert len(nobody) >= 5
    assert not any(c.phone or c.email or c.is_published for c in nobody)
    moor = next(c for c in world.contacts if c.site_id == "MU-21" and c.is_named)
    assert moor.confirmed_on is not None
    assert TODAY - moor.confirmed_on > timedelta(days=210)
    assert any(site.capacity is None for site in world.sites)


def test_only_an_unconfirmed_site_has_no_street(world: World) -> None:
    for site in world.sites:
        confirmed = site.provenance.address.state == "confirmed"
        assert site.street_is_sourced == (site.street is not None) == confirmed, site


def test_what_has_ended_ended_before_today(world: World) -> None:
    for offer in world.offers:
        if offer.state == "ended":
            assert offer.valid_until is not None
            assert offer.valid_until < TODAY
        elif offer.valid_until:
            assert offer.valid_until > TODAY


@given(st.dates(min_value=date(2026, 1, 1), max_value=date(2036, 12, 31)))
def test_the_next_dates_are_always_ahead_and_on_their_weekday(today: date) -> None:
    dated = [offer for offer in musterland(today).offers if offer.dates]
    before = {offer.key: offer for offer in musterland(TODAY).offers}
    assert len(dated) >= 30
    for offer in dated:
        days = [day.on for day in offer.dates]
        assert today < days[0] <= today + timedelta(days=70)
        assert days == sorted(set(days))
        assert days[0].weekday() == before[offer.key].dates[0].on.weekday()
        assert offer.next_date == days[0]


def test_the_same_day_gives_the_same_world_and_another_day_moves_every_date() -> None:
    assert musterland(TODAY) == musterland(TODAY)
    week = timedelta(days=7)
    now, later = musterland(TODAY), musterland(TODAY + week)
    assert now != later
    for old, new in zip(now.offers, later.offers, strict=True):
        assert [day.on + week for day in old.dates] == [day.on for day in new.dates]
        assert shifted(old.capacity_on, week) == new.capacity_on
        assert shifted(old.provenance.checked_on, week) == new.provenance.checked_on
        assert shifted(old.valid_until, week) == new.valid_until
    for person, same in zip(now.contacts, later.contacts, strict=True):
        assert shifted(person.confirmed_on, week) == same.confirmed_on
    for fact, again in zip(now.visiting_facts, later.visiting_facts, strict=True):
        assert shifted(fact.checked_on, week) == again.checked_on


def shifted(day: date | None, by: timedelta) -> date | None:
    return None if day is None else day + by
