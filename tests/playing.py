"""Plays a journey of the product in a browser: the same data the tour lists."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from nahtlos.desk.cast import BY_KEY
from nahtlos.desk.journeys import Do, Journey, Step
from tests.browser import picture, violations
from tests.site import Site

FIRST = {
    "first-hit": ".nl-offer h3 a",
    "first-offer": (
        "main a[href*='/intern/angebote/'][href$='/']:not([href$='/neu/']):not([href$='/tabelle/'])"
    ),
}


@dataclass
class Player:
    """One journey being played; a new person is a new browser window with its own cookies."""

    browser: Browser
    site: Site
    journey: Journey
    scripts: bool = True
    pictures: Path | None = None
    looked_at: list[str] = field(default_factory=list)
    context: BrowserContext | None = None
    page: Page | None = None
    who: str | None = None

    def play(self) -> None:
        """Every step; AssertionError with the step's sentence where one does not go as told."""
        for step in self.journey.steps:
            try:
                self._step(step)
            except Exception as error:
                raise AssertionError(f"{self.journey.title}: „{step.says}“\n{error}") from error
        if self.context:
            self.context.close()

    def _step(self, step: Step) -> None:
        if self.who != step.who or self.page is None:
            self._become(step.who)
        if step.path:
            self._page().goto(self.site.address + step.path)
        for deed in step.does:
            self._do(deed)

    def _become(self, who: str) -> None:
        if self.context:
            self.context.close()
        size = {"width": self.journey.width, "height": 900}
        self.context = self.browser.new_context(
            viewport=size, java_script_enabled=self.scripts, locale="de-DE"
        )  # type: ignore[arg-type]
        self.context.set_default_timeout(10_000)
        self.page, self.who = self.context.new_page(), who
        if who:
            self.page.goto(f"{self.site.address}/intern/anmelden/")
            self.page.get_by_role("button", name=BY_KEY[who].name, exact=True).click()
            expect(self.page.get_by_role("heading", level=1)).to_contain_text(BY_KEY[who].name)

    def _page(self) -> Page:
        if self.page is None:
            raise AssertionError("no page yet")
        return self.page

    def _do(self, deed: Do) -> None:
        page = self._page()
        deeds: dict[str, Callable[[], object]] = {
            "open": lambda: page.goto(self.site.address + deed.what),
            "fill": lambda: page.get_by_label(deed.what).first.fill(deed.value),
            "check": page.get_by_label(deed.what).first.check,
            "press": page.get_by_role("button", name=deed.what).first.click,
            "follow": lambda: self._follow(deed.what),
            "back": page.go_back,
            "sees": lambda: expect(page.locator("body")).to_contain_text(deed.what),
            "not_sees": lambda: expect(page.locator("body")).not_to_contain_text(deed.what),
            "picture": lambda: self._picture(deed.what),
            "open_letter": lambda: page.goto(self.site.link_for(deed.what)),
        }
        deeds[deed.deed]()

    def _follow(self, what: str) -> None:
        page = self._page()
        target = page.locator(FIRST[what]) if what in FIRST else page.get_by_role("link", name=what)
        target.first.click()

    def _picture(self, name: str) -> None:
        page = self._page()
        if self.scripts:
            found = violations(page)
            assert found == [], "\n".join(found)
        self.looked_at.append(name)
        if self.pictures:
            picture(page, self.pictures / f"{name}.png")
