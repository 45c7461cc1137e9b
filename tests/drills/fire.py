"""What kills, what starts again, and the people who go on working meanwhile."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import psycopg
from django.db import connections

from nahtlos.foundation.ground.state import PROJECT
from tests.drills.ground import OwnGround

KILLS = 60
SEED = 20261125
PAUSE = (0.3, 1.1)  # seconds between two kills
AT_WORK = 2.5  # seconds after its start in which a worker only loads


def processes(word: str, database_name: str) -> list[int]:
    """The processes whose command line holds WORD and that work on DATABASE_NAME."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            environment = (entry / "environ").read_bytes().decode(errors="replace")
            if word in command and f"/{database_name}?" in environment.replace("&", "?"):
                found.append(int(entry.name))
    return found


def _server_children(name: str) -> list[int]:
    """The server's processes but not their master, which makes new ones."""
    pids = processes("gunicorn", name)
    parents = {}
    for pid in pids:
        with suppress(OSError):
            parents[pid] = int(Path(f"/proc/{pid}/stat").read_text().split()[3])
    return [pid for pid, parent in parents.items() if parent in pids]


class Worker(threading.Thread):
    """The background service, started again whenever it was killed, as a supervisor does."""

    def __init__(
        self,
        environment: Mapping[str, str],
        log: Path,
        command: Sequence[str] = ("manage.py", "procrastinate", "worker"),
    ) -> None:
        super().__init__()
        self.command = [sys.executable, *command]
        self.environment = environment
        self.log = log
        self.over = threading.Event()
        self.pid = 0
        self.started = time.monotonic()

    def run(self) -> None:
        """Until `over` is set."""
        with self.log.open("ab") as file:
            while not self.over.is_set():
                with subprocess.Popen(
                    self.command, cwd=PROJECT, env=self.environment, stdout=file, stderr=file
                ) as process:
                    self.started, self.pid = time.monotonic(), process.pid
                    while process.poll() is None and not self.over.wait(0.1):
                        pass
                    process.terminate()

    def at_work(self) -> bool:
        """Whether it has loaded long enough to be in the middle of something."""
        return bool(self.pid) and time.monotonic() - self.started > AT_WORK


class Killer(threading.Thread):
    """Kills something every few tenths of a second, in an order that SEED decides; once in the
    middle the whole database.
    """

    def __init__(self, name: str, ground: OwnGround, worker: Worker) -> None:
        super().__init__()
        self.random = random.Random(SEED)  # noqa: S311 (a repeatable order, no secret)
        self.database = name
        self.ground = ground
        self.worker = worker
        self.done: Counter[str] = Counter()

    def run(self) -> None:
        """Until enough was killed."""
        try:
            while self.done.total() < KILLS:
                time.sleep(self.random.uniform(*PAUSE))
                if self.done.total() == KILLS // 2 and not self.done["database"]:
                    self.ground.fall()
                    self.ground.rise()
                    self.done["database"] += 1
                    continue
                what = self.random.choice(["server", "worker", "connection"])
                if getattr(self, f"_{what}")():
                    self.done[what] += 1
        finally:
            connections.close_all()

    def _connection(self) -> bool:
        """One that is in the middle of something, where there is one."""
        app = connections["default"].settings_dict["USER"]
        with suppress(psycopg.Error), psycopg.connect(self._owner(), autocommit=True) as direct:
            killed = direct.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
                " AND usename = %s ORDER BY xact_start NULLS LAST, random() LIMIT 1",
                [self.database, app],
            )
            return killed.rowcount > 0
        return False

    def _owner(self) -> str:
        return self.ground.cluster.url(self.ground.cluster.roles.owner, "postgres")

    def _server(self) -> bool:
        pids = _server_children(self.database)
        return bool(pids) and _kill(self.random.choice(pids))

    def _worker(self) -> bool:
        return self.worker.at_work() and _kill(self.worker.pid)


def _kill(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True
