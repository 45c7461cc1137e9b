"""Scenes from other systems about people who read with a voice or a keyboard: every answer is a
part of its own, what changed is announced, and the focus is never where nobody sees it.
"""

import re
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser
from playwright.sync_api import Page as Window

from tests.directory.test_finder import search
from tests.directory.test_ranking import WORD, _plant
from tests.intake import asked
from tests.intake.test_reading import answered
from tests.intake.test_reading import opened as opened_thread
from tests.reading import Element, Page
from tests.sentences import PACKAGE
from tests.shell.test_exit import HERE, opened

MOST_STOPS = 250
# What has the focus, and whether all that one sees of it is covered by something else.
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getBoundingClientRect();
  const seen = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.2], [0.5, 0.8]].some(([x, y]) => {
    const there = document.elementFromPoint(box.x + box.width * x, box.y + box.height * y);
    return there && (one.contains(there) || there.contains(one) && there !== document.body
      && !there.matches("html, main"));
  });
  return {
    name: (one.textContent || one.name || one.tagName).trim().replace(/\\s+/g, " ").slice(0, 50),
    seen,
    inside: one.closest("details[open]") !== null,
    visible: one.checkVisibility(),
  };
}"""


def _cards(page: Page) -> list[Element]:
    return [one for one in page.elements if one.attributes.get("id", "").startswith("treffer-")]


def test_each_result_is_a_part_of_its_own_with_a_heading_that_is_its_only_way_in(db: None) -> None:
    found = _cards(search(q="Wohnung"))
    assert len(found) > 5
    for card in found:
        assert card.tag == "li"
        headings = [one for one in card.every() if one.tag == "h3"]
        links = [one for one in card.every() if one.tag == "a"]
        assert len(headings) == len(links) == 1
        assert links[0] in headings[0].every()
        assert headings[0].text() == links[0].text() != ""


def test_the_number_of_results_is_the_first_thing_one_hears_of_the_page(db: None) -> None:
    for typed, said in (({"q": "Wohnung"}, r"\d+ Angebote"), ({"q": "Quastenflechterei"}, "0 A")):
        page = search(**typed)
        title = next(one for one in page.elements if one.tag == "title")
        words = "".join(part for part in title.inside if isinstance(part, str))
        assert re.match(said, words.strip())
        assert page.heading()


def test_question_and_reply_are_parts_of_their_own_and_what_was_done_is_announced(
    visitor: Client,
) -> None:
    answered(asked.ask())
    page = opened_thread(visitor)
    parts = [one for one in page.elements if one.tag == "article"]
    assert len(parts) == 2
    for part, text in zip(parts, (asked.TEXT, asked.ANSWER), strict=True):
        assert text in part.text()
        assert [one.tag for one in part.every()].count("h2") == 1
    form = {"deed": "write", "pass": str(page.typed("pass")), "text": ""}
    stamp = str(page.typed("stamp"))
    empty = Page(visitor.post("/fragen/lesen/", {**form, "stamp": stamp}))
    alerts = [one for one in empty.elements if one.attributes.get("role") == "alert"]
    assert len(alerts) == 1
    assert "autofocus" in alerts[0].attributes
    sent = Page(visitor.post("/fragen/lesen/", {**form, "stamp": stamp, "text": "Noch etwas"}))
    said = [one for one in sent.elements if one.attributes.get("role") == "status"]
    assert len(said) == 1
    assert said[0].text()


def test_no_window_lies_over_a_page_out_of_which_the_focus_could_leak() -> None:
    sources = list(PACKAGE.rglob("*.html")) + [
        one for one in PACKAGE.rglob("*.js") if "vendor" not in one.parts
    ]
    assert len(sources) > 50
    window = re.compile(r"<dialog|role=.dialog|aria-modal|showModal|popover=|tabindex=.[1-9]")
    assert [one.name for one in sources if window.search(one.read_text(encoding="utf-8"))] == []


def _walk(page: Window) -> list[dict[str, Any]]:
    """Where Tab leads, once round the page."""
    stops: list[dict[str, Any]] = []
    page.emulate_media(reduced_motion="reduce")
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            return stops
        stops.append(stop)
    raise AssertionError("the focus goes round and round")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["/", f"/suche/?q={WORD}&ort=00120", "/suche/?q=x&alter=abc"])
def test_the_focus_goes_once_through_the_page_and_is_always_seen(
    browser: Browser, visitor: Client, path: str, width: int
) -> None:
    _plant("Eins")
    _plant("Zwei", formats=["phone"])
    page = opened(browser, visitor, script=True, width=width)
    page.goto(HERE + path)
    stops = _walk(page)
    page.context.close()
    assert len(stops) > 8
    assert [one["name"] for one in stops if not (one["seen"] and one["visible"])] == []


@pytest.mark.parametrize("menu", [".nl-menu > summary", ".nl-languages > summary"])
def test_a_menu_that_is_open_is_gone_through_at_once_and_hides_no_focus_behind_it(
    browser: Browser, visitor: Client, menu: str
) -> None:
    page = opened(browser, visitor, script=True, width=390)
    page.goto(HERE + "/suche/?q=Wohnung")
    page.locator(menu).focus()
    page.keyboard.press("Enter")
    stops = _walk(page)
    page.context.close()
    inside = [one["inside"] for one in stops]
    count = inside.index(False)
    assert count >= 2, "the next stops are those of the menu"
    near = stops[: count + 4]
    assert [one["name"] for one in near if not (one["seen"] and one["visible"])] == []
