"""The processes under supervision. Each runs in a process group of its own, so that its helpers end
with it, writes to a log of its own, and leaves a note by which the next start finds and ends it
should the supervisor itself be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nahtlos.foundation.ground.processes import birth, is_alive, wait_until
from nahtlos.foundation.ground.state import PROJECT, STATE, private_directory, write_private

NOTES = STATE / "run"
LOGS = STATE / "log"
LARGEST_LOG = 5_000_000
STOP_SECONDS = 10.0
MOST_RESTARTS = 5
RESTART_WINDOW_SECONDS = 60.0


@dataclass
class Child:
    """One supervised program: its name in messages, its command, and how often it fell lately."""

    name: str
    title: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(repr=False)
    inherited: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    starts: deque[float] = field(default_factory=lambda: deque(maxlen=MOST_RESTARTS + 1))

    @property
    def note(self) -> Path:
        return NOTES / f"{self.name}.json"

    @property
    def log(self) -> Path:
        return LOGS / f"{self.name}.log"

    def start(self) -> None:
        """Starts the program, after ending one that a killed supervisor left."""
        end_leftover(self.note)
        private_directory(LOGS)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".old"))
        self.starts.append(time.monotonic())
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=PROJECT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=self.inherited,
                start_new_session=True,
            )
        pid = self.process.pid
        write_private(self.note, json.dumps({"pid": pid, "birth": birth(pid)}))

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def falls_too_often(self) -> bool:
        """Whether it had to be started more often within a minute than chance explains."""
        recent = time.monotonic() - RESTART_WINDOW_SECONDS
        return sum(moment > recent for moment in self.starts) > MOST_RESTARTS

    def stop(self) -> None:
        if self.process is not None:
            process = self.process
            end_group(process.pid, lambda: process.poll() is not None)
            process.wait()
        self.note.unlink(missing_ok=True)

    def last_words(self, lines: int = 12) -> str:
        if not self.log.exists():
            return ""
        text = self.log.read_bytes()[-8000:].decode(errors="replace")
        return "\n".join(text.splitlines()[-lines:])


def end_group(pid: int, has_ended: Callable[[], bool]) -> None:
    """Asks a process group to end and kills what is left of it after a while."""
    signal_group(pid, signal.SIGTERM)
    wait_until(has_ended, STOP_SECONDS)
    signal_group(pid, signal.SIGKILL)


def signal_group(pid: int, number: signal.Signals) -> None:
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        # nobody is left in it, or only dead processes that nobody has collected (macOS)
        return


def end_leftover(note: Path) -> None:
    """Ends the process a note speaks of, if its number still belongs to the same one."""
    try:
        noted = json.loads(note.read_text(encoding="utf-8"))
        pid, born = int(noted["pid"]), str(noted["birth"])
    except (FileNotFoundError, ValueError, KeyError):
        return
    if born and is_alive(pid) and birth(pid) == born:
        end_group(pid, lambda: not is_alive(pid))
    note.unlink(missing_ok=True)


def end_leftovers() -> None:
    """Ends what a killed supervisor left, while its database answers: then all end at once."""
    for note in NOTES.glob("*.json"):
        end_leftover(note)
