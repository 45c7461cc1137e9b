"""The browser of the journeys, for what only a browser can show."""

from tests.journeys.conftest import browser

__all__ = ["browser"]
