"""The Python environment of a checkout: creates `.venv` and installs the hashed requirements into
it, only when they have changed. Runs before anything is installed, so it uses the standard library
alone and is started as a plain script: `python3 -I .../environment.py [--development]`."""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
VENV = PROJECT / ".venv"
OLDEST_PYTHON = (3, 11)


def say(sentence: str) -> None:
    print(sentence, flush=True)


def missing_prerequisite() -> str | None:
    """A German sentence on what the machine lacks, or None."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(str(part) for part in sys.version_info[:2])
        return f"Nahtlos braucht Python 3.11 oder neuer; gefunden wurde {found}."
    # Debian ships `venv` without `ensurepip`: the module is there, but a new environment has no pip
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        return (
            "Es fehlt das Paket python3-venv. "
            "Bitte einmal installieren: sudo apt-get install python3-venv"
        )
    return None


def fingerprint(requirements: Path) -> str:
    """Changes with the requirements and with the Python that runs them."""
    digest = hashlib.sha256(requirements.read_bytes())
    digest.update(f"{sys.version_info[:2]} {VENV}".encode())
    return digest.hexdigest()


def clean_environment() -> dict[str, str]:
    """The caller's environment without what would redirect the new environment's Python."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in {"PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX"}
    }


def install(requirements: Path) -> int:
    """Creates the environment where it is missing and installs; returns pip's exit code."""
    python = VENV / "bin" / "python"
    works = (
        python.exists()
        and not subprocess.run(
            [str(python), "-m", "pip", "--version"], capture_output=True, check=False
        ).returncode
    )
    if not works:
        say("Python-Umgebung wird angelegt ...")
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    say(f"Pakete aus {requirements.name} werden installiert (einmalig) ...")
    command = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    return subprocess.run(
        [*command, "--requirement", str(requirements)], env=clean_environment(), check=False
    ).returncode


def main() -> int:
    parser = argparse.ArgumentParser(description="Richtet die Python-Umgebung ein.")
    parser.add_argument("--development", action="store_true")
    development = parser.parse_args().development
    problem = missing_prerequisite()
    if problem:
        say(problem)
        return 1
    requirements = PROJECT / ("requirements-dev.txt" if development else "requirements.txt")
    stamp = VENV / f".installed-{requirements.stem}"
    wanted = fingerprint(requirements)
    # a link whose target is gone (Python was upgraded) does not exist
    present = stamp.exists() and (VENV / "bin" / "python").exists()
    if present and stamp.read_text() == wanted:
        return 0
    started = time.monotonic()
    if install(requirements):
        say("Die Pakete konnten nicht installiert werden. Ist das Netz erreichbar?")
        return 1
    stamp.write_text(wanted)
    say(f"Python-Umgebung bereit ({time.monotonic() - started:.0f} s).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
