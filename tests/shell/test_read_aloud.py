"""The button that reads a page aloud: only with a voice on the device, each passage in the voice of
its language, and silent as soon as one leaves. The voices are played by a script of the test.
"""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from tests.shell.test_exit import HERE, opened

STUB = """
window.said = [];
window.cancelled = 0;
const told = [];
const voices = __VOICES__;
const synth = {
  getVoices: () => voices,
  speak: (one) => { window.said.push([one.lang, one.text]); window.current = one; },
  cancel: () => { window.cancelled += 1; },
  addEventListener: (name, listener) => told.push(listener),
};
window.finish = () => window.current.onend();
window.later = (voice) => { voices.push(voice); told.forEach((listener) => listener()); };
Object.defineProperty(window, "speechSynthesis", {value: synth});
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
HERE_ON_IT = '{lang: "LANG", localService: true}'
ELSEWHERE = '{lang: "LANG", localService: false}'
BUTTON = "[data-read-aloud]"

Opening = Callable[..., Page]


def local(*languages: str) -> str:
    """Voices on the device."""
    return ", ".join(HERE_ON_IT.replace("LANG", language) for language in languages)


@pytest.fixture
def reading(browser: Browser, visitor: Client) -> Iterator[Opening]:
    """Opens PATH on a device with VOICES."""
    opened_pages: list[Page] = []

    def open_it(path: str, voices: str) -> Page:
        page = opened(browser, visitor, script=True)
        page.add_init_script(STUB.replace("__VOICES__", f"[{voices}]"))
        page.goto(f"{HERE}{path}")
        opened_pages.append(page)
        return page

    yield open_it
    for page in opened_pages:
        page.context.close()


@pytest.mark.parametrize(
    ("path", "voices", "shown"),
    [
        ("/kinder/", local("de-DE"), True),
        ("/kinder/", local("en-US"), False),
        ("/kinder/", ELSEWHERE.replace("LANG", "de-DE"), False),
        ("/kinder/", "", False),
        ("/leicht/kinder/", local("de_AT"), True),
        ("/ar/kinder/", local("ar-SA", "de-DE"), True),
        ("/ar/kinder/", local("de-DE"), False),
        ("/uk/kinder/", local("ru-RU"), False),
    ],
)
def test_it_is_there_only_with_a_voice_of_the_device_for_the_page(
    reading: Opening, path: str, voices: str, shown: bool
) -> None:
    page = reading(path, voices)
    assert page.locator(BUTTON).is_visible() is shown


def test_a_voice_that_comes_late_brings_it(reading: Opening) -> None:
    page = reading("/kinder/", "")
    page.evaluate('later({lang: "de-DE", localService: true})')
    assert page.locator(BUTTON).is_visible()


def test_it_reads_one_passage_after_the_other_and_stops_by_keyboard(reading: Opening) -> None:
    page = reading("/kinder/", local("de-DE"))
    button = page.locator(BUTTON)
    assert button.get_attribute("aria-pressed") == "false"
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-pressed") == "true"
    assert page.evaluate("said") == [["de-DE", "Ist jemand aus deiner Familie im Gefängnis?"]]
    page.evaluate("finish()")
    assert page.evaluate("said")[1][1].startswith("Dann ist diese Seite für dich.")
    before = page.evaluate("cancelled")
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-pressed") == "false"
    assert page.evaluate("cancelled") > before
    page.evaluate("finish()")
    assert len(page.evaluate("said")) == 2


def test_it_ends_by_itself(reading: Opening) -> None:
    page = reading("/hilfe-telefone/", local("de-DE"))
    page.locator(BUTTON).click()
    for _ in range(200):
        if page.locator(BUTTON).get_attribute("aria-pressed") == "false":
            break
        page.evaluate("finish()")
    assert page.locator(BUTTON).get_attribute("aria-pressed") == "false"
    assert len(page.evaluate("said")) > 5


@pytest.mark.parametrize(("voices", "heard"), [(("tr-TR", "de-DE"), True), (("tr-TR",), False)])
def test_german_passages_are_read_by_a_german_voice_or_left_out(
    reading: Opening, voices: tuple[str, ...], heard: bool
) -> None:
    page = reading("/tr/haftanstalten/", local(*voices))
    page.locator(BUTTON).click()
    for _ in range(10):
        page.evaluate("finish()")
    said = page.evaluate("said")
    assert ["tr-TR", "Cezaevleri"] in said
    assert (["de-DE", "Bayern"] in said) is heard
    assert {lang for lang, _ in said} == set(voices)


def test_leaving_the_page_silences_it(reading: Opening) -> None:
    page = reading("/kinder/", local("de-DE"))
    page.locator(BUTTON).click()
    before = page.evaluate("cancelled")
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert page.evaluate("cancelled") > before
    assert page.locator(BUTTON).get_attribute("aria-pressed") == "false"


def test_without_script_there_is_no_button(browser: Browser, visitor: Client) -> None:
    page = opened(browser, visitor, script=False)
    page.goto(f"{HERE}/kinder/")
    assert not page.locator(BUTTON).is_visible()
    page.context.close()
