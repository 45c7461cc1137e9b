"""A real browser: Debian's Chromium, told to keep quiet towards the network, and axe for what it
shows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Browser, Page, sync_playwright

from nahtlos.foundation.ground.browser import browser_path

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium."""
    path = browser_path()
    if path is None:
        raise AssertionError("no Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(path), args=list(FLAGS))
        yield browser
        browser.close()


_AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
_RUN = """
async (rules) => {
  const only = rules.length ? {runOnly: {type: 'rule', values: rules}} : {};
  const found = await axe.run(document, {...only, resultTypes: ['violations']});
  return found.violations.flatMap(entry => entry.nodes.slice(0, 3).map(
    node => `${entry.id}: ${node.target} ${node.failureSummary.slice(0, 200)}`));
}
"""


def violations(page: Page, *rules: str) -> list[str]:
    """What axe finds on the page (all its rules where none is named), a line each; and whether it
    scrolls sideways.
    """
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_AXE)
    lines: list[str] = page.evaluate(_RUN, list(rules))
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return lines + ([f"scrolls sideways by {wide} px"] if wide > 0 else [])


def picture(page: Page, target: Path) -> None:
    """A picture of what is seen without scrolling, at most 1,600 pixels high."""
    target.parent.mkdir(parents=True, exist_ok=True)
    height = min(1600, int(page.evaluate("document.documentElement.scrollHeight")))
    width = page.viewport_size["width"] if page.viewport_size else 1280
    page.screenshot(
        path=str(target), full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height}
    )
