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
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] not in {"Z", "X"}
    except (FileNotFoundError, ProcessLookupError):
        # either gone in this moment, or a system without /proc
        return not Path("/proc/self/stat").exists()


def command_line(pid: int) -> str:
    """The command with its arguments, empty where it cannot be read."""
    recorded = Path(f"/proc/{pid}/cmdline")
    try:
        return recorded.read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        pass
    try:
        command = ["ps", "-o", "command=", "-p", str(pid)]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except FileNotFoundError:
        return ""
