"""Pages written from right to left and in other letters are accessible, narrow and wide, light and
dark, and do not scroll sideways. The pages are answered by the test client, no server runs.
"""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from nahtlos.directory.models import Offer, OfferState
from nahtlos.foundation.shell.languages import LANGUAGES
from nahtlos.organisations.models import Prison
from tests.browser import violations
from tests.shell.test_exit import HERE, opened
from tests.test_languages import prefix_of

SEARCH = {"ar": "/suche/?q=زيارة&ort=00120", "ru": "/suche/?q=свидание&ort=00120"}
CHOICE = "details.nl-languages"


def pages(code: str) -> list[str]:
    """Home, results, an offer, a prison, and what children read."""
    offer = Offer.objects.filter(state=OfferState.PUBLISHED)[0]
    prison = Prison.objects.select_related("site").order_by("xjustiz_id")[0]
    found = ["/", SEARCH[code], f"/angebot/{offer.slug}/", f"/haftanstalt/{prison.site.slug}/"]
    return [f"/{code}{path}" for path in [*found, "/kinder/"]]


@pytest.fixture
def window(browser: Browser, visitor: Client) -> Iterator[Page]:
    """A window that draws pages without any script of theirs."""
    page = opened(browser, visitor, script=True)
    yield page
    page.context.close()


@pytest.mark.parametrize("code", sorted(SEARCH))
def test_pages_are_accessible_light_and_dark_narrow_and_wide(code: str, window: Page) -> None:
    found: list[str] = []
    for path in pages(code):
        window.emulate_media(color_scheme="light")
        window.goto(f"{HERE}{path}")
        for width in (320, 390, 1280):
            window.set_viewport_size({"width": width, "height": 900})
            window.emulate_media(color_scheme="light")
            found += [f"{path}, {width} px: {line}" for line in violations(window)]
            window.emulate_media(color_scheme="dark")
            dark = violations(window, "color-contrast")
            found += [f"{path}, dark, {width} px: {line}" for line in dark]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_choice_of_languages_opens_by_keyboard_without_script_and_fits(
    browser: Browser, visitor: Client, width: int
) -> None:
    page = opened(browser, visitor, script=False, width=width)
    page.goto(f"{HERE}/ar/haftanstalten/")
    summary = page.locator(f"{CHOICE} > summary")
    summary.focus()
    page.keyboard.press("Enter")
    offered = page.locator(f"{CHOICE} li a")
    assert offered.count() == len(LANGUAGES) - 1
    for link in offered.all():
        box = link.bounding_box()
        assert box is not None
        assert 0 <= box["x"] <= box["x"] + box["width"] <= width
        assert box["height"] >= 44
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{HERE}{prefix_of('de')}/haftanstalten/")
    page.context.close()


def test_arabic_pages_start_on_the_right(window: Page) -> None:
    window.set_viewport_size({"width": 1280, "height": 900})
    window.goto(f"{HERE}/ar/")
    logo = window.locator(".nl-logo").bounding_box()
    heading = window.locator("h1").evaluate("e => getComputedStyle(e).textAlign")
    assert logo is not None
    assert logo["x"] > 1280 / 2
    assert heading == "start"
    assert window.locator("h1").evaluate("e => getComputedStyle(e).letterSpacing") in (
        "0px",
        "normal",
    )


def test_german_pages_load_no_letters_of_other_scripts(window: Page) -> None:
    asked: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    for path, wanted in [
        ("/kinder/", set()),
        ("/ru/kinder/", {"Cyrillic"}),
        ("/ar/kinder/", {"Arabic"}),
    ]:
        asked.clear()
        window.goto(f"{HERE}{path}")
        window.evaluate("document.fonts.ready")
        fonts = [url for url in asked if url.endswith(".woff2")]
        assert {name for name in ("Cyrillic", "Arabic") for url in fonts if name in url} == wanted
