"""How good an entry is, in a figure that can be checked by its parts."""

import re
from datetime import timedelta

from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.desk.cast import HOME
from nahtlos.directory.models import Offer
from nahtlos.directory.queries.quality import LABELS, offer_quality
from nahtlos.directory.rules.quality import WEIGHTS, Part, quality_of
from nahtlos.foundation.clock import today
from nahtlos.foundation.provenance import Provenance, State
from tests.cast import organisation, sign_in


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
