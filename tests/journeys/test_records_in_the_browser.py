"""Records in a browser: a contact with the keyboard alone, a draft that stays while somebody
writes, and a page that says in words when it could not be kept.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.plugin import DjangoDbBlocker

from nahtlos.desk.cast import HOME
from tests import database
from tests.cast import sign_in
from tests.conftest import WORKER
from tests.samples import case
from tests.site import Site

# Thirty seconds of somebody who types slowly, two thirds of a second for each.
MOST_STROKES = 45
WORDS = "Möchte am Samstag mit der Schwester telefonieren."


@pytest.fixture
def file(browser: Browser, site: Site, django_db_blocker: DjangoDbBlocker) -> Iterator[Page]:
    """A coach's window on the notes of a case."""
    database.use(f"nahtlos_site_{WORKER}")
    with django_db_blocker.unblock():
        session = sign_in("role:coach").cookies["nahtlos"].value
        code = case(HOME).code
    database.use(f"nahtlos_test_{WORKER}")
    context = browser.new_context(locale="de-DE")
    context.add_cookies([{"name": "nahtlos", "value": session, "url": site.address}])
    page = context.new_page()
    page.goto(f"{site.address}/intern/faelle/{code}/notizen/")
    yield page
    context.close()


def test_a_contact_is_noted_without_a_mouse_in_thirty_seconds(file: Page) -> None:
    strokes = 0

    def press(*keys: str) -> None:
        nonlocal strokes
        for key in keys:
            file.keyboard.press(key)
            strokes += 1

    file.get_by_role("link", name="Kontakt eintragen").first.focus()
    press("Enter")
    file.wait_for_url("**/kontakte/neu/")
    file.get_by_label("Auf welchem Weg?").focus()
    press("T", "Tab")  # Telefon
    press("Tab")  # erreicht stands there
    press("W", "Tab", "2", "0", "Enter")  # zwanzig Minuten über das Wohnen
    expect(file.locator("main")).to_contain_text("Notiert.")
    line = file.locator(".nl-timeline li").first
    expect(line).to_contain_text("Wohnen: 20 Minuten")
    expect(line).to_contain_text("erreicht")
    assert strokes <= MOST_STROKES


def test_what_is_typed_is_there_again_and_a_failure_is_said(file: Page) -> None:
    new = file.url.rstrip("/") + "/neu/"

    def go_on(words: str) -> None:
        file.locator("#id_text").press("Control+End")
        file.keyboard.type(words)

    file.goto(new)
    file.locator("#id_text").fill(WORDS)
    expect(file.locator("#entwurf")).to_contain_text("Entwurf gespeichert um")
    file.goto(new)
    expect(file.locator("#id_text")).to_have_value(WORDS)
    expect(file.locator("main")).to_contain_text("ist wieder da.")

    failed = file.locator("#entwurf-fehlt")
    expect(failed).to_be_hidden()
    file.route("**/entwurf/", lambda route: route.abort())
    go_on(" Und dann?")
    expect(failed).to_be_visible()
    expect(failed).to_contain_text("Ihr Text steht noch hier.")
    expect(file.locator("#id_text")).to_have_value(f"{WORDS} Und dann?")
    file.unroute("**/entwurf/")
    # Somebody else's page, such as the one for signing in, is no answer either.
    file.route("**/entwurf/", lambda route: route.fulfill(status=200, body="<h1>Anmelden</h1>"))
    go_on(" Ja.")
    file.wait_for_timeout(3000)
    expect(failed).to_be_visible()
    expect(file.locator("#entwurf")).not_to_contain_text("Anmelden")
    file.unroute("**/entwurf/")
    go_on(" Gut.")
    expect(file.locator("#entwurf")).to_contain_text("Entwurf gespeichert um")
    expect(failed).to_be_hidden()
    assert file.evaluate("localStorage.length + sessionStorage.length") == 0
    file.get_by_role("button", name="Entwurf verwerfen").click()
    expect(file.locator("main")).to_contain_text("Der Entwurf ist verworfen.")


def test_a_note_is_kept_without_scripts(browser: Browser, site: Site, file: Page) -> None:
    cookies = file.context.cookies()
    context = browser.new_context(java_script_enabled=False, locale="de-DE")
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(file.url.rstrip("/") + "/neu/")
    page.get_by_label("Tatsache").check()
    page.locator("#id_text").fill(WORDS)
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("main")).to_contain_text("Die Notiz ist gespeichert.")
    expect(page.locator("main")).to_contain_text(WORDS)
    context.close()
