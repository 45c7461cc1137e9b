"""The code to read by: found with the master key and by nothing else; one slow hash at a time."""

import time

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client

from nahtlos.foundation.tenancy import tenant
from nahtlos.intake.actions import find_by_code, receipts
from nahtlos.intake.rules import receipt
from tests.cast import organisation_id
from tests.intake import asked
from tests.together import together


def test_the_code_opens_its_own_question_in_its_own_office(db: None) -> None:
    first, second = asked.ask(), asked.ask("wohnhilfe-sued", "9" * 16)
    assert find_by_code(asked.DIGITS) == (organisation_id(asked.OFFICE), first.pk)
    assert find_by_code("9" * 16) == (organisation_id("wohnhilfe-sued"), second.pk)
    assert find_by_code("8" * 16) is None


def test_the_code_stands_nowhere_in_the_database(committing: None) -> None:
    asked.ask()
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT lookup FROM intake_receipt")
        lookups = [bytes(row[0]) for row in cursor.fetchall()]
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        for (table,) in cursor.fetchall():
            looked = f'SELECT count(*) FROM "{table}" AS t WHERE t::text LIKE %s'  # noqa: S608
            cursor.execute(looked, ["%47110815%"])
            assert cursor.fetchone()[0] == 0, table
    assert all(len(lookup) == 32 for lookup in lookups)


def test_without_the_master_key_a_code_leads_nowhere(db: None, settings: object) -> None:
    asked.ask()
    settings.MASTER_KEY = "00" * 32  # type: ignore[attr-defined]
    assert find_by_code(asked.DIGITS) is None


def test_the_application_reads_the_table_through_its_functions_only(db: None) -> None:
    asked.ask()
    for statement in ("SELECT * FROM intake_receipt", "DELETE FROM intake_receipt"):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_another_organisation_takes_no_code_away(db: None) -> None:
    enquiry = asked.ask()
    with tenant(organisation_id("wohnhilfe-sued")):
        receipts.revoke(enquiry.pk)
    assert find_by_code(asked.DIGITS) is not None
    with tenant(enquiry.organisation_id):
        receipts.revoke(enquiry.pk)
    assert find_by_code(asked.DIGITS) is None


def test_one_hash_at_a_time_and_a_short_queue(
    committing: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    running: list[int] = []
    most: list[int] = []
    true = receipt.lookup_of

    def watched(code: str, *, salt: bytes, pepper: bytes) -> bytes:
        running.append(1)
        most.append(len(running))
        try:
            time.sleep(0.2)
            return true(code, salt=salt, pepper=pepper)
        finally:
            running.pop()

    monkeypatch.setattr(receipt, "lookup_of", watched)
    outcomes = together(*[lambda: find_by_code("8" * 16)] * 8)
    turned_away = [one for one in outcomes if isinstance(one, receipts.Busy)]
    assert max(most) == 1
    assert outcomes.count(None) + len(turned_away) == 8
    assert outcomes.count(None) >= receipts.WAITING
    assert turned_away, "eight at once are more than a queue of four"
    assert find_by_code("8" * 16) is None, "the queue is empty again"


def test_whoever_finds_a_queue_reads_so_and_loses_nothing(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(code: str) -> None:
        raise receipts.Busy

    monkeypatch.setattr(receipts, "_lookup", full)
    page = visitor.post(
        "/fragen/lesen/", {"deed": "open", "code": asked.CODE, "kept": "Noch etwas"}
    )
    assert page.status_code == 422
    assert "Gerade sind hier viele gleichzeitig." in page.content.decode()
    assert "Noch etwas" in page.content.decode()
    assert asked.CODE in page.content.decode()
