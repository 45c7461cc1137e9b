"""The two embedded clusters of a checkout, started and prepared: one keeps the demonstration's
data, the other serves tests and trades safety for speed. Test runs at the same time get a cluster
each, because the names of their databases are the same."""

from __future__ import annotations

import json
import secrets
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from nahtlos.foundation.ground import postgres
from nahtlos.foundation.ground.preparation import Role, Roles, preparation_sql
from nahtlos.foundation.ground.state import STATE, GroundError, held_lock, write_private

DATABASE = "nahtlos"
DEMONSTRATION: Mapping[str, str] = {"max_connections": "60", "shared_buffers": "64MB"}
# a test cluster is made anew when it breaks, so nothing has to reach the disk
TESTS: Mapping[str, str] = {
    **DEMONSTRATION,
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
}
MOST_TEST_RUNS = 20


@dataclass(frozen=True)
class Cluster:
    """A prepared server and the addresses of the three roles (see docs/operations.md)."""

    server: postgres.Server
    roles: Roles

    def url(self, role: Role, database: str = DATABASE) -> str:
        return self.server.url(database, role.name, role.password)

    def environment(self) -> dict[str, str]:
        """The variables by which the settings find this cluster."""
        return {
            "DATABASE_URL": self.url(self.roles.app),
            "DATABASE_OWNER_URL": self.url(self.roles.owner),
        }


def kept_roles(directory: Path) -> Roles:
    """The roles with passwords that are made once for each cluster."""
    kept = directory / "roles.json"
    if not kept.exists():
        names = ("nahtlos_owner", "nahtlos_app", "nahtlos_report")
        write_private(kept, json.dumps({name: secrets.token_urlsafe(24) for name in names}))
    owner, app, report = json.loads(kept.read_text(encoding="utf-8")).items()
    return Roles(Role(*owner), Role(*app), Role(*report))


def run_script(server: postgres.Server, script: str) -> None:
    """Runs a psql script as superuser; it goes through a pipe, so no process list shows it."""
    done = subprocess.run(
        [
            str(postgres.binaries() / "psql"),
            "--no-psqlrc",
            "--quiet",
            f"--dbname={server.url('postgres', server.superuser, '')}",
        ],
        input=script,
        env=postgres.clean_environment() | {"PGPASSWORD": server.password},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise GroundError(f"Die Datenbank konnte nicht vorbereitet werden:\n{done.stderr.strip()}")


def open_cluster(
    directory: Path, *, options: Mapping[str, str], for_tests: bool = False
) -> Cluster:
    """Starts the cluster in `directory` and prepares it; the caller stops `cluster.server`."""
    server = postgres.start(directory, options=options)
    try:
        roles = kept_roles(server.directory)
        run_script(server, preparation_sql(roles, database=DATABASE, for_tests=for_tests))
    except BaseException:
        postgres.stop(server)
        raise
    return Cluster(server, roles)


def demonstration_cluster() -> Cluster:
    return open_cluster(STATE / "postgres", options=DEMONSTRATION)


@contextmanager
def cluster_for_tests() -> Iterator[Cluster]:
    """A cluster of its own for one test run, kept afterwards for the next one."""
    with ExitStack() as held:
        for number in range(MOST_TEST_RUNS):
            directory = STATE / "test-postgres" / str(number)
            if held.enter_context(held_lock(directory.with_suffix(".lock"))):
                cluster = open_cluster(directory, options=TESTS, for_tests=True)
                held.callback(postgres.stop, cluster.server)
                yield cluster
                return
    raise GroundError("Es laufen zu viele Testläufe zugleich.")
