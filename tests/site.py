"""The whole installation, running: server and worker on a copy of the world, as somebody with a
browser meets it.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connections

from nahtlos.foundation.ground.state import PROJECT
from tests import database


@dataclass(frozen=True)
class Site:
    """A running installation: its address, the folder with its outgoing mail, and the environment
    of its processes.
    """

    address: str
    mail: Path
    environment: Mapping[str, str]

    def link_for(self, recipient: str, seconds: float = 20.0) -> str:
        """The link in the newest letter to RECIPIENT; waits until the worker has sent one. Letters
        of the world were written before this installation had its address.
        """
        link = self._in_letter(recipient, r"https?://\S+", seconds)
        return self.address + "/" + link.split("/", 3)[3]

    def code_for(self, recipient: str, seconds: float = 20.0) -> str:
        """The six digits in the newest letter with a code to RECIPIENT."""
        return self._in_letter(recipient, r"(?m)^\d{6}$", seconds)

    def _in_letter(self, recipient: str, pattern: str, seconds: float) -> str:
        give_up = time.monotonic() + seconds
        while time.monotonic() < give_up:
            for path in sorted(
                self.mail.glob("*.log"), key=lambda one: one.stat().st_mtime, reverse=True
            ):
                text = path.read_text(encoding="utf-8", errors="replace")
                found = re.search(pattern, text.replace("=\n", ""))
                if f"To: {recipient}" in text and found:
                    return found[0]
            time.sleep(0.2)
        raise AssertionError(f"no letter to {recipient} in {seconds} s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _url(name: str, variable: str) -> str:
    """The address in VARIABLE with another database name."""
    old = connections["owner" if "OWNER" in variable else "default"].settings_dict["NAME"]
    return (
        re.sub(r"/[^/?]+(?=\?|$)", f"/{name}", os.environ[variable], count=1)
        if old
        else os.environ[variable]
    )


def _environment(name: str, address: str, mail: str, static: str) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": _url(name, "DATABASE_URL"),
        "DATABASE_OWNER_URL": _url(name, "DATABASE_OWNER_URL"),
        "NAHTLOS_ADDRESS": address,
        "NAHTLOS_HOSTS": "localhost,127.0.0.1",
        "NAHTLOS_MAIL_DIRECTORY": mail,
        "NAHTLOS_STATIC_DIRECTORY": static,
        "NAHTLOS_DEMONSTRATION": "1",
    }


@contextmanager
def _child(command: list[str], environment: dict[str, str], output: Path) -> Iterator[None]:
    with output.open("ab") as file:
        process = subprocess.Popen(
            command, cwd=PROJECT, env=environment, stdout=file, stderr=subprocess.STDOUT
        )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(address: str) -> None:
    give_up = time.monotonic() + 30
    while time.monotonic() < give_up:
        try:
            urllib.request.urlopen(f"{address}/bereit/", timeout=2).read()  # noqa: S310 (our own address)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not answer within 30 s")


@contextmanager
def running_site(
    name: str,
    *,
    furnished: bool = True,
    application: str = "nahtlos.config.wsgi:application",
    log: Path = Path(os.devnull),
    with_worker: bool = True,
) -> Iterator[Site]:
    """Start server and worker on database NAME, a fresh copy of the world; both end with the
    block. What they say is appended to LOG.
    """
    database.copy(name, furnished=furnished)
    address = f"http://localhost:{_free_port()}"
    with ExitStack() as stack:
        mail = stack.enter_context(tempfile.TemporaryDirectory())
        static = stack.enter_context(tempfile.TemporaryDirectory())
        stack.callback(database.drop, name)
        environment = _environment(name, address, mail, static)
        # In a process of its own: this one may name static files in another way.
        collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
        subprocess.run(collect, cwd=PROJECT, env=environment, check=True)
        bind = f"127.0.0.1:{address.rsplit(':', 1)[1]}"
        server = [
            "-m",
            "gunicorn",
            application,
            "--bind",
            bind,
            "--threads",
            "4",
            "--no-control-socket",
        ]
        stack.enter_context(_child([sys.executable, *server], environment, log))
        if with_worker:
            worker = [sys.executable, "manage.py", "procrastinate", "worker"]
            stack.enter_context(_child(worker, environment, log))
        _wait(address)
        yield Site(address, Path(mail), environment)
