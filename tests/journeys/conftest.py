"""The running site for the tests that look at pages."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.conftest import WORKER
from tests.site import Site, running_site


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """The installation on a world of its own."""
    with django_db_blocker.unblock(), running_site(f"nahtlos_site_{WORKER}") as running:
        yield running
