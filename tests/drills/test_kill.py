"""Kills server processes, the worker and database connections at random moments while people
invite colleagues: what was acknowledged is whole, and what was not left nothing half behind.
"""

import email
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from nahtlos.foundation import audit
from nahtlos.foundation.models import AuditEntry, Letter
from nahtlos.foundation.tenancy import tenant
from nahtlos.people.models import Invitation
from tests import database
from tests.cast import organisation_id, sign_in
from tests.conftest import WORKER
from tests.site import Site, running_site

KILLS = 40
SEED = 20261125
DRAINED = 150.0
NAME = f"nahtlos_kill_{WORKER}"


def _processes(word: str, database_name: str) -> list[int]:
    """The processes whose command line holds WORD and that work on this drill's database."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            environment = (entry / "environ").read_bytes().decode(errors="replace")
            if word in command and f"/{database_name}?" in environment.replace("&", "?"):
                found.append(int(entry.name))
    return found


def _server_children() -> list[int]:
    """The server's processes but not their master, which makes new ones."""
    pids = _processes("gunicorn", NAME)
    parents = {pid: int(Path(f"/proc/{pid}/stat").read_text().split()[3]) for pid in pids}
    return [pid for pid, parent in parents.items() if parent in pids]


class Killer(threading.Thread):
    """Kills something every few tenths of a second, in an order that SEED decides."""

    def __init__(self) -> None:
        super().__init__()
        self.random = random.Random(SEED)  # noqa: S311 (a repeatable order, no secret)
        self.done: Counter[str] = Counter()

    def run(self) -> None:
        """Until enough was killed."""
        while sum(self.done.values()) < KILLS:
            time.sleep(self.random.uniform(0.2, 0.9))
            what = self.random.choice(["server", "worker", "connection"])
            if self._kill(what):
                self.done[what] += 1
        connections.close_all()

    def _kill(self, what: str) -> bool:
        if what == "connection":
            with connections["owner"].cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
                    " AND pid <> pg_backend_pid() AND usename = %s ORDER BY random() LIMIT 1",
                    [NAME, connections["default"].settings_dict["USER"]],
                )
                return cursor.rowcount > 0
        pids = _server_children() if what == "server" else _processes("procrastinate", NAME)
        if not pids:
            return False
        with suppress(ProcessLookupError):
            os.kill(self.random.choice(pids), signal.SIGKILL)
        return True


class Supervised(threading.Thread):
    """Starts the worker again whenever it was killed, as the demonstration's supervisor does."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        super().__init__()
        self.environment = environment
        self.over = threading.Event()

    def run(self) -> None:
        """Until `over` is set."""
        command = [sys.executable, "manage.py", "procrastinate", "worker"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        while not self.over.is_set():
            with subprocess.Popen(command, env=self.environment, **quiet) as process:  # type: ignore[call-overload]
                while process.poll() is None and not self.over.wait(0.2):
                    pass
                process.terminate()


def _ask(site: Site, cookie: str, path: str, body: dict[str, object] | None = None) -> str:
    """The page, or the address one is sent to."""
    data = urllib.parse.urlencode(body, doseq=True).encode() if body else None
    headers = {"Cookie": f"nahtlos={cookie}", "Origin": site.address}
    request = urllib.request.Request(site.address + path, data, headers)  # noqa: S310
    with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 (our own address)
        return str(answer.geturl()) if body else str(answer.read().decode())


def _invite(site: Site, cookie: str, address: str) -> bool:
    """Whether the invitation was acknowledged."""
    with suppress(OSError, urllib.error.URLError, ConnectionError, TimeoutError):
        page = _ask(site, cookie, "/intern/team/einladen/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        if token:
            body = {"csrfmiddlewaretoken": token[1], "address": address, "roles": ["coach"]}
            return _ask(site, cookie, "/intern/team/einladen/", body).endswith("/team/")
    return False


def _sent(mail: Path) -> Counter[tuple[str, str]]:
    """How often each (recipient, Message-ID) was sent."""
    found: Counter[tuple[str, str]] = Counter()
    for path in mail.glob("*.log"):
        for part in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
            message = email.message_from_bytes(part)
            if str(message["To"]).startswith("drill-"):
                found[str(message["To"]), str(message["Message-ID"])] += 1
    return found


def test_nothing_acknowledged_is_lost_and_nothing_half_stays(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), running_site(NAME) as site:
        database.use(NAME)
        home, cookie = organisation_id(), sign_in("fritz").cookies["nahtlos"].value
        connections.close_all()  # else our own connection would be among those that are ended
        worker = Supervised(site.environment)
        worker.start()
        try:
            acknowledged = _under_fire(site, cookie)
            _drain(home)
        finally:
            worker.over.set()
            worker.join()
        with tenant(home):
            invitations = list(Invitation.objects.filter(invited_at__isnull=False))
            kept = {one.address for one in invitations if one.address}
            letters = Letter.objects.filter(kind="invitation").count()
            entries = AuditEntry.objects.filter(verb="invited").count()
        sent = _sent(site.mail)
        findings = audit.verify(home)
        database.use(f"nahtlos_test_{WORKER}")
    assert set(acknowledged) <= kept
    assert len(invitations) == letters == entries
    assert findings == []
    recipients = {to for to, _ in sent}
    assert set(acknowledged) <= recipients
    # Sent twice at most, and then under the same Message-ID, so that it is known as one mail.
    assert len(sent) == len(recipients)
    assert max(sent.values()) <= 2
    print(
        f"\nkill: {KILLS} kills, {len(acknowledged)} acknowledged, 0 lost, 0 half,"
        f" {sum(sent.values()) - len(sent)} sent twice"
    )


def _drain(home: UUID) -> None:
    """Wait until the worker has sent what the fire left; a killed worker's job is found by its
    missing heartbeat.
    """
    give_up = time.monotonic() + DRAINED
    while time.monotonic() < give_up:
        with tenant(home):
            if not Letter.objects.filter(kind="invitation", sent_at=None).exists():
                return
        time.sleep(0.5)


def _under_fire(site: Site, cookie: str) -> list[str]:
    killer = Killer()
    killer.start()
    acknowledged, number = [], 0
    while killer.is_alive():
        number += 1
        address = f"drill-{number}@nahtlos.example"
        if _invite(site, cookie, address):
            acknowledged.append(address)
    killer.join()
    assert acknowledged, "nothing was acknowledged, so nothing was proven"
    return acknowledged
