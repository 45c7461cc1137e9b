"""The history of an offer is read by people: field names, codes and dates come out in German."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from nahtlos.directory.forms.offers import CapacityForm, OfferForm
from nahtlos.directory.models import Offer, OfferRevision
from nahtlos.directory.queries.history import (
    LABELS,
    UNKNOWN_SITE,
    HistoryLine,
    differences,
    facts_of,
    history,
)
from nahtlos.directory.rules import catalogue
from nahtlos.organisations.models import Site

AYLIN = UUID("00000000-0000-0000-0000-0000000000a1")
SITE = UUID("00000000-0000-0000-0000-0000000000b1")
SITES = {str(SITE): "Haus am Hafen"}
AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def revision(verb: str, changes: dict[str, Any], account: UUID | None = AYLIN) -> OfferRevision:
    return OfferRevision(version=2, at=AT, account_id=account, verb=verb, changes=changes)


def line(verb: str, changes: dict[str, Any], account: UUID | None = AYLIN) -> HistoryLine:
    return history([revision(verb, changes, account)], {AYLIN: "Aylin"}, SITES)[0]


def test_a_line_says_who_did_what_and_when() -> None:
    found = line("changed", {"title": ["Zimmer", "Zimmer auf Zeit"]})
    assert found == HistoryLine(
        AT, "Aylin", "hat das Angebot geändert", [("Titel", "Zimmer", "Zimmer auf Zeit")]
    )


def test_somebody_who_left_and_a_link_have_words_too() -> None:
    assert line("confirmed", {}, UUID(int=7)).who == "Ehemals im Team"
    assert line("confirmed", {}, None).who == "Über den Link zum Bestätigen"


def test_codes_become_the_words_of_the_form() -> None:
    topic, other = catalogue.topics()[:2]
    language = catalogue.languages()[0]
    found = line(
        "changed",
        {
            "topics": [[topic.code], [topic.code, other.code]],
            "languages": [[], [language.code]],
            "cost": ["unknown", "free"],
            "catchment": ["land", "prisons"],
        },
    ).changes
    assert found == [
        ("Themen", topic.label, f"{topic.label}, {other.label}"),
        ("Sprachen", "", language.label),
        ("Kosten", "Kosten unbekannt", "kostenlos"),
        ("Einzugsgebiet", "im ganzen Land", "in bestimmten Anstalten"),
    ]


def test_dates_places_and_steps_are_readable_and_zero_is_not_nothing() -> None:
    found = line(
        "changed",
        {
            "places_free": [None, 0],
            "next_date": [None, "2026-12-03"],
            "site": [str(SITE), str(UUID(int=9))],
            "first_steps": [["Anrufen"], ["Anrufen", "Vorbeikommen"]],
        },
    ).changes
    assert found == [
        ("So fängt man an", "Anrufen", "Anrufen\nVorbeikommen"),
        ("Standort", "Haus am Hafen", UNKNOWN_SITE),
        ("Freie Plätze", "", "0"),
        ("Nächster Termin", "", "3. Dezember 2026"),
    ]


def test_ticking_the_same_boxes_in_another_order_is_no_change_but_steps_have_an_order() -> None:
    assert line("changed", {"formats": [["phone", "on_site"], ["on_site", "phone"]]}).changes == []
    found = line("changed", {"first_steps": [["Erst", "Dann"], ["Dann", "Erst"]]}).changes
    assert found == [("So fängt man an", "Erst\nDann", "Dann\nErst")]


def test_publishing_keeps_a_bare_state_that_the_verb_already_says() -> None:
    found = line("published", {"state": "published"})
    assert found.verb == "hat das Angebot veröffentlicht"
    assert found.changes == []


def test_a_retired_code_is_shown_as_it_is_rather_than_lost() -> None:
    changes = line("changed", {"topics": [["gibt_es_nicht_mehr"], []]}).changes
    assert changes == [("Themen", "gibt_es_nicht_mehr", "")]


def test_every_field_of_the_form_has_a_name_in_the_history() -> None:
    written = {*OfferForm.base_fields, *CapacityForm.base_fields}
    # what is typed about the area becomes two columns
    written |= {"catchment_land", "catchment_codes"}
    assert set(LABELS) == written - {"version", "catchment_places"}


def test_the_facts_of_an_offer_are_words() -> None:
    site = Site(pk=SITE, name="Haus am Hafen")
    offer = Offer(title="Zimmer", site=site, valid_until=date(2026, 12, 3), places_free=0)
    facts = dict(facts_of(offer, SITES))
    assert "Titel" not in facts
    assert facts["Standort"] == "Haus am Hafen"
    assert facts["Gilt bis"] == "3. Dezember 2026"
    assert facts["Freie Plätze"] == "0"
    assert facts["Worum es geht"] == ""


def test_differences_name_only_what_differs() -> None:
    offer = Offer(title="Zimmer", summary="Alt", places_free=3)
    typed = {"title": "Zimmer", "summary": "Neu", "places_free": None, "version": 1}
    assert differences(offer, typed, {}) == [
        ("Worum es geht", "Alt", "Neu"),
        ("Freie Plätze", "3", ""),
    ]
