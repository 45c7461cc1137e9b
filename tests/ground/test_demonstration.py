"""The demonstration finds a port, its database and what is left to do."""

import os
import socket
import stat
import subprocess
from pathlib import Path

import pytest

from nahtlos.foundation.ground import demonstration, supervisor
from nahtlos.foundation.ground.demonstration import (
    Step,
    demonstration_environment,
    own_database,
    write_environment,
)
from nahtlos.foundation.ground.state import GroundError, held_lock, secret_file


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(demonstration, "STATE", tmp_path)
    for name in [name for name in os.environ if name.startswith(("NAHTLOS_", "DATABASE_"))]:
        monkeypatch.delenv(name)
    return tmp_path


def test_a_taken_port_moves_on() -> None:
    with supervisor.listening_socket(18_000) as first:
        taken = first.getsockname()[1]
        with supervisor.listening_socket(taken) as second:
            assert second.getsockname()[0] == "127.0.0.1"
            assert taken < second.getsockname()[1] < taken + supervisor.PORTS_TRIED


def test_a_port_that_another_program_has_for_localhost_moves_on() -> None:
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    with socket.socket(socket.AF_INET6) as other:
        try:
            other.bind(("::1", 0))
        except OSError:
            pytest.skip("this machine has no address ::1")
        other.listen()
        taken = other.getsockname()[1]
        with supervisor.listening_socket(taken) as listener:
            assert listener.getsockname()[1] > taken


@pytest.mark.parametrize("port", ["achtzig", "0", "65536", "-1"])
def test_a_wrong_port_is_told(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(GroundError, match="keine Portnummer"):
        supervisor.wanted_port()


@pytest.mark.usefixtures("state")
def test_one_address_of_two_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    assert own_database() is None
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@/nahtlos")
    with pytest.raises(GroundError, match="Es fehlt DATABASE_OWNER_URL"):
        own_database()
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@/nahtlos")
    assert own_database() == {
        "DATABASE_URL": "postgresql://app@/nahtlos",
        "DATABASE_OWNER_URL": "postgresql://owner@/nahtlos",
    }


@pytest.mark.usefixtures("state")
def test_keys_are_made_once_and_private() -> None:
    first = demonstration_environment({}, 8000)
    second = demonstration_environment({}, 8001)
    key = Path(first["NAHTLOS_MASTER_KEY_FILE"])
    assert second["NAHTLOS_MASTER_KEY_FILE"] == str(key)
    assert second["NAHTLOS_ADDRESS"] == "http://localhost:8001"
    text = key.read_text().strip()
    assert len(bytes.fromhex(text)) == 32
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert secret_file(key).read_text().strip() == text


@pytest.mark.usefixtures("state")
def test_what_the_caller_set_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAHTLOS_MASTER_KEY", "ab" * 32)
    monkeypatch.setenv("NAHTLOS_ADDRESS", "https://nahtlos.example")
    environment = demonstration_environment({}, 8000)
    assert "NAHTLOS_MASTER_KEY_FILE" not in environment
    assert environment["NAHTLOS_ADDRESS"] == "https://nahtlos.example"


def test_a_shell_can_read_the_environment(state: Path) -> None:
    address = "postgresql://app:it's@/nahtlos?host=/a b&port=1"
    write_environment({"DATABASE_URL": address, "HOME": "/nowhere"})
    shell = subprocess.run(
        ["sh", "-c", '. "$1"; printf "%s" "$DATABASE_URL"', "sh", str(state / "environment")],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    )
    assert shell.stdout == address
    assert "HOME" not in (state / "environment").read_text()


def test_an_interrupted_step_is_due_again(tmp_path: Path) -> None:
    step = Step("database", tmp_path / ".furnished", "first")
    assert step.is_due()
    step.begin()
    step.done()
    assert not step.is_due()
    assert Step("database", step.stamp, "second").is_due()
    step.begin()
    assert step.is_due()


def test_a_second_demonstration_in_the_same_folder_is_noticed(tmp_path: Path) -> None:
    with held_lock(tmp_path / "lock") as first, held_lock(tmp_path / "lock") as second:
        assert (first, second) == (True, False)
    with held_lock(tmp_path / "lock") as third:
        assert third
