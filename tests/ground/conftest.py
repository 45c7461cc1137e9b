"""Clusters of their own for the tests of the ground: they are killed and broken on purpose."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from nahtlos.foundation.ground import postgres
from nahtlos.foundation.ground.clusters import TESTS, kept_roles, run_script
from nahtlos.foundation.ground.preparation import Roles, preparation_sql


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for a cluster; whatever still runs in it afterwards is ended."""
    directory = tmp_path_factory.mktemp("pg")
    yield directory
    data = postgres.existing_data(directory)
    if data is not None:
        postgres.end_leftover(data)


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[postgres.Server]:
    """A running server on which nothing is prepared beyond what the module's tests do."""
    running = postgres.start(folder, options=TESTS)
    yield running
    postgres.stop(running)


@pytest.fixture(scope="module")
def roles(server: postgres.Server) -> Roles:
    """The three roles, prepared twice over: the second time must change nothing."""
    roles = kept_roles(server.directory)
    for _ in range(2):
        run_script(server, preparation_sql(roles))
    return roles
