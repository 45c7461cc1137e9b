"""A conversation on the telephone is noted with the keyboard alone, in few enough strokes for sixty
seconds.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.plugin import DjangoDbBlocker

from tests import database
from tests.cast import sign_in
from tests.conftest import WORKER
from tests.site import Site

# Somebody who types slowly needs two thirds of a second for each.
MOST_STROKES = 60


@pytest.fixture
def desk(browser: Browser, site: Site, django_db_blocker: DjangoDbBlocker) -> Iterator[Page]:
    """Edda's window on the log."""
    database.use(f"nahtlos_site_{WORKER}")
    with django_db_blocker.unblock():
        session = sign_in("edda").cookies["nahtlos"].value
    database.use(f"nahtlos_test_{WORKER}")
    context = browser.new_context(locale="de-DE")
    context.add_cookies([{"name": "nahtlos", "value": session, "url": site.address}])
    page = context.new_page()
    page.goto(f"{site.address}/intern/beratung/")
    yield page
    context.close()


def test_a_conversation_is_noted_without_a_mouse(desk: Page) -> None:
    strokes = 0

    def press(*keys: str) -> None:
        nonlocal strokes
        for key in keys:
            desk.keyboard.press(key)
            strokes += 1

    before = desk.locator(".nl-counts strong").first.inner_text()
    press("T", "e", "Tab")  # how: Telefon; today stands there already
    press("Space", "Tab", "Space")  # about a child, and a visit
    press(*["Tab"] * 7)
    press("M", "u", "Tab")  # a mother or a father
    press("1", "5", "Tab")
    press("F", "r", "Tab")  # the question was answered
    press("Tab", "Enter")  # in German; no place; done
    expect(desk.locator("main")).to_contain_text("Notiert.")
    line = desk.locator(".nl-agenda li").first
    expect(line).to_contain_text("Ein Kind, Besuch und Kontakt")
    expect(line).to_contain_text("Telefon, 15 Minuten, Frage beantwortet")
    assert desk.locator(".nl-counts strong").first.inner_text() == str(int(before) + 1)
    assert strokes <= MOST_STROKES
