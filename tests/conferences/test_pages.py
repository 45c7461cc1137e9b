"""The pages of conferences."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nahtlos.conferences.models import Conference
from nahtlos.desk.cast import HOME
from nahtlos.foundation import stamps
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from tests.cast import organisation_id, sign_in
from tests.conferences.sampled import conference
from tests.papers import assert_accessible, read
from tests.reading import Page
from tests.records import recorded, said
from tests.samples import case
from tests.world import CASE_FAMILY, CASE_GIVEN, CONFERENCE_SAID


@pytest.fixture
def coach(db: None) -> Client:
    """The lead of the case of the tests."""
    return sign_in("role:coach")


def _url(rest: str = "") -> str:
    one = conference(HOME)
    return f"/intern/faelle/{case(HOME).code}/besprechungen/{one.code}/{rest}"


def test_the_page_shows_who_is_invited_what_was_said_and_what_to_do(coach: Client) -> None:
    page = Page(coach.get(_url()))
    assert CONFERENCE_SAID in page.text
    assert CASE_GIVEN in page.text
    assert "Noch keine Aufgabe." in page.text
    listed = Page(coach.get(f"/intern/faelle/{case(HOME).code}/besprechungen/"))
    assert conference(HOME).code in listed.text


def test_a_double_click_plans_one_meeting(coach: Client) -> None:
    with tenant(organisation_id(HOME)):
        before = Conference.objects.count()
    body = {"day": "1.2.2027", "hour": "14.30", "lasts": "60", "way": "phone"}
    body["stamp"] = stamps.issue()
    for _ in range(2):
        answer = coach.post(f"/intern/faelle/{case(HOME).code}/besprechungen/neu/", body)
        assert answer.status_code == 302
    with tenant(organisation_id(HOME)):
        assert Conference.objects.count() == before + 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day": "31.02.2027"}, "Bitte geben Sie das Datum so ein"),
        ({"hour": "25:61"}, "Bitte geben Sie die Uhrzeit so ein"),
        ({"day": "28.3.2027", "hour": "2:30"}, "Diese Uhrzeit gibt es an dem Tag nicht."),
        ({"lasts": "5"}, "mindestens 15"),
        ({"lasts": "kurz"}, "ganze Zahl"),
        ({"day": "1.1.2099"}, "Bitte prüfen Sie das Datum."),
    ],
)
def test_a_day_that_cannot_be_is_said_beside_it(
    coach: Client, typed: dict[str, str], sentence: str
) -> None:
    body = {"day": "1.2.2027", "hour": "14:30", "lasts": "60", "way": "phone", "place": "030 1"}
    body |= {"stamp": stamps.issue(), **typed}
    page = Page(coach.post(f"/intern/faelle/{case(HOME).code}/besprechungen/neu/", body))
    assert sentence in page.text
    assert page.typed("place") == "030 1"


def test_a_second_tab_with_the_minutes_sees_both_texts(coach: Client) -> None:
    version = version_of(conference(HOME))
    one = _url("protokoll/")
    assert coach.post(one, {"text": "Erstens.", "version": version}).status_code == 302
    page = Page(coach.post(one, {"text": "Zweitens.", "version": version}))
    assert "Erstens." in page.text
    assert page.typed("text") == "Zweitens."
    again = {"text": "Beides.", "version": str(page.typed("version"))}
    assert coach.post(one, again).status_code == 302
    with tenant(organisation_id(HOME)):
        assert Conference.objects.get(pk=Conference.objects.get(code=one.split("/")[5]).pk).minutes


def test_minutes_that_are_too_long_are_kept_in_the_field(coach: Client) -> None:
    body = {"text": "ä" * 10_001, "version": version_of(conference(HOME))}
    answer = coach.post(_url("protokoll/"), body)
    assert answer.status_code == 422
    assert "höchstens 10000 Zeichen" in answer.content.decode()


def test_without_a_consent_the_form_says_what_to_do(coach: Client) -> None:
    body = {"partner": "wohnhilfe-sued", "function": "Aufnahme", "basis": "consent"}
    page = Page(coach.post(_url("einladen/stelle/"), body))
    assert "keine Einwilligung, miteinander zu sprechen" in page.text


def test_the_calendar_file_names_nobody(coach: Client) -> None:
    answer = coach.get(_url("termin.ics"))
    assert answer["Content-Type"].startswith("text/calendar")
    assert CASE_GIVEN not in answer.content.decode()


def test_the_invitation_on_paper_names_nobody_it_is_about(coach: Client) -> None:
    one = conference(HOME)
    with tenant(organisation_id(HOME)):
        who = one.invited.get(kind="person").pk
    with recorded() as found:
        answer = coach.get(_url(f"eingeladen/{who}/einladung.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    words = read(answer.content)
    assert_accessible(answer.content, "Einladung zu einer Besprechung")
    assert "Einladung zu einer Besprechung" in words
    assert one.code in words
    assert "Raum 3" in words
    for secret in (CASE_GIVEN, CASE_FAMILY, CONFERENCE_SAID, "Haft", "Eingliederung"):
        assert secret not in words
    assert said(found)[-1] == ("printed", "case", case(HOME).code)


@pytest.mark.parametrize(("rest", "budget"), [("", 18), ("protokoll/", 12), ("aendern/", 12)])
def test_the_pages_stay_within_their_statements(coach: Client, rest: str, budget: int) -> None:
    url = _url(rest)
    coach.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert coach.get(url).status_code == 200
    assert len(caught) <= budget, "\n".join(q["sql"][:160] for q in caught)
