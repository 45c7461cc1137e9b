"""The demonstration (`make demo`): prepares what is missing, then runs database, server and worker
until it is told to stop. A child that falls is started again; whatever is killed, the next start
finds a state it can go on from. What it says is meant for somebody who has never seen Nahtlos."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from types import FrameType

from nahtlos.foundation.ground import postgres
from nahtlos.foundation.ground.children import Child, end_leftovers
from nahtlos.foundation.ground.clusters import Cluster, demonstration_cluster
from nahtlos.foundation.ground.demonstration import (
    FURNISH,
    Step,
    demonstration_environment,
    due_steps,
    own_database,
    write_environment,
)
from nahtlos.foundation.ground.processes import wait_until
from nahtlos.foundation.ground.state import PROJECT, STATE, GroundError, held_lock

FIRST_PORT = 8000
PORTS_TRIED = 50
START_SECONDS = 60.0
BEAT_SECONDS = 0.3


class ToldToEnd(Exception):
    """Somebody asked the demonstration to end."""


def say(sentence: str = "") -> None:
    print(sentence, flush=True)


def wanted_port() -> int:
    given = os.environ.get("PORT", "")
    if not given:
        return FIRST_PORT
    if given.isdigit() and 0 < int(given) < 65536:
        return int(given)
    raise GroundError(f"PORT={given} ist keine Portnummer. Beispiel: PORT=8080 make demo")


def is_taken_on_ipv6(port: int) -> bool:
    """Browsers may try ::1 first for localhost and would land at another program there."""
    with socket.socket(socket.AF_INET6) as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("::1", port)) == 0


def listening_socket(first: int) -> socket.socket:
    """A socket on 127.0.0.1 at the first free port; the server inherits it and cannot lose it."""
    for port in range(first, min(first + PORTS_TRIED, 65536)):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen(128)
        except OSError:
            listener.close()
            continue
        if not is_taken_on_ipv6(port):
            return listener
        listener.close()
    raise GroundError(
        f"Ab {first} ist kein Port frei. Bitte einen anderen wählen: PORT=9000 make demo"
    )


class Demonstration:
    """The three children and what they need, from the first preparation to the end."""

    def __init__(self) -> None:
        self.told = threading.Event()
        self.cluster: Cluster | None = None
        self.children: list[Child] = []

    def listen_to_signals(self) -> None:
        def tell(_number: int, _frame: FrameType | None) -> None:
            self.told.set()

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, tell)

    def run(self) -> None:
        """Runs until told to stop. Raises `GroundError` where a person has to mend something."""
        own = own_database()
        # before the port is chosen, which a leftover server still holds
        end_leftovers()
        with listening_socket(wanted_port()) as listener:
            port: int = listener.getsockname()[1]
            if own is None:
                self.cluster = demonstration_cluster()
            database = own or self.cluster_addresses()
            environment = demonstration_environment(database, port)
            write_environment(environment)
            self.furnish(due_steps(self.cluster), environment)
            self.start_children(listener.fileno(), environment)
            self.wait_for_answer(environment["NAHTLOS_ADDRESS"], port)
            self.watch()

    def cluster_addresses(self) -> dict[str, str]:
        return self.cluster.environment() if self.cluster else {}

    def furnish(self, steps: list[Step], environment: dict[str, str]) -> None:
        if not steps:
            return
        say("Nahtlos wird eingerichtet, das dauert nur beim ersten Mal:")
        for step in steps:
            step.begin()
        command = [*FURNISH, *(step.name for step in steps)]
        with subprocess.Popen(
            command, cwd=PROJECT, env=environment, start_new_session=True
        ) as process:
            while not wait_until(lambda: process.poll() is not None, BEAT_SECONDS):
                if self.told.is_set():
                    process.terminate()
                    raise ToldToEnd
        if process.returncode:
            raise GroundError("Das Einrichten ist nicht gelungen; der Grund steht darüber.")
        for step in steps:
            step.done()

    def start_children(self, listener: int, environment: dict[str, str]) -> None:
        gunicorn = [sys.executable, "-m", "gunicorn", "nahtlos.config.wsgi:application"]
        gunicorn += ["--bind", f"fd://{listener}", "--workers", "2", "--threads", "2"]
        gunicorn += ["--worker-class", "gthread", "--no-control-socket", "--graceful-timeout", "5"]
        worker = [sys.executable, "manage.py", "procrastinate", "worker"]
        self.children = [
            Child("server", "Der Server", gunicorn, environment, inherited=(listener,)),
            Child("worker", "Der Hintergrunddienst", worker, environment),
        ]
        for child in self.children:
            child.start()

    def wait_for_answer(self, address: str, port: int) -> None:
        """Waits for the first answer, whatever its status: then the server has loaded."""
        server = self.children[0]
        answered = wait_until(
            lambda: self.told.is_set() or not server.is_running() or answers(port), START_SECONDS
        )
        if self.told.is_set():
            raise ToldToEnd
        if not answered or not server.is_running():
            raise GroundError(f"Der Server startet nicht. Er sagt:\n{server.last_words()}")
        say()
        say(f"Nahtlos läuft: {address}")
        cast = STATE / "cast.txt"
        if cast.exists():
            say(cast.read_text(encoding="utf-8").rstrip())
        say("Beenden mit Strg+C.")

    def watch(self) -> None:
        while not self.told.wait(BEAT_SECONDS):
            self.mend_database()
            for child in self.children:
                if not child.is_running():
                    self.mend(child)
        raise ToldToEnd

    def mend_database(self) -> None:
        if self.cluster is None or self.cluster.server.process.poll() is None:
            return
        say("Die Datenbank wurde unerwartet beendet und startet neu.")
        self.cluster = demonstration_cluster()

    def mend(self, child: Child) -> None:
        if child.falls_too_often():
            raise GroundError(
                f"{child.title} fällt immer wieder aus. Zuletzt sagte er:\n{child.last_words()}"
            )
        say(f"{child.title} wurde unerwartet beendet und startet neu.")
        child.start()

    def stop(self) -> None:
        """Ends the children in the order in which they depend on each other."""
        for child in reversed(self.children):
            child.stop()
        if self.cluster is not None:
            postgres.stop(self.cluster.server)


def answers(port: int) -> bool:
    request = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            connection.sendall(request)
            return connection.recv(5) == b"HTTP/"
    except OSError:
        return False


def run_alone() -> None:
    """One demonstration in a folder at a time: two would end each other's children."""
    demonstration = Demonstration()
    demonstration.listen_to_signals()
    with held_lock(STATE / "demo.lock") as free:
        if not free:
            raise GroundError(
                "Nahtlos läuft in diesem Ordner schon. Bitte dort zuerst mit Strg+C beenden."
            )
        try:
            demonstration.run()
        except ToldToEnd:
            say("Nahtlos wird beendet.")
        finally:
            demonstration.stop()


def main() -> int:
    try:
        run_alone()
    except GroundError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
