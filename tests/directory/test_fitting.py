"""Who it fits: conditions and exclusions narrow the results, what is unknown narrows nothing, and
every card says why.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from nahtlos.directory.actions import create_offer, publish_offer
from nahtlos.directory.models import Offer
from nahtlos.directory.queries.finder import Search, find
from nahtlos.directory.rules.conditions import fits_age
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from tests.cast import actor, sign_in

pytestmark = pytest.mark.django_db
WORD = "Kanarienzucht"


def _offer(title: str, **values: Any) -> Offer:
    """A published offer of ours that only WORD finds."""
    who = actor("role:org_admin")
    told = {"summary": f"{WORD} für alle.", "topics": ["freizeit"], "description": "", **values}
    with tenant(who.organisation, who.account_id):
        offer = create_offer(actor=who, values={"title": title, **told})
        return publish_offer(actor=who, offer=offer)


def _found(**wanted: Any) -> set[str]:
    rows = find(Search(words=WORD, **wanted), today()).rows
    titles = dict(Offer.objects.values_list("pk", "title"))
    return {titles[row.offer_id] for row in rows}


def _page(query: str) -> str:
    return Client().get(f"/suche/?q={WORD}&{query}").content.decode()


def test_what_an_offer_does_not_say_excludes_nobody() -> None:
    _offer("Offen für jeden")
    assert _found() == {"Offen für jeden"}
    for wanted in (
        {"audiences": ("partner",)},
        {"circumstances": ("remand",)},
        {"genders": ("women",)},
        {"age": 9},
    ):
        assert _found(**wanted) == {"Offen für jeden"}, wanted


def test_a_circumstance_keeps_what_is_for_it_and_what_says_nothing() -> None:
    _offer("In Untersuchungshaft", circumstances=["remand"])
    _offer("Nach der Entlassung", circumstances=["released", "probation"])
    _offer("Sagt nichts")
    assert _found(circumstances=("remand",)) == {"In Untersuchungshaft", "Sagt nichts"}
    assert _found(circumstances=("probation",)) == {"Nach der Entlassung", "Sagt nichts"}
    rows = find(Search(words=WORD, circumstances=("remand",)), today()).rows
    first = Offer.objects.get(pk=rows[0].offer_id)
    assert first.title == "In Untersuchungshaft", "what names it stands before what says nothing"


def test_an_exclusion_beats_everything_else() -> None:
    _offer("Nicht für Untersuchungshaft", excluded=["remand"], circumstances=[])
    _offer("Nicht für Fachkräfte", excluded=["professional"])
    assert _found() == {"Nicht für Untersuchungshaft", "Nicht für Fachkräfte"}
    assert _found(circumstances=("remand",)) == {"Nicht für Fachkräfte"}
    assert _found(audiences=("professional",)) == {"Nicht für Untersuchungshaft"}


def test_women_find_what_is_for_women_and_what_is_for_everybody() -> None:
    _offer("Für Frauen", gender="women")
    _offer("Für Männer", gender="men")
    _offer("Für alle")
    assert _found(genders=("women",)) == {"Für Frauen", "Für alle"}
    assert _found(genders=("women", "men")) == {"Für Frauen", "Für Männer", "Für alle"}


@pytest.mark.parametrize("age", [0, 7, 8, 14, 15, 120])
def test_the_age_is_compared_as_the_rule_compares_it(age: int) -> None:
    bounds = {"Acht bis vierzehn": (8, 14), "Bis sieben": (None, 7), "Ab fünfzehn": (15, None)}
    for title, (low, high) in bounds.items():
        _offer(title, age_from=low, age_to=high)
    assert _found(age=age) == {
        title for title, (low, high) in bounds.items() if fits_age(age, low, high)
    }


def test_a_group_finds_its_parts() -> None:
    _offer("Für Partner", audiences=["partner"])
    _offer("Für Angehörige", audiences=["relative"])
    _offer("Für Kinder", audiences=["child"])
    assert _found(audiences=("relative",)) == {"Für Partner", "Für Angehörige"}
    assert _found(audiences=("partner",)) == {"Für Partner", "Für Angehörige"}


def test_young_people_find_what_only_names_their_age() -> None:
    _offer("Für 14 bis 17", audiences=["child"], age_from=14, age_to=17)
    _offer("Für 3 bis 6", audiences=["child"], age_from=3, age_to=6)
    assert _found(audiences=("young_person",)) == {"Für 14 bis 17"}


def test_the_card_says_why_and_what_is_not_known() -> None:
    _offer("Für Frauen in Haft", circumstances=["remand"], gender="women", age_from=18)
    _offer("Sagt nichts")
    page = _page("lage=remand&geschlecht=women&alter=30")
    why = page[page.index("Für Frauen in Haft") :]
    why = why[: why.index("</li>\n<li") if "</li>\n<li" in why else len(why)]
    for words in ("in Untersuchungshaft", "nur für: Frauen", "Alter passt"):
        assert words in why
    silent = page[page.index("Sagt nichts") :]
    assert "in welcher Lage" in silent
    assert "Alter" in silent[silent.index("Nicht bekannt:") :]


def test_an_age_that_is_none_is_said_beside_the_field_and_the_rest_still_counts() -> None:
    _offer("Sagt nichts")
    page = _page("alter=acht")
    assert "Bitte geben Sie das Alter als Zahl ein" in page
    assert 'value="acht"' in page
    assert "Sagt nichts" in page


def test_the_offers_page_says_for_whom_it_is_not() -> None:
    offer = _offer(
        "Mit Grenzen", excluded=["remand"], exclusion_note="Nicht mit Hund.", gender="men"
    )
    page = Client().get(f"/angebot/{offer.slug}/").content.decode()
    assert "Nicht für" in page
    assert "in Untersuchungshaft" in page
    assert "Nicht mit Hund." in page
    assert "nur für: Männer" in page


def test_whoever_ticks_both_for_and_not_for_reads_why_not() -> None:
    offer = _offer("Widerspruch")
    body = {
        "title": "Widerspruch",
        "cost": "free",
        "catchment": "unknown",
        "audiences": ["partner"],
        "excluded": ["partner", "remand"],
        "version": offer.version,
    }
    page = sign_in("aylin").post(f"/intern/angebote/{offer.slug}/bearbeiten/", body)
    assert page.status_code == 422
    assert "Beides geht nicht." in page.content.decode()


def test_an_offer_whose_time_is_over_fits_nobody() -> None:
    offer = _offer("Vorbei")
    with tenant(offer.organisation_id):
        Offer.objects.filter(pk=offer.pk).update(valid_until=today() - timedelta(days=1))
    assert _found() == set()
