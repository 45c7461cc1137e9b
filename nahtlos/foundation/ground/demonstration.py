"""What the demonstration needs to know and to have before its server starts: the environment the
settings read, and which steps of furnishing are due because code, data or database changed."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from nahtlos.foundation.ground.assets import digest_of
from nahtlos.foundation.ground.clusters import Cluster
from nahtlos.foundation.ground.state import (
    PROJECT,
    STATE,
    GroundError,
    private_directory,
    secret_file,
    stamp_matches,
    write_private,
)

PACKAGE = PROJECT / "nahtlos"
FURNISH = [sys.executable, "-m", "nahtlos.foundation.ground.furnish"]
DATABASE_VARIABLES = ("DATABASE_URL", "DATABASE_OWNER_URL")


def own_database() -> dict[str, str] | None:
    """The addresses of a PostgreSQL the caller brought, or None for the embedded one."""
    given = {name: os.environ[name] for name in DATABASE_VARIABLES if os.environ.get(name)}
    if len(given) == 1:
        missing = (set(DATABASE_VARIABLES) - set(given)).pop()
        raise GroundError(
            f"Es fehlt {missing}: Für ein eigenes PostgreSQL braucht Nahtlos beide Adressen, "
            "DATABASE_URL und DATABASE_OWNER_URL (siehe docs/operations.md)."
        )
    return given or None


def demonstration_environment(database: Mapping[str, str], port: int) -> dict[str, str]:
    """The variables of the settings; what the caller has set stands."""
    chosen = {
        **database,
        "DJANGO_SETTINGS_MODULE": "nahtlos.config.settings",
        "NAHTLOS_DEMONSTRATION": "1",
        "NAHTLOS_ADDRESS": f"http://localhost:{port}",
        "NAHTLOS_MAIL_DIRECTORY": str(private_directory(STATE / "mail")),
        "NAHTLOS_CAST_FILE": str(STATE / "cast.txt"),
    }
    for name, file in (("MASTER_KEY", "master.key"), ("SECRET_KEY", "secret.key")):
        if not os.environ.get(f"NAHTLOS_{name}"):
            chosen[f"NAHTLOS_{name}_FILE"] = str(secret_file(STATE / file))
    given = {name: os.environ[name] for name in chosen if os.environ.get(name)}
    return os.environ | chosen | given


def write_environment(environment: Mapping[str, str]) -> None:
    """Leaves the variables in a file for a shell: `. .nahtlos/environment`, then `manage.py`."""
    wanted = sorted(name for name in environment if name.startswith(("NAHTLOS_", "DATABASE_")))
    lines = [f"export {name}={shlex.quote(environment[name])}" for name in wanted]
    write_private(STATE / "environment", "\n".join(lines) + "\n")


@dataclass(frozen=True)
class Step:
    """A part of furnishing, and the stamp that says from what it was last done."""

    name: str
    stamp: Path
    fingerprint: str

    def is_due(self) -> bool:
        return not stamp_matches(self.stamp, self.fingerprint)

    def begin(self) -> None:
        """An interrupted step is due again."""
        self.stamp.unlink(missing_ok=True)

    def done(self) -> None:
        write_private(self.stamp, self.fingerprint)


def files_below(*patterns: str) -> Iterable[Path]:
    for pattern in patterns:
        yield from (path for path in PACKAGE.glob(pattern) if path.is_file())


def due_steps(cluster: Cluster | None) -> list[Step]:
    """The steps to run now. A database that is not ours may have changed, so it is always due."""
    requirements = PROJECT / "requirements.txt"
    static = Step(
        "static",
        STATE / "static" / ".collected",
        digest_of([requirements, *files_below("**/static/**/*"), PACKAGE / "config/settings.py"]),
    )
    database = Step(
        "database",
        # beside the data, so that both are deleted together
        (cluster.server.directory if cluster else STATE) / ".furnished",
        digest_of([requirements, *files_below("**/*.py", "**/data/**/*")]),
    )
    # the invented world is told relative to the day, so that nothing in it grows old
    day = os.environ.get("NAHTLOS_TODAY") or date.today().isoformat()  # noqa: DTZ011 (this machine's day)
    world = Step("world", database.stamp.with_name(".told"), f"{database.fingerprint} {day}")
    if cluster is None:
        database.begin()
        world.begin()
    if database.is_due():
        world.begin()
    return [step for step in (static, database, world) if step.is_due()]
