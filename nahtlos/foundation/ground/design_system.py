"""The style sheet of the design system KERN, from its npm package at the version that
`package.json` names and `package-lock.json` seals. Where a machine has no npm, one is installed
from the Python package index into an environment of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from nahtlos.foundation.ground.state import PROJECT, STATE, GroundError, private_directory

PACKAGE = Path("node_modules") / "@kern-ux" / "native"
NODE_REQUIREMENTS = Path(__file__).with_name("requirements-node.txt")
NO_NETWORK = "Ist das Netz erreichbar?"


def installed_npm() -> Path:
    """npm from the machine, or from `.nahtlos/node`, which is made if need be."""
    found = shutil.which("npm")
    if found:
        return Path(found)
    node = STATE / "node"
    npm = node / "bin" / "npm"
    if not npm.exists():
        print(
            "npm fehlt auf diesem Rechner und wird für Nahtlos geladen (einmalig) ...", flush=True
        )
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(node)], check=True)
        command = [str(node / "bin" / "python"), "-m", "pip", "install", "-qq"]
        command += ["--disable-pip-version-check", "--requirement", str(NODE_REQUIREMENTS)]
        if subprocess.run(command, check=False).returncode:
            raise GroundError(f"npm konnte nicht geladen werden. {NO_NETWORK}")
    return npm


def fetch_design_system() -> Path:
    """The folder of the unpacked npm package; scripts of the package are never run."""
    npm = installed_npm()
    folder = private_directory(STATE / "npm")
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(PROJECT / name, folder / name)
    # npm is a script that looks for node on the path
    path = os.pathsep.join([str(npm.parent), os.environ.get("PATH", os.defpath)])
    done = subprocess.run(
        [str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=folder,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        reason = done.stderr.strip()[-500:]
        raise GroundError(
            f"Das Design-System KERN konnte nicht geladen werden. {NO_NETWORK}\n{reason}"
        )
    return folder / PACKAGE


def copy_design_system(target: Path, licences: Path) -> None:
    package = fetch_design_system()
    shutil.copyfile(package / "dist" / "kern.min.css", target / "kern.min.css")
    shutil.copyfile(package / "LICENSE.md", licences / "KERN.md")
