"""Every GET page of the matrix, as somebody who may see it: axe finds nothing, light and dark, at
390 and 1280 px; no message in the console.
"""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext
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
LOOKS = [("light", 390), ("light", 1280), ("dark", 390), ("dark", 1280)]
NO_PAGE = {"robots", "health", "offers:import_sample", "directory:offer_print"}


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


def _context(browser: Browser, site: Site, who: str, look: tuple[str, int]) -> BrowserContext:
    scheme, width = look
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, locale="de-DE"
    )  # type: ignore[arg-type]
    if who != "visitor":
        session = sign_in(f"role:{who}").cookies["nahtlos"].value
        context.add_cookies([{"name": "nahtlos", "value": session, "url": site.address}])
    return context


def _look(browser: Browser, site: Site, url: str, who: str, look: tuple[str, int]) -> list[str]:
    """What is wrong with the page at URL in one look."""
    context = _context(browser, site, who, look)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else 0)
    response = page.goto(site.address + url)
    status = response.status if response else 0
    if status != 200:
        return [f"{url} as {who}: status {status}"]
    headings = page.locator("h1").count()
    found = [f"console: {text}" for text in said] + violations(page)
    found += [] if headings == 1 else [f"{headings} headings of the first level"]
    context.close()
    return [f"{look} {line}" for line in found]


@pytest.mark.parametrize("mounted", SEEN, ids=lambda mounted: mounted.name)
def test_every_page_is_accessible(
    browser: Browser, on_site: Site, django_db_blocker: DjangoDbBlocker, mounted: MountedPage
) -> None:
    who, sample = _seen_by(mounted), SAMPLES[mounted.name]
    with django_db_blocker.unblock():
        if who != "visitor":
            sample.arrange(account(f"role:{who}"))
        url = reverse(mounted.name, kwargs=sample.things(HOME))
        url += f"?{sample.query}" if sample.query else ""
        found = [line for look in LOOKS for line in _look(browser, on_site, url, who, look)]
    assert not found, "\n".join(found)
