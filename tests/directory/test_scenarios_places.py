"""Scenes from other systems about free places: they carry a number, a unit and a day, and nobody is
sent to a house without room unwarned.
"""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from nahtlos.directory.models import Offer
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.referrals.queries import matched_offers
from tests.cast import FOREIGN, actor, organisation_id
from tests.directory.test_ranking import _plant
from tests.directory.test_scenarios_fitting import Signed, card, typed_offer
from tests.reading import Page
from tests.referrals.referring import opened


@pytest.mark.parametrize(
    ("days", "said"), [(0, "Plätze frei"), (30, "Plätze frei"), (31, "nicht mehr aktuell")]
)
def test_a_number_of_free_places_is_stale_after_thirty_days_on_every_page(
    days: int, said: str, db: None
) -> None:
    offer = _plant("Haus", places_free=3, capacity_on=today() - timedelta(days=days))
    for text in (card(), Page(Client().get(f"/angebot/{offer.slug}/")).text):
        assert said in text
        assert ("Plätze frei" in text) is (days <= 30)


def test_free_places_are_told_with_their_number_and_their_day(db: None) -> None:
    offer = _plant("Haus", places_free=3, capacity_on=today() - timedelta(days=2))
    for text in (card(), Page(Client().get(f"/angebot/{offer.slug}/")).text):
        assert re.search(r"\b3 Plätze frei", text)
        assert f"{(today() - timedelta(days=2)).day}." in text.partition("3 Plätze frei")[2][:40]


def test_free_places_typed_with_a_new_offer_carry_todays_date(as_: Signed) -> None:
    offer = typed_offer(as_("aylin"), title="Neues Haus", places_free="4")
    offer.refresh_from_db()
    assert offer.capacity_on == today()
    assert "frei" in card()


@pytest.mark.parametrize(
    "label", ["Einheit|was für Plätze|Betten", "insgesamt|höchstens", "für wen"]
)
def test_places_have_a_unit_a_maximum_and_a_group_they_are_for(label: str, as_: Signed) -> None:
    client = as_("aylin")
    offer = typed_offer(client, title="Entgiftung")
    page = Page(client.get(f"/intern/angebote/{offer.slug}/"))
    form = next(
        one for one in page.elements if one.attributes.get("action", "").endswith("plaetze/")
    )
    assert any(
        re.search(label, one.text(), re.IGNORECASE) for one in form.every() if one.tag == "label"
    )


def _proposed(**stored: Any) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """(reasons, warnings) of the offers of the other organisation for a case in custody."""
    case, aylin = opened(), actor("aylin")
    with tenant(organisation_id(FOREIGN)):
        Offer.objects.filter(organisation__key=FOREIGN).update(**stored)
    with tenant(aylin.organisation, aylin.account_id):
        found = matched_offers(aylin, case, "wohnen_nach_haft")
    theirs = [one for one in found if one.offer.organisation.key == FOREIGN]
    assert theirs
    return [(one.reasons, one.warnings) for one in theirs]


@pytest.mark.parametrize(
    ("places", "weeks", "days", "said"),
    [
        (0, None, 0, "zurzeit voll"),
        (0, 6, 3, "voll, Wartezeit etwa 6 Wochen"),
        (5, None, 31, "Angabe zu freien Plätzen ist nicht mehr aktuell"),
        (None, None, 0, "keine freien Plätze gemeldet"),
    ],
)
def test_nobody_is_referred_to_a_place_without_room_unwarned(
    places: int | None, weeks: int | None, days: int, said: str, db: None
) -> None:
    on = today() - timedelta(days=days)
    for _, warnings in _proposed(places_free=places, waiting_weeks=weeks, capacity_on=on):
        assert warnings == (said,)


@pytest.mark.parametrize(("places", "weeks", "dated"), [(None, 9, True), (0, None, False)])
def test_a_waiting_list_is_a_warning_too(
    places: int | None, weeks: int | None, *, dated: bool, db: None
) -> None:
    on = today() if dated else None
    for _, warnings in _proposed(places_free=places, waiting_weeks=weeks, capacity_on=on):
        assert warnings


def test_free_places_stand_beside_the_offer_one_refers_to(db: None) -> None:
    for reasons, _ in _proposed(places_free=5, waiting_weeks=None, capacity_on=today()):
        assert any(re.search(r"5 Plätze frei", one) for one in reasons)


@pytest.mark.parametrize("excluded", ["sentence", "in_custody"])
def test_an_offer_that_excludes_the_person_is_not_proposed_unwarned(
    excluded: str, db: None
) -> None:
    for _, warnings in _proposed(excluded=[excluded], places_free=5, capacity_on=today()):
        assert warnings
