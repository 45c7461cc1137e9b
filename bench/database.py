"""A throw-away database for measuring: an embedded PostgreSQL with the settings of a small real
one (writes reach the disk), the world of the tests in it, and much more on top.
"""

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nahtlos.foundation.ground import postgres
from nahtlos.foundation.ground.clusters import open_cluster
from nahtlos.foundation.ground.demonstration import own_database
from nahtlos.foundation.ground.state import KEY_BYTES, STATE, GroundError, held_lock

NAME = "nahtlos_bench"
SETTINGS = {
    "max_connections": "60",
    "shared_buffers": "256MB",
    # the copy of 20,000 offers would otherwise be written several times over
    "max_wal_size": "4GB",
}


@contextmanager
def _server() -> Iterator[dict[str, str]]:
    """The addresses of the caller's own PostgreSQL, else of an embedded one kept for measuring."""
    own = own_database()
    if own is not None:
        yield own
        return
    folder = STATE / "bench-postgres"
    with held_lock(folder.with_suffix(".lock")) as free:
        if not free:
            raise GroundError("In diesem Ordner läuft schon eine Messung.")
        cluster = open_cluster(folder, options=SETTINGS, for_tests=True)
        try:
            yield cluster.environment()
        finally:
            postgres.stop(cluster.server)


@contextmanager
def measured_database() -> Iterator[None]:
    """Sets up Django on a fresh copy of the world; both are gone afterwards."""
    with _server() as addresses, tempfile.TemporaryDirectory() as mail:
        os.environ.update(addresses)
        os.environ.update(
            {
                "DJANGO_SETTINGS_MODULE": "nahtlos.config.settings",
                "NAHTLOS_MASTER_KEY": secrets.token_hex(KEY_BYTES),
                "NAHTLOS_SECRET_KEY": secrets.token_hex(KEY_BYTES),
                "NAHTLOS_DEMONSTRATION": "1",
                "NAHTLOS_DEBUG": "",
                "NAHTLOS_ADDRESS": "http://testserver",
                "NAHTLOS_HOSTS": "testserver",
                "NAHTLOS_MAIL_DIRECTORY": str(Path(mail)),
            }
        )
        import django  # noqa: PLC0415 (reads the environment)

        django.setup()
        from tests import database  # noqa: PLC0415 (needs Django set up)

        database.copy(NAME)
        database.use(NAME)
        try:
            yield
        finally:
            database.use("postgres")
            database.drop(NAME)
