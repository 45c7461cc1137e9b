"""Codes of these tests are hashed by the same function at a small price (the real one takes half a
second on purpose, and what it costs is asserted in `test_rules`), and the office's desk is empty.
"""

import pytest

from nahtlos.foundation.tenancy import tenant
from nahtlos.intake.models import CallBack, Enquiry, FirstAdvice
from nahtlos.intake.rules import receipt
from tests.cast import organisation_id
from tests.intake import asked


@pytest.fixture(autouse=True)
def _cheap_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipt, "MEMORY_KIB", 64)
    monkeypatch.setattr(receipt, "PASSES", 1)


@pytest.fixture(autouse=True)
def _empty_desk(request: pytest.FixtureRequest) -> None:
    """What the demonstration tells is put aside, where the test rolls back."""
    if "db" not in request.fixturenames:
        return
    request.getfixturevalue("db")
    with tenant(organisation_id(asked.OFFICE)):
        for model in (Enquiry, CallBack, FirstAdvice):
            model._default_manager.all().delete()
