"""Fixtures of every test: the database with the world in it, signed-in clients, a committing
database where a test needs one.
"""

import os
from collections.abc import Callable, Iterator

import hypothesis
import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.plugin import DjangoDbBlocker

from nahtlos.foundation import lately
from nahtlos.foundation.ground.browser import browser_path, is_ci
from tests import database
from tests.browser import chromium
from tests.cast import sign_in

# Times are measured by `make bench`; a slow machine is no failed rule.
hypothesis.settings.register_profile("nahtlos", deadline=None)
hypothesis.settings.load_profile("nahtlos")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """One copy of the template for this worker; ordinary tests roll back what they do."""
    name = f"nahtlos_test_{WORKER}"
    with django_db_blocker.unblock():
        database.copy(name)
        database.use(name)
    yield
    with django_db_blocker.unblock():
        database.use("postgres")
        database.drop(name)


@pytest.fixture
def committing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database of its own in which transactions really commit; the world is in it, and it is
    thrown away afterwards.
    """
    name = f"nahtlos_test_{WORKER}_committing"
    with django_db_blocker.unblock():
        database.copy(name)
        database.use(name)
        yield
        database.use(f"nahtlos_test_{WORKER}")
        database.drop(name)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Each test asks the database itself: another one's rows are rolled back."""
    lately.forget()


@pytest.fixture(scope="session", autouse=True)
def _static() -> None:
    """Pages name static files by the names that collectstatic gave them; the tests need the names,
    not the files.
    """
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )


@pytest.fixture
def as_(db: None) -> Callable[[str], Client]:
    """A client signed in as somebody of the cast: `as_("aylin")`."""
    return sign_in


@pytest.fixture
def visitor(db: None) -> Client:
    """A client of nobody."""
    return Client()


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
