"""`make story`: plays every journey in a browser, takes the README's pictures, and says what
passed.
"""

import os
import sys
from pathlib import Path

import tests.plugin

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"


def main() -> int:
    """Play every journey, or those whose keys are named; 0 where everything passed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nahtlos.config.settings")
    os.environ.setdefault(
        "DJANGO_ALLOW_ASYNC_UNSAFE", "1"
    )  # playwright keeps an event loop of its own in this thread
    import django

    django.setup()
    from nahtlos.desk.journeys import JOURNEYS
    from tests.browser import chromium
    from tests.playing import Player
    from tests.site import running_site

    passed = failed = 0
    wanted = sys.argv[1:]
    for journey in (one for one in JOURNEYS if not wanted or one.key in wanted):
        for scripts in (True, False) if journey.without_scripts else (True,):
            how = "mit JavaScript" if scripts else "ohne JavaScript"
            # Each play gets a world of its own, so that one journey does not change the next.
            with running_site("nahtlos_story", furnished=False) as site, chromium() as browser:
                player = Player(browser, site, journey, scripts, PICTURES if scripts else None)
                try:
                    player.play()
                except AssertionError as error:
                    failed += 1
                    print(f"FEHLER  {journey.title} ({how})\n{error}")
                else:
                    passed += 1
                    print(f"gut     {journey.title} ({how}): {len(journey.steps)} Schritte")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        code = main()
    finally:
        tests.plugin.pytest_unconfigure()
    sys.exit(code)
