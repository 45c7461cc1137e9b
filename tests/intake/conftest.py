"""Codes of these tests are hashed by the same function at a small price: the real one takes half a
second on purpose, and what it costs is asserted in `test_rules`.
"""

import pytest

from nahtlos.intake.rules import receipt


@pytest.fixture(autouse=True)
def _cheap_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipt, "MEMORY_KIB", 64)
    monkeypatch.setattr(receipt, "PASSES", 1)
