"""The real places and the words of the finder: complete, consistent, honest about their sources."""

import re
from collections import Counter

import pytest

from nahtlos.directory.rules import catalogue
from nahtlos.organisations.rules import reference
from nahtlos.organisations.rules.points import kilometres

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LAND_CODES = {land.code for land in reference.laender()}


def test_every_real_place_is_there() -> None:
    assert len(reference.laender()) == 16
    assert len(reference.districts()) == 400
    assert len(reference.postcodes()) == 8322
    assert len(reference.prisons()) == 196
    assert len(reference.organisations()) == 180
    assert len(catalogue.real_offers()) == 133
    assert len(catalogue.visiting_facts()) == 429
    assert len(catalogue.visiting_hours()) == 16


def test_the_people_of_the_districts_are_the_people_of_their_land() -> None:
    people: Counter[str] = Counter()
    for district in reference.districts():
        people[district.land] += district.population
    assert people == {land.code: land.population for land in reference.laender()}


def test_every_postcode_lies_in_a_known_district_of_its_land() -> None:
    lands = {district.ags: district.land for district in reference.districts()}
    for postcode in reference.postcodes():
        assert re.fullmatch(r"\d{5}", postcode.plz)
        assert lands[postcode.ags] == postcode.land, postcode
        assert postcode.ags in postcode.all_ags
        assert set(postcode.all_ags) <= lands.keys()


def test_every_real_point_lies_on_the_map_of_germany() -> None:
    box = reference.germany()
    points = [(p.lat, p.lon) for p in reference.postcodes()]
    points += [(p.lat, p.lon) for p in reference.prisons()]
    points += [(d.lat, d.lon) for d in reference.districts()]
    for lat, lon in points:
        x, y = reference.project(lat, lon)
        assert 0 < x < box.width
        assert 0 < y < box.height


def test_a_pin_is_placed_where_the_outline_was_drawn() -> None:
    berlin = next(o for o in reference.land_outlines() if o.code == "BE")
    x, y = reference.project(52.52, 13.40)
    assert abs(x - berlin.label[0]) < 15
    assert abs(y - berlin.label[1]) < 15
    assert reference.germany().unproject(x, y) == pytest.approx((52.52, 13.40), abs=0.01)


def test_every_land_has_an_outline() -> None:
    assert {outline.code for outline in reference.land_outlines()} == LAND_CODES
    assert all(o.path.startswith("M") and o.path.endswith("z") for o in reference.land_outlines())


def test_prisons_have_distinct_identifiers_and_slugs_and_known_parents() -> None:
    prisons = reference.prisons()
    ids = {prison.xjustiz_id for prison in prisons}
    assert len(ids) == len({prison.slug for prison in prisons}) == 196
    for prison in prisons:
        assert SLUG.fullmatch(prison.slug)
        assert len(prison.slug) <= 80
        assert prison.parent_id is None or prison.parent_id in ids
        assert {prison.land, prison.standing_land} <= LAND_CODES
        assert prison.kind in reference.PRISON_KINDS
        assert set(prison.kinds) <= reference.DETENTION_KINDS.keys()


def test_no_street_number_or_postcode_is_shown_without_a_source() -> None:
    for prison in reference.prisons():
        parts = prison.address_parts
        assert (prison.street is not None) == prison.street_is_sourced, prison
        assert (prison.postcode is not None) == ("postcode" in parts), prison
        number = bool(prison.street and re.search(r"\d", prison.street))
        assert number == ("number" in parts), prison
        assert bool(parts) == bool(prison.provenance.address.source), prison


def test_general_knowledge_is_not_among_the_sources() -> None:
    for prison in reference.prisons():
        groups = prison.provenance
        for group in (groups.address, groups.capacity, groups.kinds, groups.contact):
            assert "background" not in group.source
            assert (group.state == "unchecked") or group.source


def test_a_street_whose_number_nobody_wrote_stands_without_it() -> None:
    streets = {prison.xjustiz_id: prison.street for prison in reference.prisons()}
    assert streets["B8559"] == "Otto-Lilienthal-Straße"
    assert streets["F6525"] == "Alt-Moabit 12a"
    assert streets["B6183"] is None


def test_a_telephone_says_which_line_it_is() -> None:
    moabit = next(p for p in reference.prisons() if p.xjustiz_id == "F6525")
    assert (moabit.phone, moabit.phone_note) == ("(030) 9014-5535", "Besuch")
    for prison in reference.prisons():
        assert re.fullmatch(r"[\d() /-]*", prison.phone), prison
        assert prison.phone or not prison.phone_note


def test_the_land_that_runs_a_prison_may_not_be_the_one_it_stands_in() -> None:
    astray = {p.short_name for p in reference.prisons() if p.land != p.standing_land}
    assert astray == {"JVA Heidering", "JVA Hahnöfersand", "JVA Glasmoor"}


def test_organisations_have_distinct_keys_and_slugs_and_known_kinds() -> None:
    organisations = reference.organisations()
    assert len({o.key for o in organisations}) == len({o.slug for o in organisations}) == 180
    for organisation in organisations:
        assert SLUG.fullmatch(organisation.slug)
        assert len(organisation.slug) <= 80
        assert organisation.kind in reference.ORGANISATION_KINDS
        assert organisation.land is None or organisation.land in LAND_CODES
        assert organisation.provenance.source


def test_a_town_is_found_by_its_name_and_doubt_gives_nothing() -> None:
    assert reference.town_centre("Nürnberg") == pytest.approx((49.45, 11.08), abs=0.05)
    assert reference.town_centre("Halle (Saale)", "ST") == pytest.approx((51.48, 11.97), abs=0.05)
    assert reference.town_centre("Münster") is None
    assert reference.town_centre("Münster", "NW") == pytest.approx((51.96, 7.63), abs=0.05)
    assert reference.town_centre("Neustadt") is None
    assert reference.town_centre("Gibtesnicht") is None
    assert reference.point_of("Halle (Saale)", "ST", "06108") == (51.483, 11.972)


def test_nearly_every_organisation_and_offer_with_a_town_has_a_point() -> None:
    placed = [o for o in reference.organisations() if o.city]
    assert all(reference.point_of(o.city, o.land, o.postcode) for o in placed)
    lost = [o.city for o in catalogue.real_offers() if o.city and not catalogue.offer_point(o)]
    assert lost == ["Glaubitz"]


def test_prisons_stand_near_the_town_they_name() -> None:
    for prison in reference.prisons():
        centre = reference.town_centre(prison.city, prison.standing_land)
        assert centre is None or kilometres(*centre, prison.lat, prison.lon) < 20, prison


def test_offers_belong_to_known_organisations_and_use_known_words() -> None:
    keys = {o.key for o in reference.organisations()}
    topics = {topic.code for topic in catalogue.topics()}
    audiences = {audience.code for audience in catalogue.audiences()}
    formats = {form.code for form in catalogue.formats()}
    languages = {language.code for language in catalogue.languages()}
    offers = catalogue.real_offers()
    assert len({offer.slug for offer in offers}) == len(offers)
    for offer in offers:
        assert offer.organisation_key in keys
        assert SLUG.fullmatch(offer.slug)
        assert offer.topics
        assert set(offer.topics) <= topics, offer
        assert set(offer.audiences) <= audiences, offer
        assert offer.audiences
        assert offer.formats
        assert set(offer.formats) <= formats, offer
        assert set(offer.languages) <= languages, offer
        assert offer.provenance.source
    used = {code for o in reference.organisations() for code in o.topics}
    assert used <= topics


def test_visiting_facts_name_a_prison_a_field_and_how_sure_they_are() -> None:
    ids = {prison.xjustiz_id for prison in reference.prisons()}
    fields = {field.code for field in catalogue.visiting_fields()}
    for fact in catalogue.visiting_facts():
        assert fact.prison_id in ids
        assert fact.field in fields, fact
        assert fact.custody is None or fact.custody in catalogue.CUSTODY_KINDS
        assert fact.confidence in catalogue.CONFIDENCE_STATES
        assert fact.value
        assert fact.source
    low = [fact for fact in catalogue.visiting_facts() if fact.confidence == "low"]
    assert len(low) == 31


def test_visiting_hours_are_known_for_every_land() -> None:
    hours = {row.land: row for row in catalogue.visiting_hours()}
    assert hours.keys() == LAND_CODES
    assert hours["BE"].extra_child_hours_month == 1
    assert hours["BE"].provenance.state == "found"
    assert hours["SL"].provenance.state == "unchecked"


def test_the_63_topics_stand_in_a_dozen_groups_with_known_icons() -> None:
    groups = {group.code: group for group in catalogue.topic_groups()}
    topics = catalogue.topics()
    assert len(groups) == 12
    assert len({topic.code for topic in topics}) == len(topics) == 63
    assert {topic.group for topic in topics} == groups.keys()
    assert {group.icon for group in groups.values()} <= catalogue.ICONS
    assert len({topic.sort for topic in topics}) == 63
    assert all(topic.icon == groups[topic.group].icon for topic in topics)


def test_a_topic_says_in_one_short_sentence_what_it_is() -> None:
    for topic in catalogue.topics():
        assert topic.explanation.endswith("."), topic
        assert len(topic.explanation) <= 130, topic
        assert len(topic.plain_label) <= 45, topic
        assert len(topic.synonyms) >= 10, topic
        assert len(set(topic.synonyms)) == len(topic.synonyms), topic


def test_slang_leads_to_a_topic() -> None:
    words = {word for topic in catalogue.topics() for word in topic.synonyms}
    assert {"papa im knast", "bude", "hartz 4", "perso", "schwitzen statt sitzen"} <= words


def test_a_word_belongs_to_one_word_set() -> None:
    words = Counter(word for group in catalogue.word_sets() for word in group.words)
    assert [word for word, count in words.items() if count > 1] == []
    assert len(catalogue.word_sets()) > 80


def test_stems_build_the_compounds_of_the_field() -> None:
    fronts = {s.stem + link for s in catalogue.stems() for link in ("", *s.links)}
    for compound in ("miet|kosten|übernahme", "entlassungs|vorbereitung", "angehörigen|beratung"):
        assert set(compound.split("|")[:-1]) <= fronts, compound
    assert len(catalogue.stems()) == len({s.stem for s in catalogue.stems()})


def test_languages_written_from_right_to_left_are_marked() -> None:
    rtl = {language.code for language in catalogue.languages() if language.is_rtl}
    assert rtl == {"ar", "fa"}
