"""What is measured is filled by COPY, past the models: a new column must not be forgotten there."""

from django.db import connection

from bench.caserows import COLUMNS

_NEEDED = """
SELECT column_name FROM information_schema.columns
WHERE table_name = %s AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'
"""


def test_every_column_that_must_be_filled_is_filled(db: None) -> None:
    missing = {}
    for table, written in COLUMNS.items():
        with connection.cursor() as cursor:
            cursor.execute(_NEEDED, [table])
            needed = {name for (name,) in cursor.fetchall()}
        assert needed, table
        named = {name.strip(' "') for name in written.split(",")}
        if needed - named:
            missing[table] = needed - named
    assert missing == {}
