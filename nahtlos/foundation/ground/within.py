"""Runs one command with a database for tests and throw-away keys around it, as checks and
measurements need: `python -m nahtlos.foundation.ground.within manage.py makemigrations --check`.
With `DATABASE_URL` and `DATABASE_OWNER_URL` set, that PostgreSQL is used instead."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from nahtlos.foundation.ground.clusters import cluster_for_tests
from nahtlos.foundation.ground.demonstration import own_database
from nahtlos.foundation.ground.state import KEY_BYTES, PROJECT, GroundError, secret_file

KEYS = ("NAHTLOS_MASTER_KEY", "NAHTLOS_SECRET_KEY")


@contextmanager
def environment_for_tests() -> Iterator[dict[str, str]]:
    """The variables the settings need, complete; the embedded server ends with the context.

    Its keys stay with its folder, so that what was encrypted in one run can be read in the next."""
    own = own_database()
    if own is not None:
        yield own | {name: secrets.token_hex(KEY_BYTES) for name in KEYS}
        return
    with cluster_for_tests() as cluster:
        folder = cluster.server.directory
        keys = {name: secret_file(folder / name.lower()).read_text().strip() for name in KEYS}
        yield cluster.environment() | keys


def main(arguments: list[str]) -> int:
    try:
        with environment_for_tests() as environment:
            command = [sys.executable, *arguments]
            completed = subprocess.run(
                command, cwd=PROJECT, env=os.environ | environment, check=False
            )
    except GroundError as error:
        print(error, file=sys.stderr)
        return 1
    return completed.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
