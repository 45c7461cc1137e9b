"""The running site and the browser for the tests that look at pages; without a Chromium they are
skipped, but never in CI.
"""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from pytest_django.plugin import DjangoDbBlocker

from nahtlos.foundation.ground.browser import browser_path, is_ci
from tests.browser import chromium
from tests.conftest import WORKER
from tests.site import Site, running_site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the worker."""
    if browser_path() is None and not is_ci():
        pytest.skip("Kein Chromium gefunden: Die Browser-Tests werden übersprungen.")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "1"  # playwright keeps an event loop of its own in this thread
    )
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """The installation on a world of its own."""
    with django_db_blocker.unblock(), running_site(f"nahtlos_site_{WORKER}") as running:
        yield running
