"""Every GET page of the matrix, as somebody who may see it: axe finds nothing, light and dark, at
390 and 1280 px; no message in the console.
"""

from collections.abc import Callable, Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django.plugin import DjangoDbBlocker

from nahtlos.desk.cast import HOME
from nahtlos.foundation.access import Role
from nahtlos.foundation.access.page import MountedPage, rule_of
from tests import database
from tests.browser import violations
from tests.cast import account, sign_in
from tests.conftest import WORKER
from tests.samples import SAMPLES
from tests.site import Site
from tests.test_access_matrix import PAGES

PREFERRED = [
    str(Role.ORG_ADMIN),
    str(Role.DATA_PROTECTION),
    str(Role.COORDINATION),
    *(str(role) for role in Role),
    "visitor",
]
NO_PAGE = {
    *(
        "robots",
        "sitemap",
        "health",
        "imports:sample",
        "imports:faults",
        "exchange:offer_date",
        "directory:offer_print",
    ),
    *("conferences:calendar", "conferences:invitation", "out:feed"),
    *(
        "cases:card",
        "cases:contacts",
        "consents:sheet",
        "exchange:organisation_card",
        "exchange:contact_card",
    ),
    *(mounted.name for mounted in PAGES if mounted.name.startswith("hsds:")),
    "records:file",
    "referrals:sheet",
}


def _seen_by(mounted: MountedPage) -> str:
    rule = rule_of(mounted.view)
    return next((actor for actor in PREFERRED if rule and actor in rule.cases.opens), "")


def _has_a_page(mounted: MountedPage) -> bool:
    rule = rule_of(mounted.view)
    return bool(
        rule and "GET" in rule.methods and rule.cases.get == 200 and mounted.name not in NO_PAGE
    )


SEEN = [mounted for mounted in PAGES if _has_a_page(mounted)]


@pytest.fixture(scope="module")
def on_site(site: Site) -> Iterator[Site]:
    """The running site, with this process on the same database so that sessions made here are known
    there.
    """
    database.use(f"nahtlos_site_{WORKER}")
    yield site
    database.use(f"nahtlos_test_{WORKER}")


@pytest.fixture(scope="module")
def windows(browser: Browser, on_site: Site) -> Iterator[Callable[[str], Page]]:
    """A window for each kind of actor, kept for the module."""
    opened: dict[str, Page] = {}

    def window(who: str) -> Page:
        if who not in opened:
            context = browser.new_context(viewport={"width": 390, "height": 900}, locale="de-DE")
            if who != "visitor":
                session = sign_in(f"role:{who}").cookies["nahtlos"].value
                cookie = {"name": "nahtlos", "value": session, "url": on_site.address}
                context.add_cookies([cookie])  # type: ignore[list-item]
            opened[who] = context.new_page()
        return opened[who]

    yield window
    for page in opened.values():
        page.context.close()


def _look(page: Page, url: str) -> list[str]:
    """What is wrong with the page at URL, in light and dark, narrow and wide."""
    said: list[str] = []
    listen = said.append
    page.emulate_media(color_scheme="light")
    page.on("console", lambda message: listen(message.text) if message.type == "error" else 0)
    response = page.goto(url)
    if response is None or response.status != 200:
        return [f"{url}: status {response.status if response else 0}"]
    found = [f"console: {text}" for text in said]
    found += [] if page.locator("h1").count() == 1 else ["not one heading of the first level"]
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="light")
        found += [f"light, {width} px: {line}" for line in violations(page)]
        page.emulate_media(color_scheme="dark")
        # Dark changes colours and nothing else, so only the rule about colours can answer anew.
        found += [f"dark, {width} px: {line}" for line in violations(page, "color-contrast")]
    return found


@pytest.mark.parametrize("mounted", SEEN, ids=lambda mounted: mounted.name)
def test_every_page_is_accessible(
    windows: Callable[[str], Page],
    on_site: Site,
    django_db_blocker: DjangoDbBlocker,
    mounted: MountedPage,
) -> None:
    who, sample = _seen_by(mounted), SAMPLES[mounted.name]
    with django_db_blocker.unblock():
        if who != "visitor":
            sample.arrange(account(f"role:{who}"))
        url = on_site.address + reverse(mounted.name, kwargs=sample.things(HOME))
        found = _look(windows(who), f"{url}?{sample.query}")
    assert not found, "\n".join(found)
