"""The code on paper: nothing beside it tells whoever finds the sheet what it was about."""

import re
from io import BytesIO

import pypdf
from playwright.sync_api import Browser

from tests.site import Site


def test_the_printed_page_shows_the_code_where_to_read_and_until_when(
    browser: Browser, site: Site
) -> None:
    page = browser.new_page(locale="de-DE")
    page.goto(f"{site.address}/fragen/")
    page.get_by_label("Ein Kind").check()
    page.get_by_label("Ihre Frage").fill("Darf mein Sohn seinen Vater besuchen?")
    page.get_by_role("button", name="Frage senden").click()
    code = page.locator(".nl-receipt > .nl-num").inner_text()
    paper = pypdf.PdfReader(BytesIO(page.pdf()))
    page.close()
    assert len(paper.pages) == 1
    lines = [line.strip() for line in paper.pages[0].extract_text().splitlines() if line.strip()]
    said = [line for line in lines if not line.startswith("Muster:")]
    assert said[:2] == ["Ihr Code zum Nachlesen", code]
    assert said[2].startswith("Hier lesen Sie die Antwort: ")
    assert said[2].endswith("/fragen/lesen/")
    assert re.fullmatch(r"Gültig bis: \d{1,2}\. \w+ \d{4}", said[3])
    assert len(said) == 4, said
