"""Taking a list along in a browser without JavaScript: from the button over the password to the
file; and what axe finds on the pages that only a form reaches.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect
from pytest_django.plugin import DjangoDbBlocker

from tests import database
from tests.browser import violations
from tests.cast import sign_in
from tests.conftest import WORKER
from tests.site import Site
from tests.world import ROLE_PASSWORD


@pytest.fixture
def window(
    browser: Browser, site: Site, django_db_blocker: DjangoDbBlocker
) -> Iterator[Callable[[bool], Page]]:
    """A coach's window who signed in without typing her password a moment ago; with or without
    JavaScript.
    """
    database.use(f"nahtlos_site_{WORKER}")
    with django_db_blocker.unblock():
        client = sign_in("role:coach")
        session = client.session
        session["account_authentication_methods"] = []
        session.save()
        cookie = client.cookies["nahtlos"].value
    database.use(f"nahtlos_test_{WORKER}")
    opened = []

    def open_page(script: bool) -> Page:
        context = browser.new_context(
            locale="de-DE", java_script_enabled=script, viewport={"width": 390, "height": 900}
        )
        context.add_cookies([{"name": "nahtlos", "value": cookie, "url": site.address}])
        opened.append(context)
        return context.new_page()

    yield open_page
    for context in opened:
        context.close()


def test_from_the_button_to_the_file_without_javascript(
    window: Callable[[bool], Page], site: Site, tmp_path: Path
) -> None:
    page = window(False)
    page.goto(f"{site.address}/intern/faelle/?ordnung=name")
    names = page.locator(".nl-cases h3 a").all_inner_texts()
    page.get_by_role("button", name="Als Tabelle mitnehmen").click()
    expect(page.locator("h1")).to_have_text("Sind Sie es?")
    page.get_by_label("Passwort").fill("falsch")
    page.get_by_role("button", name="Weiter").click()
    expect(page.locator("main")).to_contain_text("Das stimmt nicht.")
    page.get_by_label("Passwort").fill(ROLE_PASSWORD)
    page.get_by_role("button", name="Weiter").click()
    expect(page.locator("h1")).to_contain_text("Begleitungen:")
    with page.expect_download() as download:
        page.get_by_role("button", name="Excel").click()
    kept = tmp_path / "liste.xlsx"
    download.value.save_as(kept)
    rows = list(load_workbook(kept)["Liste"].iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in rows][: len(names)] == names
    assert "?" not in page.url


def _seen(page: Page) -> list[str]:
    found = []
    for width, scheme in ((390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        found += [f"{width} {scheme}: {line}" for line in violations(page)]
    return found


def test_the_pages_behind_forms_are_accessible(window: Callable[[bool], Page], site: Site) -> None:
    page = window(True)
    page.goto(f"{site.address}/intern/kalender/")
    page.get_by_role("button", name="Adresse").first.click()
    expect(page.locator("h1")).to_have_text("Sind Sie es?")
    assert _seen(page) == []
    page.get_by_label("Passwort").fill("falsch")
    page.get_by_role("button", name="Weiter").click()
    assert _seen(page) == []
    page.get_by_label("Passwort").fill(ROLE_PASSWORD)
    page.get_by_role("button", name="Weiter").click()
    address = page.get_by_label("Adresse zum Kopieren").input_value()
    assert address.startswith(f"{site.address}/kalender/")
    assert _seen(page) == []
    answer = page.context.request.get(address)
    assert (answer.status, answer.text().splitlines()[0]) == (200, "BEGIN:VCALENDAR")
    page.goto(f"{site.address}/intern/ausblick/?luecke=plan")
    for summary in page.locator("main summary").all():
        summary.click()
    assert _seen(page) == []
