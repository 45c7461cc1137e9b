"""How good an entry is, in a figure that can be checked by its parts."""

import re
from datetime import timedelta

from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.desk.cast import HOME
from nahtlos.directory.models import Offer, VisitingFact
from nahtlos.directory.queries.quality import LABELS, contact_quality, offer_quality, visits_quality
from nahtlos.directory.queries.visiting import GROUPS
from nahtlos.directory.rules import catalogue
from nahtlos.directory.rules.quality import (
    VISIT_WEIGHTS,
    WEIGHTS,
    Part,
    VisitPart,
    is_answered,
    quality_of,
    weighed,
)
from nahtlos.foundation.clock import today
from nahtlos.foundation.provenance import Provenance, State
from nahtlos.organisations.models import ContactPerson
from tests.cast import organisation, sign_in
from tests.directory.sampled import house


def _full() -> Offer:
    offer = Offer(
        title="Alles da",
        summary="Ein Satz.",
        topics=["wohnen_nach_haft"],
        audiences=["released"],
        catchment="nationwide",
        cost="free",
        languages=["de"],
        access_note="Aufzug.",
    )
    offer.facts = Provenance(source="Seite", checked_on=today(), state=State.CONFIRMED)
    return offer


def test_an_entry_that_tells_everything_has_a_hundred() -> None:
    found = offer_quality(_full(), today(), reached=True, hours=True)
    assert (found.score, found.missing) == (100, [])
    assert len(found.met) == len(Part) == len(LABELS)


def test_what_is_old_counts_as_not_checked() -> None:
    offer = _full()
    for days, checked in ((180, True), (181, False)):
        day = today() - timedelta(days=days)
        offer.facts = Provenance(source="Seite", checked_on=day, state=State.CONFIRMED)
        found = offer_quality(offer, today(), reached=True, hours=True)
        assert (str(LABELS[Part.CHECKED]) in found.met) is checked
    offer.facts = Provenance(source="Seite", checked_on=today(), state=State.UNCHECKED)
    assert offer_quality(offer, today(), reached=True, hours=True).score < 100


def test_an_entry_of_which_nothing_is_known_has_nothing() -> None:
    found = quality_of({})
    assert (found.score, found.met) == (0, ())
    assert found.missing[0] is Part.CHECKED


@given(st.dictionaries(st.sampled_from(Part), st.booleans()))
def test_every_part_that_is_there_adds_to_the_score(known: dict[Part, bool]) -> None:
    found = quality_of(known)
    assert {*found.met, *found.missing} == set(Part)
    assert 0 <= found.score <= 100
    for part in found.missing:
        assert quality_of({**known, part: True}).score > found.score
    weights = [WEIGHTS[part] for part in found.missing]
    assert weights == sorted(weights, reverse=True)


def test_the_public_page_shows_the_score_and_its_parts(db: None) -> None:
    offer = Offer.objects.filter(organisation=organisation(HOME), state="published")[0]
    page = Client().get(f"/angebot/{offer.slug}/").content.decode()
    shown = re.search(r"Wie gut ist dieser Eintrag\? (\d+) von 100", page)
    assert shown
    assert 0 < int(shown[1]) <= 100
    assert "Das steht da:" in page


def test_the_organisation_reads_what_is_missing(db: None) -> None:
    offer = Offer.objects.filter(organisation=organisation(HOME), state="published")[0]
    public = Client().get(f"/angebot/{offer.slug}/").content.decode()
    own = sign_in("aylin").get(f"/intern/angebote/{offer.slug}/").content.decode()
    score = re.findall(r"Eintrag\? (\d+) von 100", public)[0]
    assert f"{score} von 100." in own


def _record(state: State = State.CONFIRMED) -> list[VisitingFact]:
    facts = [
        VisitingFact(field=field.code, value="ja", confidence="high")
        for field in catalogue.visiting_fields()
    ]
    for fact in facts:
        fact.facts = Provenance(source="Anstalt", checked_on=today(), state=state)
    return facts


def test_a_record_that_answers_everything_has_a_hundred_and_an_empty_one_nothing() -> None:
    assert visits_quality(_record(), GROUPS, today(), reached=True).score == 100
    empty = visits_quality([], GROUPS, today(), reached=False)
    assert (empty.score, empty.met) == (0, [])
    assert len(empty.missing) == len(VisitPart) == len(VISIT_WEIGHTS)


def test_one_old_answer_makes_a_record_unchecked() -> None:
    facts = _record()
    day = today() - timedelta(days=181)
    facts[3].facts = Provenance(source="Anstalt", checked_on=day, state=State.CONFIRMED)
    found = visits_quality(facts, GROUPS, today(), reached=True)
    assert str(LABELS[Part.CHECKED]) in found.missing
    assert found.score < 100


def test_half_of_the_questions_of_a_group_make_it_count() -> None:
    assert [is_answered(told, 4) for told in range(5)] == [False, False, True, True, True]
    assert [is_answered(told, 5) for told in range(6)] == [False, False, False, True, True, True]
    assert not is_answered(0, 0)
    rooms = [field.code for field in catalogue.visiting_fields() if field.group == "room"]
    facts = [fact for fact in _record() if fact.field in rooms]
    half = facts[: -(-len(facts) // 2)]
    assert str(GROUPS["room"]) in visits_quality(half, GROUPS, today(), reached=False).met
    assert str(GROUPS["room"]) in visits_quality(half[1:], GROUPS, today(), reached=False).missing


def test_two_answers_to_one_question_count_once() -> None:
    facts = [fact for fact in _record() if fact.field == "kinderecke"] * 9
    rooms = [field for field in catalogue.visiting_fields() if field.group == "room"]
    assert len(rooms) > 2
    assert str(GROUPS["room"]) in visits_quality(facts, GROUPS, today(), reached=False).missing


@given(st.dictionaries(st.sampled_from(VisitPart), st.booleans()))
def test_every_part_of_a_record_adds_to_its_score(known: dict[VisitPart, bool]) -> None:
    found = weighed(known, VISIT_WEIGHTS)
    for part in found.missing:
        assert weighed({**known, part: True}, VISIT_WEIGHTS).score > found.score


def test_a_contact_person_is_as_good_as_what_is_known_of_her() -> None:
    contact = ContactPerson(function="Familienbeauftragte", named=True, published=True)
    assert contact_quality(contact, today()).score == 30
    contact.public_phone, contact.topics = "030 23125-110", ["familie"]
    contact.deputy_function = "Sozialdienst"
    contact.confirmed_on = today() - timedelta(days=180)
    assert contact_quality(contact, today()).score == 100
    contact.confirmed_on = today() - timedelta(days=181)
    assert contact_quality(contact, today()).score == 70


def test_the_prisons_page_shows_the_score_and_its_parts(db: None) -> None:
    page = Client().get(f"/haftanstalt/{house(HOME).slug}/").content.decode()
    assert re.search(r"Wie gut ist dieser Eintrag\? \d+ von 100</summary>", page)
    assert "Ein Bereich zählt, wenn mindestens die Hälfte" in page
    assert "Das fehlt noch:" in page


def test_a_contact_person_shows_the_score_and_its_parts(db: None) -> None:
    contact = ContactPerson.objects.filter(organisation=organisation(), published=True)[0]
    page = Client().get(f"/organisation/{organisation().slug}/").content.decode()
    shown = re.search(
        r"Eintrag\? (\d+) von 100<span[^>]*>: " + re.escape(contact.function) + "<", page
    )
    assert shown
    assert int(shown[1]) == contact_quality(contact, today()).score
