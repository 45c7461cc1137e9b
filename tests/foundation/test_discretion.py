"""Nothing that a person typed, searched or opened stands in a log, whatever breaks."""

import io
import logging
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from nahtlos.desk.cast import HOME
from nahtlos.foundation.discretion import DiscreetFormatter
from nahtlos.people.models import Account
from tests.cast import address_of, sign_in
from tests.people.signing import SIGN_IN
from tests.reading import Page
from tests.samples import SAMPLES
from tests.test_access_matrix import ACTORS, PAGES, client_of, rule

CANARY = "Kanarienvogel-4711"


class Broken(RuntimeError):
    """What the tests raise."""


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the installation's own handler writes, as on the server's terminal."""
    handlers = [
        one
        for one in logging.getLogger().handlers
        if isinstance(one, logging.StreamHandler) and isinstance(one.formatter, DiscreetFormatter)
    ]
    (handler,) = handlers
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def patterns() -> dict[str, URLPattern]:
    """Every URL pattern by the name the access matrix knows it by."""
    found: dict[str, URLPattern] = {}

    def walk(entries: list[Any], space: str) -> None:
        for entry in entries:
            if isinstance(entry, URLResolver):
                walk(entry.url_patterns, f"{space}{entry.namespace}:" if entry.namespace else space)
            else:
                found[f"{space}{entry.name}"] = entry

    walk(get_resolver().url_patterns, "")
    return found


def breaking(view: Callable[..., object]) -> Callable[..., object]:
    """VIEW with its policy, but it fails with what it was sent in its text and its variables."""

    @wraps(view)
    def broken(request: HttpRequest, *args: object, **kwargs: object) -> object:
        typed = f"{CANARY} {request.POST.dict()} {request.GET.dict()}"
        raise Broken(typed, request.get_full_path()) from ValueError(typed)

    return broken


def test_whatever_page_breaks_the_log_names_its_route_and_no_word_of_anybody(
    db: None, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = patterns()
    for mounted in PAGES:
        url = reverse(mounted.name, kwargs=SAMPLES[mounted.name].things(HOME))
        pattern, declared = known[mounted.name], rule(mounted)
        client = client_of(next(one for one in ACTORS if one in declared.cases.opens))
        client.raise_request_exception = False
        with monkeypatch.context() as changed:
            changed.setattr(pattern, "callback", breaking(pattern.callback))
            for method in declared.methods:
                log.truncate(0)
                ask = client.post if method == "POST" else client.get
                answer = ask(f"{url}?q={CANARY}&code={CANARY}", {"text": CANARY, "name": CANARY})
                assert answer.status_code == 500, url
                written = log.getvalue()
                assert f"{method} /" in written
                assert "Broken" in written, "where it happened and what kind is kept"
                assert CANARY not in written, url
                assert CANARY not in answer.content.decode(), url


def test_the_page_of_our_fault_says_what_to_do(
    db: None, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    pattern = patterns()["directory:results"]
    monkeypatch.setattr(pattern, "callback", breaking(pattern.callback))
    page = Page(Client(raise_request_exception=False).get("/suche/", {"q": CANARY}))
    assert page.status == 500
    assert page.heading()
    assert "ValueError" not in page.source
    assert "Traceback" not in page.source


@pytest.mark.parametrize(
    "url",
    [
        f"/{CANARY}/",
        f"/angebot/{CANARY.lower()}/",
        f"/einladung/{CANARY}/",
        f"/intern/{CANARY}/",
        f"/intern/passwort/neu/{CANARY}/",
        f"/suche/?q={CANARY}&ort={CANARY}",
    ],
)
def test_a_path_or_a_search_is_never_logged(url: str, db: None, log: io.StringIO) -> None:
    for client in (Client(), sign_in("aylin")):
        client.get(url)
        client.post(url, {"text": CANARY})
        client.get(url, headers={"Host": f"{CANARY.lower()}.example"})
    assert CANARY.lower() not in log.getvalue().lower()
    assert log.getvalue(), "that something was refused is logged"


def test_a_wrong_password_is_not_logged_and_nobodys_address(db: None, log: io.StringIO) -> None:
    for address in (address_of("aylin"), f"{CANARY}@verein.example"):
        for _ in range(2):
            Client().post(SIGN_IN, {"login": address, "password": CANARY})
    for secret in (CANARY, address_of("aylin")):
        assert secret not in log.getvalue()


def test_a_refused_form_token_is_logged_without_the_form(db: None, log: io.StringIO) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = sign_in("fritz").cookies
    response = client.post("/intern/organisation/bearbeiten/", {"about": CANARY})
    assert response.status_code == 403
    assert "POST /intern/organisation/bearbeiten/" in log.getvalue()
    assert CANARY not in log.getvalue()


def test_an_error_of_the_database_is_logged_without_the_row(db: None, log: io.StringIO) -> None:
    Account.objects.create(email=f"{CANARY}@verein.example", name=CANARY)
    with pytest.raises(IntegrityError, match=CANARY) as caught, transaction.atomic():
        Account.objects.create(email=f"{CANARY}@verein.example", name=CANARY)
    logging.getLogger("nahtlos").error("could not save", exc_info=caught.value)
    assert "could not save\nIntegrityError" in log.getvalue()
    assert "in _execute" in log.getvalue()
    assert CANARY not in log.getvalue()


def test_another_handler_before_ours_does_not_spoil_it() -> None:
    broken = Broken(CANARY)
    record = logging.LogRecord(
        "nahtlos", logging.ERROR, "", 1, "failed", (), (Broken, broken, broken.__traceback__)
    )
    assert CANARY in logging.Formatter().format(record), "the library's own formatter keeps it"
    assert CANARY not in DiscreetFormatter().format(record)
    assert CANARY not in DiscreetFormatter().format(record)


def log_of_the_database() -> Path:
    """The log of the embedded server: it lies beside the data, in which its socket is."""
    return Path(str(connection.get_connection_params()["host"])).parent / "log"


def test_the_databases_own_log_has_neither_statement_nor_row(db: None) -> None:
    with connection.cursor() as cursor:
        for setting, wanted in (
            ("log_error_verbosity", "terse"),
            ("log_min_error_statement", "panic"),
            ("log_min_duration_statement", "-1"),
            ("log_statement", "none"),
        ):
            cursor.execute(f"SHOW {setting}")
            assert cursor.fetchone()[0] == wanted, setting
    written = log_of_the_database()
    if not written.is_file():
        pytest.skip("the log of a PostgreSQL that is not ours cannot be read from here")
    Account.objects.create(email=f"{CANARY}@verein.example", name=CANARY)
    before = written.stat().st_size
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(email=f"{CANARY}@verein.example", name=CANARY)
    fresh = written.read_bytes()[before:].decode()
    assert "duplicate key value violates unique constraint" in fresh
    assert CANARY not in fresh
