"""Supervised processes end with all their helpers, and leftovers are found by their notes."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from nahtlos.foundation.ground import children
from nahtlos.foundation.ground.children import MOST_RESTARTS, Child, end_leftover
from nahtlos.foundation.ground.processes import is_alive, wait_until

# a program with a helper; it writes both numbers
FAMILY = (
    "import os, subprocess, sys, time;"
    "helper = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
    "print(os.getpid(), helper.pid, flush=True); time.sleep(60)"
)


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Child]:
    monkeypatch.setattr(children, "NOTES", tmp_path / "run")
    monkeypatch.setattr(children, "LOGS", tmp_path / "log")
    monkeypatch.setattr(children, "STOP_SECONDS", 3.0)
    made = Child("family", "Die Familie", [sys.executable, "-c", FAMILY], os.environ)
    yield made
    made.stop()


def numbers(child: Child) -> list[int]:
    assert wait_until(lambda: child.log.exists() and b"\n" in child.log.read_bytes(), 10)
    return [int(word) for word in child.log.read_text(encoding="utf-8").split()[-2:]]


def test_it_ends_with_its_helpers(child: Child) -> None:
    child.start()
    program, helper = numbers(child)
    assert is_alive(program)
    assert is_alive(helper)
    child.stop()
    assert wait_until(lambda: not is_alive(program) and not is_alive(helper), 3)
    assert not child.note.exists()


def test_a_second_start_ends_what_a_killed_supervisor_left(child: Child) -> None:
    child.start()
    program, helper = numbers(child)
    successor = Child("family", "Die Familie", [sys.executable, "-c", "pass"], os.environ)
    successor.start()
    assert wait_until(lambda: not is_alive(program) and not is_alive(helper), 3)
    successor.stop()


def test_a_note_with_the_number_of_a_stranger_harms_nobody(child: Child) -> None:
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    child.note.parent.mkdir()
    child.note.write_text(json.dumps({"pid": stranger.pid, "birth": "1"}))
    end_leftover(child.note)
    assert stranger.poll() is None
    assert not child.note.exists()
    stranger.kill()
    stranger.wait()


def test_a_damaged_note_is_no_obstacle(child: Child) -> None:
    child.note.parent.mkdir()
    child.note.write_text("{half")
    child.start()
    assert child.is_running()


def test_falling_too_often_is_noticed(child: Child) -> None:
    now = time.monotonic()
    child.starts.extend([now - 1] * MOST_RESTARTS)
    assert not child.falls_too_often()
    child.starts.append(now)
    assert child.falls_too_often()
    child.starts.extend([now - 3600] * (MOST_RESTARTS + 1))
    assert not child.falls_too_often()


def test_its_last_words_are_kept(child: Child) -> None:
    child.command = [sys.executable, "-c", "raise SystemExit('zu wenig Platz')"]
    child.start()
    assert wait_until(lambda: not child.is_running(), 10)
    assert "zu wenig Platz" in child.last_words()


def test_an_uncollected_dead_process_is_not_alive() -> None:
    process = subprocess.Popen([sys.executable, "-c", "pass"])
    assert wait_until(lambda: not is_alive(process.pid), 10)
    assert process.wait() == 0
