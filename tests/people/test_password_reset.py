"""A forgotten password: one letter with one link, the same answer for everybody, old sessions
dead.
"""

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from nahtlos.foundation import letters as post
from nahtlos.foundation.tenancy import INSTALLATION
from tests.cast import account, address_of
from tests.people.signing import SIGN_IN, START, password_of, with_password
from tests.people.test_sign_in import bare
from tests.reading import Page
from tests.records import letters_of_the_installation as letters
from tests.test_access_matrix import writes

URL = "/intern/passwort/vergessen/"
NEW = "Elf stille Deiche hinter Husum"
GONE = "Dieser Link gilt nicht mehr"


def ask(address: str, **headers: str) -> None:
    """Ask for a link, as somebody who forgot."""
    response = Client().post(URL, {"email": address}, headers=headers)
    assert response["Location"] == "/intern/passwort/unterwegs/"


def link() -> str:
    """The path of the link in the newest letter, as it arrives."""
    post.deliver(INSTALLATION, letters()[-1].pk)
    body = mail.outbox[-1].body
    start = body.index(settings.ADDRESS) + len(settings.ADDRESS)
    return str(body[start:].split()[0])


def form(client: Client, path: str) -> str:
    """The address of the form behind the link; the link's secret is not in it."""
    response = client.get(path)
    assert response.status_code == 302
    return str(response["Location"])


def test_the_link_of_the_letter_sets_a_new_password(visitor: Client) -> None:
    ask(address_of("aylin").upper())
    where = form(visitor, link())
    page = Page(visitor.get(where))
    assert page.heading() == "Neues Passwort wählen"
    done = Page(visitor.post(where, {"password1": NEW, "password2": NEW}, follow=True))
    assert done.heading() == "Ihr neues Passwort gilt"
    assert account("aylin").check_password(NEW)
    assert not account("aylin").check_password(password_of("aylin"))
    assert visitor.get(START)["Location"] == SIGN_IN, "the link alone signs nobody in"


def test_the_letter_has_one_recipient_and_says_nothing_of_the_person(db: None) -> None:
    ask(address_of("aylin"))
    where = link()
    (sent,) = mail.outbox
    assert (sent.to, sent.cc, sent.bcc) == ([address_of("aylin")], [], [])
    assert sent.subject == "Neues Passwort"
    for word in ("Aylin", "Wegbegleitung", "Coach"):
        assert word not in sent.body.replace(where, "")


def test_a_known_and_an_unknown_address_read_the_same_page(db: None) -> None:
    answers = []
    for address in (address_of("aylin"), "niemand@nahtlos.example"):
        client = Client()
        first = client.post(URL, {"email": address})
        second = client.get(first["Location"])
        answers.append((first.status_code, first["Location"], bare(second, address)))
    assert answers[0] == answers[1]
    assert "Wenn es zu dieser Adresse einen Zugang gibt" in answers[0][2].decode()


def test_who_has_no_account_gets_no_letter(db: None) -> None:
    before = len(letters())
    ask("niemand@nahtlos.example")
    assert len(letters()) == before


def test_a_foreign_host_never_stands_in_the_letter(db: None) -> None:
    refused = Client().post(URL, {"email": address_of("aylin")}, headers={"Host": "evil.example"})
    assert refused.status_code == 400
    ask(address_of("aylin"), **{"X-Forwarded-Host": "evil.example"})
    assert letters()[-1].link.startswith(f"{settings.ADDRESS}/intern/passwort/neu/")


def test_old_sessions_die_with_the_old_password(visitor: Client) -> None:
    open_session = with_password("aylin")
    assert open_session.get(START).status_code == 200
    ask(address_of("aylin"))
    visitor.post(form(visitor, link()), {"password1": NEW, "password2": NEW})
    assert open_session.get(START)["Location"] == SIGN_IN


def test_a_used_or_forged_link_says_that_it_does_not_open_any_more(visitor: Client) -> None:
    ask(address_of("aylin"))
    path = link()
    visitor.post(form(visitor, path), {"password1": NEW, "password2": NEW})
    forged = path.rsplit("-", 1)[0] + "-" + "a" * 32 + "/"
    for dead in (path, forged, "/intern/passwort/neu/0-set-password/"):
        page = Page(Client().get(dead, follow=True))
        assert page.heading() == GONE
        assert "password1" not in page.controls()


@pytest.mark.parametrize(
    ("first", "second", "field", "sentence"),
    [
        ("kurz", "kurz", "password1", "mindestens 12 Zeichen"),
        ("passwort1234", "passwort1234", "password1", "leicht zu erraten"),
        ("aylin@nahtlos.example", "aylin@nahtlos.example", "password1", "leicht zu erraten"),
        (NEW, NEW + "!", "password2", "Die beiden Passwörter sind nicht gleich."),
        ("", "", "password1", "füllen"),
    ],
)
def test_a_weak_or_mistyped_password_is_said_beside_the_field(
    visitor: Client, first: str, second: str, field: str, sentence: str
) -> None:
    ask(address_of("aylin"))
    where = form(visitor, link())
    page = Page(visitor.post(where, {"password1": first, "password2": second}))
    assert sentence in page.beside(field)
    assert account("aylin").check_password(password_of("aylin"))


def test_the_fourth_letter_in_an_hour_is_not_sent(db: None) -> None:
    for number in range(6):
        response = Client().post(
            URL,
            {"email": address_of("aylin")},
            headers={"X-Forwarded-For": f"10.0.0.{number}"},
        )
    assert response.status_code == 429
    assert "zu viele Versuche" in Page(response).text
    assert len(letters()) == 3


@pytest.mark.parametrize("address", ["", "aylin", "a\x00@nahtlos.example", "a" * 10_000])
def test_what_is_no_address_is_said_beside_the_field(visitor: Client, address: str) -> None:
    before = writes()
    page = Page(visitor.post(URL, {"email": address}))
    assert page.beside("email")
    assert writes() == before
