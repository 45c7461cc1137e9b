"""The set-up says in one sentence what a machine lacks and repeats nothing."""

import importlib.util
import os
import shutil
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from nahtlos.foundation.ground import browser, environment
from nahtlos.foundation.ground.environment import fingerprint, missing_prerequisite
from nahtlos.foundation.ground.state import GroundError, private_directory


def test_a_complete_machine_lacks_nothing() -> None:
    assert missing_prerequisite() is None


def test_debian_without_its_venv_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec

    def without_ensurepip(name: str) -> ModuleSpec | None:
        return None if name == "ensurepip" else find(name)

    monkeypatch.setattr(importlib.util, "find_spec", without_ensurepip)
    assert "apt-get install python3-venv" in (missing_prerequisite() or "")


def test_an_old_python_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert missing_prerequisite() == "Nahtlos braucht Python 3.11 oder neuer; gefunden wurde 3.9."


def test_changed_requirements_are_installed_again(tmp_path: Path) -> None:
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("django==5.2.1\n")
    first = fingerprint(requirements)
    assert fingerprint(requirements) == first
    requirements.write_text("django==5.2.2\n")
    assert fingerprint(requirements) != first


def test_requirements_carry_hashes_and_no_host() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (environment.PROJECT / name).read_text(encoding="utf-8")
        assert text.count("--hash=sha256:") > 40
        assert "://" not in text
    lock = (environment.PROJECT / "package-lock.json").read_text(encoding="utf-8")
    assert "sha512-" in lock
    assert "://" not in lock


def test_without_a_browser_only_ci_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("NAHTLOS_CHROMIUM", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.delenv("CI", raising=False)
    assert browser.main() == 0
    assert "Browser-Tests werden übersprungen" in capsys.readouterr().out
    monkeypatch.setenv("CI", "true")
    assert browser.main() == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_of_somebody_else_is_told() -> None:
    with pytest.raises(GroundError, match="gehört jemand anderem"):
        private_directory(Path("/root/nahtlos"))
