"""Leaving quickly works with the button, with the keyboard and without any script; narrow and
enlarged pages do not scroll sideways. The pages are answered by the test client, no server runs.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page, Request, Route

HERE = "http://testserver"
AWAY = "https://www.tagesschau.de/"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def answer(client: Client, route: Route, request: Request) -> None:
    """What the installation would send; other people's sites are played by one word."""
    parts = urlsplit(request.url)
    if parts.hostname != "testserver":
        route.fulfill(status=200, content_type="text/html", body="<title>Nachrichten</title>")
        return
    if parts.path.startswith("/static/"):
        found = finders.find(parts.path.removeprefix("/static/"))
        if isinstance(found, str):
            kind = TYPES.get(Path(found).suffix, "application/octet-stream")
            route.fulfill(status=200, content_type=kind, body=Path(found).read_bytes())
        else:
            route.fulfill(status=404)
        return
    response = client.get(f"{parts.path}?{parts.query}")
    _close()
    route.fulfill(
        status=response.status_code, headers=dict(response.headers.items()), body=response.content
    )


def _close() -> None:
    """Playwright answers in a context of its own, so Django opened a connection of its own."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


def opened(browser: Browser, client: Client, *, script: bool, width: int = 390) -> Page:
    """A page of a new visitor."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=script
    )
    page = context.new_page()
    page.route("**/*", lambda route, request: answer(client, route, request))
    return page


@pytest.fixture
def page(browser: Browser, visitor: Client) -> Iterator[Page]:
    """A page with scripts, on the list of prisons."""
    page = opened(browser, visitor, script=True)
    page.goto(HERE + "/")
    page.goto(HERE + "/haftanstalten/")
    yield page
    page.context.close()


def test_the_button_puts_another_page_in_the_place_of_this_one(page: Page) -> None:
    page.get_by_role("link", name="Seite schnell verlassen").click()
    page.wait_for_url(AWAY)
    page.go_back()
    assert page.url == HERE + "/"


def test_escape_pressed_three_times_leaves(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url(AWAY)


def test_escape_pressed_twice_stays(page: Page) -> None:
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert page.url == HERE + "/haftanstalten/"


def test_without_script_the_button_is_a_link(browser: Browser, visitor: Client) -> None:
    page = opened(browser, visitor, script=False)
    page.goto(HERE + "/kinder/")
    page.get_by_role("link", name="Seite schnell verlassen").click()
    page.wait_for_url(AWAY)
    page.context.close()


def test_the_menu_of_a_phone_opens_without_script(browser: Browser, visitor: Client) -> None:
    page = opened(browser, visitor, script=False)
    page.goto(HERE + "/")
    page.get_by_text("Menü", exact=True).first.click()
    page.get_by_role("navigation", name="Menü").get_by_role("link", name="Haftanstalten").click()
    assert page.url == HERE + "/haftanstalten/"
    page.context.close()


def test_the_first_tab_leads_past_the_header(page: Page) -> None:
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.textContent")
    assert focused == "Zum Inhalt springen"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhalt"


@pytest.mark.parametrize(
    "path",
    ["/", "/suche/?q=wohnung&ort=00120", "/haftanstalt/jva-musterstadt/", "/kinder/", "/ueber/"],
)
def test_a_page_of_320_pixels_does_not_scroll_sideways(
    browser: Browser, visitor: Client, path: str
) -> None:
    page = opened(browser, visitor, script=True, width=320)
    page.goto(HERE + path)
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    page.context.close()
    assert wide <= 0
