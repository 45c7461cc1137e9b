"""Fixtures of the foundation's tests."""

from collections.abc import Iterator

import pytest

from nahtlos.foundation.vault.keys import forget_keys


@pytest.fixture(autouse=True)
def _forgetting() -> Iterator[None]:
    """What this process learned of keys that a test took back must not reach the next test."""
    yield
    forget_keys()
