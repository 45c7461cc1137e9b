"""Before something leaves the portal, who is signed in says once more who she is."""

from collections.abc import Callable
from time import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection
from django.test import Client

from nahtlos.desk.cast import HOME
from nahtlos.foundation import stamps
from nahtlos.foundation.tenancy import tenant
from nahtlos.lookout.models import TakenTable
from tests.cast import account, organisation_id
from tests.people.signing import password_of, with_password
from tests.reading import Page
from tests.records import recorded, said
from tests.samples import SECRET, totp_code

pytestmark = pytest.mark.django_db
URL = "/intern/tabellen/"
ASKED = "Sagen Sie dafür bitte noch einmal, wer Sie sind."
WRONG = "Das stimmt nicht."
MANY = "Das waren zu viele Versuche. Bitte warten Sie zehn Minuten."


def sent(**more: str) -> dict[str, str]:
    """A list that somebody takes along."""
    return {"liste": "begleitungen", "spur": "woche", "stamp": stamps.issue(), **more}


def tables() -> list[TakenTable]:
    """What Aylin took."""
    with tenant(organisation_id(HOME)):
        return list(TakenTable.objects.filter(account_id=account("aylin").pk))


def test_what_was_sent_waits_until_the_password_is_typed_again() -> None:
    client = with_password("aylin")
    page = Page(client.post(URL, sent()))
    assert ASKED in page.text
    assert tables() == []
    carried = {name: page.typed(name) for name in ("liste", "spur", "stamp")}
    assert carried["spur"] == "woche"
    answer = client.post(URL, {**carried, "bestaetigung": password_of("aylin")})
    assert answer.status_code == 302
    assert [table.look for table in tables()] == [{"spur": "woche"}]
    assert "?" not in answer["Location"]


def test_the_password_is_nowhere_on_the_page_that_asks_again() -> None:
    client = with_password("aylin")
    answer = client.post(URL, sent(bestaetigung="fast das richtige"))
    assert "fast das richtige" not in answer.content.decode()
    assert WRONG in Page(answer).text


def test_it_holds_for_ten_minutes_in_this_session_and_no_other() -> None:
    client = with_password("aylin")
    client.post(URL, sent(bestaetigung=password_of("aylin")))
    assert client.post(URL, sent()).status_code == 302
    assert ASKED in Page(with_password("aylin").post(URL, sent())).text


def test_it_is_asked_again_after_ten_minutes() -> None:
    client = with_password("aylin")
    client.post(URL, sent(bestaetigung=password_of("aylin")))
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] = time() - 601
    session.save()
    assert ASKED in Page(client.post(URL, sent())).text
    assert len(tables()) == 1


def test_signing_in_a_moment_ago_is_not_enough() -> None:
    assert ASKED in Page(with_password("aylin").post(URL, sent())).text


def test_the_code_of_her_device_is_as_good_and_counts_once(as_: Callable[[str], Client]) -> None:
    TOTP.activate(account("aylin"), SECRET)
    code = totp_code(SECRET)
    client = as_("aylin")
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    assert client.post(URL, sent(bestaetigung=f"{code[:3]} {code[3:]}")).status_code == 302
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    assert WRONG in Page(client.post(URL, sent(bestaetigung=code))).text
    assert len(tables()) == 1


def test_after_six_tries_even_the_right_password_is_refused() -> None:
    client = with_password("aylin")
    for number in range(6):
        assert WRONG in Page(client.post(URL, sent(bestaetigung=f"falsch {number}"))).text
    page = Page(client.post(URL, sent(bestaetigung=password_of("aylin"))))
    assert MANY in page.text
    assert tables() == []


def test_a_wrong_try_stands_in_the_chain_without_what_was_typed() -> None:
    client = with_password("aylin")
    with recorded() as found:
        client.post(URL, sent(bestaetigung="mein Geheimnis"))
    assert said(found) == [("denied", "confirmation", "")]
    assert "Geheimnis" not in found[0].detail


def test_somebody_elses_password_does_not_help() -> None:
    client = with_password("aylin")
    other = password_of("role:coach")
    assert WRONG in Page(client.post(URL, sent(bestaetigung=other))).text


def test_strangers_are_not_asked_and_find_nothing(as_: Callable[[str], Client]) -> None:
    client = as_("role:ministry")
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    assert client.post(URL, sent()).status_code == 404
    assert Client().post(URL, sent())["Location"].startswith("/intern/anmelden/")


def test_looking_needs_no_second_word() -> None:
    assert ASKED not in Page(with_password("aylin").get(URL)).text


def test_ten_thousand_characters_an_emoji_and_a_null_are_only_wrong() -> None:
    client = with_password("aylin")
    for typed in ("ä" * 10_000, "🙂", "a\x00b", ""):
        assert WRONG in Page(client.post(URL, sent(bestaetigung=typed))).text
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
