"""Plays a journey of the product in a browser: the same data the tour lists."""

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pypdf import PdfReader

from nahtlos.desk.cast import BY_KEY
from nahtlos.desk.journeys import Do, Journey, Step
from nahtlos.foundation.clock import today
from tests.browser import picture, violations
from tests.site import Site

FIRST = {
    "first-hit": ".nl-offer h3 a",
    "first-offer": (
        "main a[href*='/intern/angebote/'][href$='/']:not([href$='/neu/']):not([href$='/tabelle/'])"
    ),
    "first-request": "main a[href^='/intern/eingang/R-']:not([href$='/antwort/'])",
    "first-stopped": "main li:has-text('gestoppt') a[href^='/intern/eingang/R-']",
    "first-meeting": "main li:has-text('Termin angeboten') a[href^='/intern/eingang/R-']",
}
DAY = re.compile(r"\{day:(-?\d+)\}")


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
    noted: str = ""

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
            "fill": lambda: self._typing(deed.what).fill(self._value(deed.value)),
            "choose": lambda: page.get_by_label(deed.what).first.select_option(deed.value),
            "check": page.get_by_label(deed.what).first.check,
            "unfold": page.locator("summary", has_text=deed.what).first.click,
            "press": page.get_by_role("button", name=deed.what).first.click,
            "follow": lambda: self._follow(deed.what),
            "back": page.go_back,
            "sees": lambda: expect(page.locator("body")).to_contain_text(deed.what),
            "not_sees": lambda: expect(page.locator("body")).not_to_contain_text(deed.what),
            "picture": lambda: self._picture(deed.what),
            "open_letter": lambda: page.goto(self.site.link_for(deed.what)),
            "fill_code": lambda: self._typing(deed.what).fill(self.site.code_for(deed.value)),
            "note": lambda: self._note(deed.what),
            "paper": lambda: self._paper(deed.what, deed.value),
        }
        deeds[deed.deed]()

    def _typing(self, label: str) -> Locator:
        """What is typed into; a section may bear the same words."""
        page = self._page()
        return page.get_by_label(label).and_(page.locator("input, textarea")).first

    def _value(self, told: str) -> str:
        """What is typed, with days and what was noted filled in."""
        told = told.replace("{noted}", self.noted)
        return DAY.sub(lambda days: f"{today() + timedelta(days=int(days[1])):%d.%m.%Y}", told)

    def _note(self, what: str) -> None:
        self.noted = self._page().locator(what).first.inner_text().strip()
        assert self.noted

    def _paper(self, link: str, name: str) -> None:
        """Fetch the PDF behind LINK as this person; its first page becomes a picture where the
        machine can make one.
        """
        page = self._page()
        address = page.get_by_role("link", name=link).first.get_attribute("href")
        answer = page.request.get(f"{self.site.address}{address}")
        assert answer.ok, f"{link}: {answer.status}"
        text = "".join(one.extract_text() for one in PdfReader(BytesIO(answer.body())).pages)
        assert "Muster" in text
        self.looked_at.append(name)
        tool = shutil.which("pdftoppm")
        if self.pictures and tool:
            target = str(self.pictures / name)
            command = [tool, "-png", "-r", "70", "-f", "1", "-l", "1", "-singlefile", "-", target]
            subprocess.run(command, input=answer.body(), check=True)

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
