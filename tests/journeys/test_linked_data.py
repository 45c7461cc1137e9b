"""A data block is no script: the strict policy lets it stand, and the browser says nothing."""

from playwright.sync_api import Browser

from nahtlos.directory.models import Offer
from tests.site import Site


def test_the_browser_accepts_the_data_block_of_a_page(
    browser: Browser, site: Site, db: None
) -> None:
    rows = Offer.objects.filter(state="published", organisation__is_sample=False)
    slug = rows.order_by("slug").values_list("slug", flat=True)[0]
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    answer = page.goto(f"{site.address}/angebot/{slug}/")
    assert answer
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert page.locator('script[type="application/ld+json"]').count() == 1
    assert said == []
    page.close()
