"""The journeys of the product in a real browser, with axe on every page that is pictured."""

import pytest
from playwright.sync_api import Browser

from nahtlos.desk.journeys import JOURNEYS, Journey
from tests.playing import Player
from tests.site import Site

PLAYS = [
    (journey, scripts)
    for journey in JOURNEYS
    for scripts in ((True, False) if journey.without_scripts else (True,))
]


@pytest.mark.parametrize(
    ("journey", "scripts"), PLAYS, ids=lambda value: getattr(value, "key", str(value))
)
def test_journey(browser: Browser, site: Site, journey: Journey, scripts: bool) -> None:
    player = Player(browser, site, journey, scripts)
    player.play()
    assert player.looked_at
