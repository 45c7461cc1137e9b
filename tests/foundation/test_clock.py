"""What time it is, and what is told of other times."""

from datetime import timedelta

import pytest

from nahtlos.foundation import audit, clock
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.models import AuditEntry
from nahtlos.foundation.tenancy import tenant
from tests.cast import actor, organisation_id


def test_told_time_ends_with_its_block_whatever_happens() -> None:
    before, seen = clock.today(), []

    def breaks() -> None:
        with clock.told(9):
            seen.append(clock.today())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        breaks()
    assert seen == [before - timedelta(days=9)]
    assert clock.today() == before


def test_the_chain_is_never_told(db: None) -> None:
    with tenant(organisation_id()), clock.told(60):
        audit.record(actor("aylin"), Verb.CHANGED, "offer", "erzaehlt")
        entry = AuditEntry.objects.get(code="erzaehlt")
        assert clock.real_now() - entry.at < timedelta(minutes=5)
