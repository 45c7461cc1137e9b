"""Signing in: right and wrong, unknown like wrong, limits that cannot be walked around, nowhere
else afterwards.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from nahtlos.desk.cast import BY_KEY
from tests.cast import account, address_of
from tests.people.signing import SIGN_IN, START, password_of, with_password
from tests.reading import Page
from tests.records import assert_by, entries

NO_MATCH = "Diese E-Mail-Adresse und dieses Passwort passen nicht zusammen."
TOO_MANY = "Das waren zu viele Versuche. Bitte warten Sie einige Minuten."
FORGOTTEN = "/intern/passwort/vergessen/"
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


def attempt(client: Client, address: str, password: str, **extra: Any) -> HttpResponseBase:
    """The answer to address and password."""
    return client.post(SIGN_IN, {"login": address, "password": password}, **extra)


def bare(response: HttpResponseBase, address: str) -> bytes:
    """The bytes without form token and without the address that was typed."""
    content = TOKEN.sub(b"", getattr(response, "content", b""))
    return content.replace(address.encode(), b"")


def test_the_right_password_opens_the_start_page(visitor: Client) -> None:
    response = attempt(visitor, BY_KEY["aylin"].email.upper(), password_of("aylin"))
    assert (response.status_code, response["Location"]) == (302, START)
    page = Page(visitor.get(START))
    assert "Aylin" in page.text
    assert "Wegbegleitung Musterland" in page.text


def test_the_chain_says_once_that_somebody_came_in(visitor: Client) -> None:
    known = len(entries())
    attempt(visitor, address_of("aylin"), password_of("aylin"))
    for _ in range(3):
        visitor.get(START)
    fresh = entries()[known:]
    assert [(entry.verb, entry.thing) for entry in fresh] == [("signed_in", "membership")]
    assert_by(fresh, "aylin")


def test_the_wrong_password_and_an_unknown_address_answer_the_same_bytes(db: None) -> None:
    known = attempt(Client(), address_of("aylin"), "ganz falsch gedacht")
    unknown = attempt(Client(), "niemand@nahtlos.example", "ganz falsch gedacht")
    assert known.status_code == unknown.status_code
    assert bare(known, address_of("aylin")) == bare(unknown, "niemand@nahtlos.example")
    assert NO_MATCH in Page(known).text
    assert Page(known).typed("login") == address_of("aylin")
    assert Page(known).typed("password") == ""


def test_a_closed_account_is_an_unknown_one_until_the_password_is_right(db: None) -> None:
    person = account("aylin")
    person.is_active = False
    person.save()
    wrong = attempt(Client(), person.email, "ganz falsch gedacht")
    unknown = attempt(Client(), "niemand@nahtlos.example", "ganz falsch gedacht")
    assert bare(wrong, person.email) == bare(unknown, "niemand@nahtlos.example")
    client = Client()
    assert attempt(client, person.email, password_of("aylin"))["Location"] == (
        "/intern/konto/gesperrt/"
    )
    assert client.get(START)["Location"] == SIGN_IN


@pytest.mark.parametrize(
    ("address", "password", "field"),
    [
        ("", "x", "login"),
        ("aylin", "x", "login"),
        ("a\x00b@nahtlos.example", "x", "login"),
        ("a" * 10_000, "x", "login"),
        ("aylin@nahtlos.example", "", "password"),
    ],
)
def test_what_is_missing_is_said_beside_the_field(
    visitor: Client, address: str, password: str, field: str
) -> None:
    page = Page(attempt(visitor, address, password))
    assert page.beside(field)
    assert not re.search(r"\b(enter|valid|field|characters)\b", page.text)


def test_six_wrong_tries_close_the_account_for_a_while(visitor: Client) -> None:
    for _ in range(6):
        assert NO_MATCH in Page(attempt(visitor, address_of("aylin"), "falsch")).text
    for password in ("falsch", password_of("aylin")):
        page = Page(attempt(visitor, address_of("aylin"), password))
        assert TOO_MANY in page.text
    assert visitor.get(START)["Location"] == SIGN_IN
    assert with_password("bernd").get(START).status_code == 200, "others are not locked out"


def test_a_rotating_forwarded_address_does_not_walk_around_the_limit(
    visitor: Client, settings: object
) -> None:
    limits = settings.ACCOUNT_RATE_LIMITS  # type: ignore[attr-defined]
    assert limits["login"] == "20/h/ip"
    # Each try costs a password's hash on purpose, so fewer are counted here.
    settings.ACCOUNT_RATE_LIMITS = {**limits, "login": "4/h/ip"}  # type: ignore[attr-defined]
    for number in range(5):
        forged = f"10.0.0.{number}"
        last = attempt(visitor, f"wer{number}@verein.example", "x", HTTP_X_FORWARDED_FOR=forged)
        assert last.status_code == (429 if number == 4 else 200)
    assert Page(last).heading() == "Bitte kurz warten"
    assert "Das waren zu viele Versuche in kurzer Zeit." in Page(last).text


def test_behind_a_trusted_proxy_its_own_word_counts_and_nothing_before_it(
    visitor: Client, settings: object
) -> None:
    settings.TRUSTED_PROXIES = 1  # type: ignore[attr-defined]

    def ask(number: int, caller: str) -> int:
        forged = f"10.0.0.{number}, {caller}"
        typed = {"email": f"wer{number}@verein.example"}
        return visitor.post(FORGOTTEN, typed, HTTP_X_FORWARDED_FOR=forged).status_code

    assert [ask(number, "192.0.2.7") for number in range(21)] == [*[302] * 20, 429]
    assert ask(30, "192.0.2.8") == 302


ELSEWHERE = [
    "//evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https://evil.example/intern/",
    "http://testserver@evil.example",
    "http://evil.example\\@testserver/",
    "\thttps://evil.example",
    "/\t/evil.example",
    "java\nscript:alert(1)",
    "javascript:alert(1)",
    "data:text/html,x",
    "http:///evil.example",
    "ftp://testserver/",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_sent_elsewhere_after_signing_in(visitor: Client, target: str) -> None:
    sent = {"login": address_of("aylin"), "password": password_of("aylin"), "next": target}
    response = visitor.post(SIGN_IN, sent)
    assert (response.status_code, response["Location"]) == (302, START)
    again = visitor.get(SIGN_IN, {"next": target})
    assert again["Location"] == START, "who is signed in already is sent on, and nowhere else"


def test_one_comes_back_to_the_page_one_wanted(visitor: Client) -> None:
    sent = {
        "login": address_of("aylin"),
        "password": password_of("aylin"),
        "next": "/intern/angebote/",
    }
    assert visitor.post(SIGN_IN, sent)["Location"] == "/intern/angebote/"


@pytest.mark.parametrize("url", ["/", "/suche/?q=wohnen", SIGN_IN, START, "/bereit/"])
def test_a_foreign_host_is_refused(visitor: Client, url: str) -> None:
    response = visitor.get(url, headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()


def test_a_forwarded_host_is_ignored(visitor: Client) -> None:
    page = Page(visitor.get(SIGN_IN, headers={"X-Forwarded-Host": "evil.example"}))
    assert page.status == 200
    assert "evil.example" not in page.source


def test_signing_out_ends_the_session_on_the_server(as_: Callable[[str], Client]) -> None:
    client = with_password("aylin")
    key = client.cookies["nahtlos"].value
    client.post("/intern/abmelden/")
    client.cookies["nahtlos"] = key
    assert client.get(START)["Location"] == SIGN_IN
