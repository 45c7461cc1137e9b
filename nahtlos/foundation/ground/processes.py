"""What can be known about processes that this program did not necessarily start itself: whether a
process number still runs, and what it runs, so that a number used again by the system for
something else is never mistaken for our own."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether the condition came true within the time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.03)
    return True


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that has ended and only waits to be collected does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    fields = status_fields(pid)
    if fields:
        return fields[0] not in {"Z", "X"}
    # gone in this moment, or a system without /proc
    return asked_of_ps(pid, "stat") not in {"", "Z"}


def status_fields(pid: int) -> list[str]:
    """What the kernel reports of a process after its name; empty where it reports nothing."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def asked_of_ps(pid: int, column: str) -> str:
    """The answer of `ps`, for systems without /proc; empty where there is neither."""
    try:
        command = ["ps", "-o", f"{column}=", "-p", str(pid)]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except FileNotFoundError:
        return ""


def birth(pid: int) -> str:
    """When the process began, in the system's own terms: with the number it names one process."""
    fields = status_fields(pid)
    return fields[19] if fields else asked_of_ps(pid, "lstart")


def command_line(pid: int) -> str:
    """The command with its arguments, empty where it cannot be read."""
    try:
        recorded = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return asked_of_ps(pid, "command")
    return recorded.replace(b"\0", b" ").decode(errors="replace")
