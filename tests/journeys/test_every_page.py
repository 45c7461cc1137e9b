"""Every GET page of the matrix, as somebody who may see it: axe finds nothing, light and dark, at 390 and 1280 px; no message in the console."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext

from nahtlos.desk.cast import HOME
from nahtlos.foundation.access import Role
from nahtlos.foundation.access.page import MountedPage, rule_of
from tests.browser import violations
from tests.cast import account, sign_in
from tests.samples import SAMPLES
from tests.site import Site
from tests.test_access_matrix import PAGES

PREFERRED = [str(Role.ORG_ADMIN), str(Role.DATA_PROTECTION), str(Role.COORDINATION), *(str(role) for role in Role), "visitor"]
LOOKS = [("light", 390), ("light", 1280), ("dark", 390), ("dark", 1280)]
NO_PAGE = {"robots", "health", "offers:import_sample", "directory:offer_print"}


def _seen_by(mounted: MountedPage) -> str:
    rule = rule_of(mounted.view)
    return next((actor for actor in PREFERRED if rule and actor in rule.cases.opens), "")


def _has_a_page(mounted: MountedPage) -> bool:
    rule = rule_of(mounted.view)
    return bool(rule and "GET" in rule.methods and rule.cases.get == 200 and mounted.name not in NO_PAGE)


SEEN = [mounted for mounted in PAGES if _has_a_page(mounted)]


@pytest.fixture(scope="module")
def on_site(site: Site) -> Iterator[Site]:
    """The running site, with this process on the same database so that sessions made here are known there."""
    from tests import database
    from tests.conftest import WORKER

    database.use(f"nahtlos_site_{WORKER}")
    yield site
    database.use(f"nahtlos_test_{WORKER}")


def _context(browser: Browser, site: Site, who: str, look: tuple[str, int]) -> BrowserContext:
    scheme, width = look
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale="de-DE")  # type: ignore[arg-type]
    if who != "visitor":
        session = sign_in(f"role:{who}").cookies["nahtlos"].value
        context.add_cookies([{"name": "nahtlos", "value": session, "url": site.address}])
    return context


@pytest.mark.parametrize("mounted", SEEN, ids=lambda mounted: mounted.name)
def test_every_page_is_accessible(browser: Browser, on_site: Site, django_db_blocker: Any, mounted: MountedPage) -> None:  # noqa: ANN401
    who, sample = _seen_by(mounted), SAMPLES[mounted.name]
    found = []
    with django_db_blocker.unblock():
        if who != "visitor":
            sample.arrange(account(f"role:{who}"))
        url = reverse(mounted.name, kwargs=sample.things(HOME)) + (f"?{sample.query}" if sample.query else "")
        for look in LOOKS:
            context = _context(browser, on_site, who, look)
            page = context.new_page()
            page.on("console", lambda message, look=look: found.append(f"{look} console: {message.text}") if message.type == "error" else None)
            response = page.goto(on_site.address + url)
            assert response is not None and response.status == 200, f"{url} as {who}: {response and response.status}"
            assert page.locator("h1").count() == 1
            found += [f"{look} {line}" for line in violations(page)]
            context.close()
    assert not found, "\n".join(found)
