"""The pages of the Länder: what is known, what is not, and how an office writes it down."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nahtlos.desk.cast import HOME
from nahtlos.foundation.versions import version_of
from nahtlos.lands.models import LandProfile
from tests.cast import sign_in
from tests.lands.sampled import LAND, OFFICE, draft, entry_of
from tests.samples import case

DRAFT = f"/intern/laender/{LAND}/entwurf/"


def _page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_what_is_known_says_where_from_and_what_is_not_is_said_so(db: None) -> None:
    page = _page(sign_in("role:coach"), "/intern/laender/NI/")
    assert "Gesehen am 25. November 2026: voris, VGO Nr. 44 und 49" in page
    assert "Nicht bekannt:" in page
    assert "Überbrückungsgeld" in page
    assert "noch nicht geprüft" in _page(sign_in("role:coach"), "/intern/laender/NW/")


def test_a_land_nobody_has_looked_at_says_so(db: None) -> None:
    page = _page(sign_in("role:coach"), "/intern/laender/SN/")
    assert "Für dieses Land hat noch niemand nachgesehen." in page
    assert "Muster, noch nicht geprüft" in page
    assert "Buß- und Bettag" in page


def test_there_is_no_land_of_that_name(db: None) -> None:
    client = sign_in("role:coach")
    for url in ("XX/", "XX/fassungen/0/", f"{LAND}/fassungen/7/", f"{LAND}/entwurf/nichts/"):
        assert client.get(f"/intern/laender/{url}").status_code in (403, 404)
    assert client.get("/intern/laender/XX/").status_code == 404


def test_a_step_shows_what_holds_in_the_land_of_the_case(db: None) -> None:
    client, code = sign_in("role:coach"), case(HOME).code
    page = _page(client, f"/intern/faelle/{code}/schritte/M25/")
    assert "In Musterland" in page
    assert "Ausgang" in page
    assert "Vollzugsgesetz Musterland § 42" in page
    assert "Was in Musterland gilt" in _page(client, f"/intern/faelle/{code}/plan/")


def test_a_step_of_a_sentence_asks_nothing_about_youth(db: None) -> None:
    page = _page(sign_in("role:coach"), f"/intern/faelle/{case(HOME).code}/schritte/M11/")
    assert "Plan der Anstalt wird überprüft" in page
    assert "Plan bei Jugendstrafe" not in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"state": "seen", "value": "Urlaub"}, "Wo haben Sie das gelesen?"),
        ({"state": "seen", "value": "Urlaub", "source": "Gesetz"}, "An welchem Tag"),
        ({"state": "unknown", "value": "Urlaub"}, "Was davon gilt?"),
        ({"state": "unchecked", "value": ""}, "Bitte tragen Sie ein, was gilt"),
        ({"state": "unchecked", "value": "x" * 10_000}, "höchstens 300 Zeichen"),
        (
            {"state": "seen", "value": "U", "source": "G", "checked_on": "31.02.2026"},
            "Bitte geben Sie das Datum so ein",
        ),
        (
            {"state": "seen", "value": "U", "source": "G", "checked_on": "1.1.2999"},
            "liegt in der Zukunft",
        ),
        ({"value": "Urlaub"}, "Bitte wählen Sie, wie sicher das ist."),
    ],
)
def test_bad_input_is_said_beside_the_field_and_stays(
    db: None, typed: dict[str, str], sentence: str
) -> None:
    version = version_of(entry_of(OFFICE, "leave"))
    answer = sign_in(OFFICE).post(f"{DRAFT}leave/", {**typed, "version": version})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert typed["value"][:300] in page
    assert entry_of(OFFICE, "leave").value == "Freigang"


def test_a_span_is_asked_for_in_three_parts(db: None) -> None:
    client = sign_in(OFFICE)
    body = {"state": "unchecked", "number": "3", "unit": "weeks", "anchor": "after_admission"}
    version = version_of(entry_of(OFFICE, "plan_within"))
    wrong = client.post(f"{DRAFT}plan_within/", {**body, "number": "drei", "version": version})
    assert "Bitte geben Sie eine ganze Zahl ein." in wrong.content.decode()
    done = client.post(f"{DRAFT}plan_within/", {**body, "version": version})
    assert done.status_code == 302
    assert "3 Wochen nach der Aufnahme" in _page(client, DRAFT)


def test_a_second_tab_sees_both_texts_and_overwrites_nothing(db: None) -> None:
    client, version = sign_in(OFFICE), version_of(entry_of(OFFICE, "leave"))
    body = {"state": "unchecked", "version": version}
    assert client.post(f"{DRAFT}leave/", {**body, "value": "Urlaub"}).status_code == 302
    answer = client.post(f"{DRAFT}leave/", {**body, "value": "Auszeit 🌱"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Urlaub" in page
    assert "Auszeit 🌱" in page
    again = re.findall(r'name="version" value="([^"]*)"', page)[0]
    done = client.post(f"{DRAFT}leave/", {**body, "value": "Auszeit 🌱", "version": again})
    assert done.status_code == 302
    assert entry_of(OFFICE, "leave").value == "Auszeit 🌱"


def test_the_draft_shows_what_is_new_and_a_double_click_publishes_once(db: None) -> None:
    client = sign_in(OFFICE)
    page = _page(client, DRAFT)
    assert "Freigang" in page
    assert "Ausgang" in page
    body = {"says": "Freigang statt Ausgang.", "version": draft().version}
    for _ in range(2):
        answer = client.post(DRAFT, body)
        assert answer.status_code == 302
        assert answer["Location"] == f"/intern/laender/{LAND}/"
    assert LandProfile.objects.published(LAND).count() == 3
    assert "Freigang statt Ausgang." in _page(client, f"/intern/laender/{LAND}/")


def test_publishing_without_a_sentence_asks_for_it(db: None) -> None:
    answer = sign_in(OFFICE).post(DRAFT, {"says": "", "version": draft().version})
    assert answer.status_code == 422
    assert "Bitte schreiben Sie in einem Satz, was neu ist." in answer.content.decode()


@pytest.mark.parametrize(
    ("url", "budget"),
    [
        # Seven belong to every staff page: session, account, membership, settings, savepoint.
        ("", 10),
        (f"{LAND}/", 12),
        (f"{LAND}/fassungen/1/", 14),
        (f"{LAND}/entwurf/", 13),
        (f"{LAND}/entwurf/leave/", 14),
    ],
)
def test_the_pages_stay_within_their_statements(db: None, url: str, budget: int) -> None:
    client = sign_in(OFFICE)
    _page(client, f"/intern/laender/{url}")
    with CaptureQueriesContext(connection) as caught:
        _page(client, f"/intern/laender/{url}")
    assert len(caught) <= budget, "\n".join(q["sql"][:200] for q in caught)
