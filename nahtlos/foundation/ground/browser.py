"""The browser of the journeys (`make test`): Chromium from the machine, installed with apt where
that is allowed. Elsewhere the journeys are skipped with a sentence, but never in a CI run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SKIPPED = (
    "Kein Chromium gefunden: Die Browser-Tests werden übersprungen. "
    "Installieren mit: sudo apt-get install chromium"
)


def browser_path() -> Path | None:
    """Where Chromium lies, or None; `NAHTLOS_CHROMIUM` names another one."""
    chosen = os.environ.get("NAHTLOS_CHROMIUM")
    if chosen:
        return Path(chosen)
    found = (shutil.which(name) for name in NAMES)
    return next((Path(path) for path in found if path), None)


def is_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"true", "1"}


def install_browser() -> None:
    """Installs Chromium if this is root on a system with apt; a failure is seen afterwards."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    print("Chromium wird installiert (einmalig) ...", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-qq", "--no-install-recommends", "chromium"]
    for command in (["apt-get", "update", "-qq"], install):
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)


def main() -> int:
    if browser_path() is None:
        install_browser()
    if browser_path() is None:
        print(SKIPPED)
        return 1 if is_ci() else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
