"""Plants one forgery after the other in a chain, as somebody with every right on the database
could, and looks whether each is found and the chain is whole again once it is taken back.
"""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connections

from nahtlos.foundation import audit
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.models import AuditBlock
from nahtlos.foundation.tenancy import tenant
from tests.cast import FOREIGN, actor, organisation_id

SEED = 4711
ENTRIES = 60
EACH = 12  # forgeries of one kind
CHANGED = (
    *("at", "kind", "account_id", "roles", "verb", "thing", "code", "detail"),
    *("block", "hash", "previous"),
)
FORGED = {
    "block": "'2020-01'",
    "at": "at + interval '1 second'",
    "account_id": "gen_random_uuid()",
    "hash": "repeat('0', 64)",
    "previous": "repeat('0', 64)",
}


def _write(count: int) -> None:
    for number in range(count):
        with tenant(organisation_id()):
            audit.record(actor("aylin"), Verb.CHANGED, "offer", f"probe-{number}", {"fields": []})
        with tenant(organisation_id(FOREIGN)):
            audit.record(actor("cem"), Verb.CONFIRMED, "offer", f"probe-{number}")


@contextmanager
def _planted(statement: str, *values: Any) -> Iterator[int]:
    """The statement's effect, committed as the owner; the chain is put back afterwards. How many
    rows it touched.
    """
    home = organisation_id()
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE kept AS"
            " SELECT * FROM foundation_auditentry WHERE organisation_id = %s",
            [home],
        )
        cursor.execute("ALTER TABLE foundation_auditentry DISABLE TRIGGER audit_link")
        cursor.execute(statement, list(values))
        touched = cursor.rowcount
        try:
            yield touched
        finally:
            cursor.execute("DELETE FROM foundation_auditentry WHERE organisation_id = %s", [home])
            cursor.execute("INSERT INTO foundation_auditentry OVERRIDING SYSTEM VALUE TABLE kept")
            cursor.execute("ALTER TABLE foundation_auditentry ENABLE TRIGGER audit_link")
            cursor.execute("DROP TABLE kept")


def _change(dice: random.Random, last: int) -> tuple[str, list[object]]:
    column = dice.choice(CHANGED)
    forged = FORGED.get(column, f"{column} || 'x'")
    return (
        (
            f"UPDATE foundation_auditentry SET {column} = {forged}"  # noqa: S608 (names from above)
            " WHERE organisation_id = %s AND number = %s"
        ),
        [organisation_id(), dice.randint(2, last)],
    )


def _removal(dice: random.Random, last: int) -> tuple[str, list[object]]:
    return (
        "DELETE FROM foundation_auditentry WHERE organisation_id = %s AND number = %s",
        [organisation_id(), dice.randint(2, last - 1)],
    )


def _cut(dice: random.Random, last: int) -> tuple[str, list[object]]:
    return (
        "DELETE FROM foundation_auditentry WHERE organisation_id = %s AND number > %s",
        [organisation_id(), last - dice.randint(1, 20)],
    )


def _exchange(dice: random.Random, last: int) -> tuple[str, list[object]]:
    """Two entries change places: their contents stay, their numbers do not."""
    first = dice.randint(2, last - 1)
    return (
        (
            "UPDATE foundation_auditentry SET number = -number WHERE organisation_id = %s"
            " AND number IN (%s, %s)"
        ),
        [organisation_id(), first, dice.randint(first + 1, last)],
    )


def _borrowed(dice: random.Random, last: int) -> tuple[str, list[object]]:
    """An entry of another organisation put in the place of one's own."""
    return (
        (
            "UPDATE foundation_auditentry SET verb = f.verb, code = f.code, hash = f.hash,"
            " previous = f.previous FROM foundation_auditentry f WHERE foundation_auditentry"
            ".organisation_id = %s AND foundation_auditentry.number = %s"
            " AND f.organisation_id = %s AND f.number = 5"
        ),
        [organisation_id(), dice.randint(2, last), organisation_id(FOREIGN)],
    )


def _emptied(dice: random.Random, last: int) -> tuple[str, list[object]]:
    return (
        "DELETE FROM foundation_auditentry WHERE organisation_id = %s AND number <= %s",
        [organisation_id(), dice.choice((1, 2, last - 1, last))],
    )


def _put_in(dice: random.Random, last: int) -> tuple[str, list[object]]:
    """An entry beside the chain, of yesterday or of tomorrow."""
    return (
        (
            "INSERT INTO foundation_auditentry"
            " (organisation_id, at, kind, roles, verb, thing, code, detail, block)"
            " SELECT organisation_id, at + %s * interval '1 day', kind, roles, verb, thing, code,"
            " detail, block FROM foundation_auditentry WHERE organisation_id = %s AND number = %s"
        ),
        [dice.choice((-1, 1)), organisation_id(), dice.randint(2, last)],
    )


KINDS = {
    "changed": _change,
    "removed": _removal,
    "cut": _cut,
    "moved": _exchange,
    "borrowed": _borrowed,
    "emptied": _emptied,
    "put in": _put_in,
}


def test_every_planted_forgery_is_found(
    committing: None, capsys: pytest.CaptureFixture[str]
) -> None:
    _write(ENTRIES)
    dice = random.Random(SEED)  # noqa: S311 (repeatable forgeries, no secret)
    with tenant(organisation_id()):
        last = AuditBlock.objects.latest("last_number").last_number
    missed, found = [], Counter[str]()
    for kind, forge in KINDS.items():
        for _ in range(EACH):
            statement, values = forge(dice, last)
            with _planted(statement, *values) as touched:
                assert touched > 0, statement
                if audit.verify(organisation_id()):
                    found[kind] += 1
                else:
                    missed.append((statement, values))
                # whose chain was not touched is not suspected
                assert audit.verify(organisation_id(FOREIGN)) == []
            assert audit.verify(organisation_id()) == []
    assert missed == []
    with capsys.disabled():
        told = ", ".join(f"{count} {kind}" for kind, count in found.items())
        print(f"\nchain: {found.total()} forgeries in {last} entries ({told}), 0 missed")
