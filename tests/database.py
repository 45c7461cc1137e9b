"""Databases of the tests: one template with the world in it, and quick copies of it for every
worker and every committing test.

The template is made by the owner's role and kept between runs while code, data and day stay the
same; tests work as the app role.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import StringIO
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connections

from nahtlos.foundation.clock import BERLIN
from nahtlos.foundation.vault.keys import forget_keys

PACKAGE = Path(__file__).resolve().parent.parent / "nahtlos"
TESTS = Path(__file__).resolve().parent
SOURCES = (
    "**/models/*.py",
    "**/models.py",
    "**/migrations/*.py",
    "**/actions/*.py",
    "**/actions.py",
    "**/data/**/*",
    "**/world/*.py",
)


def _fingerprint() -> str:
    digest = hashlib.sha256(
        os.environ["NAHTLOS_MASTER_KEY"].encode() + datetime.now(BERLIN).date().isoformat().encode()
    )
    files = {path for pattern in SOURCES for path in PACKAGE.glob(pattern) if path.is_file()}
    files |= {
        TESTS / "world.py",
        TESTS / "referrals" / "sampled.py",
        PACKAGE / "desk" / "cast.py",
        PACKAGE / "directory" / "rules" / "words.py",
    }
    files |= set((PACKAGE / "foundation").glob("**/*.py"))
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _maintenance() -> Iterator[psycopg.Connection]:
    """The owner's connection to a database that is nobody's copy; one holder at a time."""
    connection = connections["owner"]
    parameters = {**connection.get_connection_params(), "dbname": "postgres"}
    wanted = {
        key: value
        for key, value in parameters.items()
        if key in ("host", "port", "user", "password", "dbname")
    }
    with psycopg.connect(**wanted, autocommit=True) as direct:  # type: ignore[arg-type]
        direct.execute("SELECT pg_advisory_lock(7221)")
        yield direct


def _exists(direct: psycopg.Connection, name: str) -> bool:
    return (
        direct.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        is not None
    )


def _drop(direct: psycopg.Connection, name: str) -> None:
    direct.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def use(name: str) -> None:
    """Point both connections of this process at database NAME."""
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
    forget_keys()


def _build(direct: psycopg.Connection, name: str, *, furnished: bool) -> None:
    from tests.referrals.sampled import furnish_referrals  # noqa: PLC0415 (needs Django set up)
    from tests.world import furnish  # noqa: PLC0415 (as above)

    old = direct.execute(
        "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{name.rpartition('_')[0]}_%"]
    ).fetchall()
    for (other,) in old:
        _drop(direct, other)
    making = f"{name}_making"
    _drop(direct, making)
    direct.execute(f'CREATE DATABASE "{making}" TEMPLATE nahtlos')
    use(making)
    call_command("migrate", database="owner", interactive=False, verbosity=0)
    call_command("load_places", verbosity=0, stdout=StringIO())
    call_command("load_world", verbosity=0, stdout=StringIO())
    if furnished:
        furnish()
        furnish_referrals()
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    for alias in ("default", "owner"):
        connections[alias].close()
    direct.execute(f'ALTER DATABASE "{making}" RENAME TO "{name}"')


def copy(name: str, *, furnished: bool = True) -> None:
    """A fresh database NAME with the whole world in it, and with what the tests add to it where it
    is FURNISHED; takes about a tenth of a second once the template is there.
    """
    template = f"nahtlos_{'template' if furnished else 'plain'}_{_fingerprint()}"
    with _maintenance() as direct:
        if not _exists(direct, template):
            _build(direct, template, furnished=furnished)
        _drop(direct, name)
        direct.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop(name: str) -> None:
    """Remove a copy."""
    with _maintenance() as direct:
        _drop(direct, name)
