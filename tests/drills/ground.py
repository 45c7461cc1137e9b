"""A PostgreSQL of a drill's own, whose writes reach the disk: it may be killed, and its log holds
nothing but the drill.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import environ
from django.db import connections

from nahtlos.foundation.ground import postgres
from nahtlos.foundation.ground.clusters import Cluster, open_cluster
from tests import database

SETTINGS = {"max_connections": "60", "shared_buffers": "64MB"}
VARIABLES = {"default": "DATABASE_URL", "owner": "DATABASE_OWNER_URL"}
PLACE = ("HOST", "PORT", "USER", "PASSWORD", "NAME", "OPTIONS")


@dataclass
class OwnGround:
    """A cluster that can fall and be raised again."""

    cluster: Cluster

    @property
    def log(self) -> Path:
        """What the database writes about itself."""
        return self.cluster.server.directory / "log"

    def fall(self) -> None:
        """Kill the database's first process; the others follow when they notice."""
        self.cluster.server.process.kill()
        self.cluster.server.process.wait()

    def rise(self) -> None:
        """Start it again on the same data, as an operator's supervisor does."""
        folder = self.cluster.server.directory
        server = postgres.start(folder, options=SETTINGS)
        self.cluster = Cluster(server, self.cluster.roles)


def _point(places: dict[str, dict[str, object]]) -> None:
    for alias, place in places.items():
        connections[alias].close()
        connections[alias].settings_dict.update(place)


@contextmanager
def own_ground(folder: Path) -> Iterator[OwnGround]:
    """Inside, both connections of this process and the variables for others lead to a fresh
    cluster in FOLDER.
    """
    before = {
        alias: {name: connections[alias].settings_dict[name] for name in PLACE}
        for alias in VARIABLES
    }
    kept = {name: os.environ[name] for name in VARIABLES.values()}
    ground = OwnGround(open_cluster(folder, options=SETTINGS, for_tests=True))
    try:
        addresses = ground.cluster.environment()
        os.environ.update(addresses)
        found = {
            alias: environ.Env.db_url_config(addresses[name]) for alias, name in VARIABLES.items()
        }
        for alias, place in found.items():
            # a socket's folder stands among the options
            place["OPTIONS"] = {**before[alias]["OPTIONS"], **place.get("OPTIONS", {})}
        _point({alias: {name: one[name] for name in PLACE} for alias, one in found.items()})
        yield ground
    finally:
        os.environ.update(kept)
        _point(before)
        database.use(str(before["default"]["NAME"]))
        postgres.stop(ground.cluster.server)
