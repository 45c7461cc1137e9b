"""The state folder `.nahtlos/` of a checkout: where the embedded clusters, keys, outgoing mail and
stamps lie. Everything in it belongs to one machine, is readable by its owner alone and may be
deleted to start afresh; nothing is ever written outside it and `.venv`."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
STATE = PROJECT / ".nahtlos"

KEY_BYTES = 32


class GroundError(Exception):
    """Something a person has to mend; its text is a German sentence for them."""


def private_directory(directory: Path) -> Path:
    """The folder, made if missing. Raises `GroundError` where somebody else made it before."""
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        usable = os.access(directory, os.W_OK | os.X_OK)
    except PermissionError:
        usable = False
    if not usable:
        raise GroundError(
            f"Der Ordner {directory} gehört jemand anderem, vermutlich root. "
            f"Bitte einmal löschen: sudo rm -r {STATE}"
        )
    return directory


def write_private(path: Path, text: str) -> None:
    """Replaces a file in one step: after a crash either the old or the new text is there."""
    private_directory(path.parent)
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def secret_file(path: Path) -> Path:
    """A file with a random secret of 32 bytes in hexadecimal, made once and kept."""
    if not path.exists():
        write_private(path, secrets.token_hex(KEY_BYTES) + "\n")
    return path


def stamp_matches(stamp: Path, fingerprint: str) -> bool:
    return stamp.exists() and stamp.read_text(encoding="utf-8") == fingerprint


@contextmanager
def held_lock(path: Path, *, wait: bool = False) -> Iterator[bool]:
    """Yields whether the lock was had; the kernel frees it however the holder ends."""
    private_directory(path.parent)
    with path.open("w", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True
