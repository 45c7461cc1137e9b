"""Public forms that write: from our own page, not too often, once, and nothing is kept of who it
was.
"""

import re
import time

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client

from nahtlos.directory.models import Feedback
from nahtlos.foundation import stamps
from nahtlos.foundation.limits import FEEDBACK
from nahtlos.foundation.tenancy import tenant
from tests.cast import organisation_id
from tests.reading import Page
from tests.records import entries, recorded, said
from tests.test_access_matrix import writes
from tests.together import together

URL = "/barrierefreiheit/"
THANKS = "/barrierefreiheit/danke/"
OPERATOR = "landesfachstelle-kvi"
TEXT = "Die Schrift ist klein, sagt Balduin."
ADDRESS = "balduin@geheim.example"
ELSEWHERE = "Dieses Formular kam nicht von unserer Seite."
TOO_OFTEN = "Das waren sehr viele Nachrichten in kurzer Zeit."
TOO_LONG = "Dieses Formular war zu lange offen."


def filled_in(**typed: str) -> dict[str, str]:
    """The form as somebody fills it in."""
    return {"text": TEXT, "reply_to": ADDRESS, "seite": "/x/", "stamp": stamps.issue(), **typed}


def kept() -> list[Feedback]:
    """What the operator's organisation has."""
    with tenant(organisation_id(OPERATOR)):
        return list(Feedback.objects.order_by("received_at"))


def test_it_reaches_the_operator_sealed_and_is_thanked_for(visitor: Client) -> None:
    with recorded(OPERATOR) as found:
        response = visitor.post(URL, filled_in())
    assert response["Location"] == THANKS
    assert Page(visitor.get(THANKS)).status == 200
    (one,) = kept()
    assert (one.text, one.reply_to, one.page, one.kind) == (TEXT, ADDRESS, "/x/", "barrier")
    with tenant(organisation_id(OPERATOR)), connection.cursor() as cursor:
        cursor.execute("SELECT text, reply_to FROM directory_feedback WHERE id = %s", [one.pk])
        assert b"alduin" not in b"".join(bytes(column) for column in cursor.fetchone())
    assert said(found) == [("received", "feedback", one.code)]
    assert (found[0].kind, found[0].account_id) == ("visitor", None)
    assert "alduin" not in found[0].detail


def test_the_page_of_the_form_sets_no_cookie_and_needs_none(visitor: Client) -> None:
    page = visitor.get(URL)
    stamp = Page(page).typed("stamp")
    answer = Client(enforce_csrf_checks=True).post(URL, filled_in(stamp=str(stamp)))
    assert answer["Location"] == THANKS
    assert not page.cookies
    assert not answer.cookies


def test_a_double_click_is_one_report(visitor: Client) -> None:
    typed = filled_in()
    assert [visitor.post(URL, typed)["Location"] for _ in range(2)] == [THANKS, THANKS]
    assert len(kept()) == 1


def test_two_clicks_at_the_same_moment_are_one_report(committing: None) -> None:
    typed = filled_in()

    def click() -> str:
        return str(Client().post(URL, typed)["Location"])

    answers = together(click, click)
    assert answers == [THANKS, THANKS]
    assert len(kept()) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_form_of_another_site_is_refused_and_nothing_is_lost(
    visitor: Client, headers: dict[str, str]
) -> None:
    before = writes()
    page = Page(visitor.post(URL, filled_in(), headers=headers))
    assert page.status == 422
    assert ELSEWHERE in page.text
    assert page.typed("text") == TEXT
    assert writes() == before


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "http://testserver"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_a_form_of_our_own_page_is_taken_from_every_browser(
    visitor: Client, headers: dict[str, str]
) -> None:
    assert visitor.post(URL, filled_in(), headers=headers)["Location"] == THANKS


def test_the_sixth_in_an_hour_is_refused_whatever_address_is_claimed(visitor: Client) -> None:
    for number in range(FEEDBACK.times + 1):
        claimed = {"X-Forwarded-For": f"10.0.0.{number}"}
        last = visitor.post(URL, filled_in(), headers=claimed)
    page = Page(last)
    assert page.status == 422
    assert TOO_OFTEN in page.text
    assert page.typed("text") == TEXT
    assert len(kept()) == FEEDBACK.times
    other = visitor.post(URL, filled_in(), REMOTE_ADDR="192.0.2.8")
    assert other["Location"] == THANKS, "others are not refused"


def test_a_form_that_was_open_for_half_a_day_is_refused_and_sent_again(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = time.time() - stamps.LIFE.total_seconds() - 1
    with monkeypatch.context() as past:
        past.setattr(time, "time", lambda: began)
        stamp = stamps.issue()
    page = Page(visitor.post(URL, filled_in(stamp=stamp)))
    assert TOO_LONG in page.text
    assert visitor.post(URL, filled_in(stamp=str(page.typed("stamp"))))["Location"] == THANKS


@pytest.mark.parametrize("stamp", ["", "erfunden", "a:b:c", "x" * 10_000, "\x00", "ü:1:2"])
def test_a_forged_stamp_is_refused_and_the_page_brings_a_good_one(
    visitor: Client, stamp: str
) -> None:
    page = Page(visitor.post(URL, filled_in(stamp=stamp)))
    assert page.status == 422
    assert TOO_LONG in page.text
    assert page.typed("text") == TEXT
    assert kept() == []
    again = visitor.post(URL, filled_in(stamp=str(page.typed("stamp"))))
    assert again["Location"] == THANKS


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("text", "", "Bitte füllen Sie dieses Feld aus."),
        ("text", "x" * 10_000, "Bitte schreiben Sie kürzer: höchstens 2000 Zeichen."),
        ("reply_to", "balduin", "Das ist keine vollständige E-Mail-Adresse."),
        ("reply_to", "a" * 10_000 + "@x.example", "höchstens 320 Zeichen"),
        ("text", "a\x00b", ""),
        ("reply_to", "a\x00b@x.example", ""),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_kept(
    visitor: Client, field: str, value: str, sentence: str
) -> None:
    before = writes()
    page = Page(visitor.post(URL, filled_in(**{field: value})))
    assert page.status == 422
    assert page.beside(field)
    assert sentence in page.beside(field)
    assert not re.search(r"\b(characters|allowed|valid)\b", page.beside(field))
    if "\x00" not in value:
        assert page.typed(field) == value
    assert writes() == before


def test_a_hidden_page_name_that_is_too_long_is_said_too(visitor: Client) -> None:
    page = Page(visitor.post(URL, filled_in(seite="x" * 10_000)))
    assert page.status == 422
    assert "Bitte schreiben Sie kürzer" in page.text


def test_any_script_and_markup_is_kept_as_it_was_typed(visitor: Client) -> None:
    nasty = "<script>alert(1)</script> Şahin Łukasz Ї محمد 😀\r\n\r\n„so“"
    visitor.post(URL, filled_in(text=nasty))
    assert kept()[0].text.split() == nasty.split()


def test_where_nobody_runs_the_installation_the_person_reads_so(
    visitor: Client, settings: object
) -> None:
    settings.OPERATOR = ""  # type: ignore[attr-defined]
    page = Page(visitor.post(URL, filled_in()))
    assert page.status == 422
    assert "noch keine Stelle eingetragen" in page.text
    assert page.typed("text") == TEXT


def test_a_deed_that_fails_gives_the_stamp_back(visitor: Client, settings: object) -> None:
    typed = filled_in()
    settings.OPERATOR = ""  # type: ignore[attr-defined]
    visitor.post(URL, typed)
    settings.OPERATOR = OPERATOR  # type: ignore[attr-defined]
    assert visitor.post(URL, typed)["Location"] == THANKS
    assert len(kept()) == 1


def test_nothing_of_the_visitor_is_kept(visitor: Client) -> None:
    visitor.post(
        URL, filled_in(), REMOTE_ADDR="192.0.2.77", headers={"User-Agent": "Kanarienvogel-4711"}
    )
    columns = {field.name for field in Feedback._meta.get_fields()}
    assert columns <= {
        *("id", "organisation", "code", "kind", "page", "text", "reply_to"),
        *("received_at", "done_at"),
    }
    with connection.cursor() as cursor:
        for table in ("foundation_ratecount", "foundation_spentstamp"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 (the names stand above)
            for row in cursor.fetchall():
                assert "192.0.2.77" not in str(row)
                assert "Kanarienvogel" not in str(row)
    assert "192.0.2.77" not in "".join(entry.detail for entry in entries(OPERATOR))
    assert django_settings.SESSION_COOKIE_NAME not in visitor.cookies
