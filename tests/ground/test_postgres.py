"""The embedded PostgreSQL starts, stops and comes back, whatever was killed before."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from nahtlos.foundation.ground import postgres
from nahtlos.foundation.ground.clusters import TESTS
from nahtlos.foundation.ground.processes import is_alive
from nahtlos.foundation.ground.state import GroundError


def ask(server: postgres.Server, question: str) -> object:
    """One value, as superuser."""
    address = server.url("postgres", server.superuser, server.password)
    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(question.encode())
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def test_it_answers_and_keeps_what_was_written(folder: Path) -> None:
    server = postgres.start(folder, options=TESTS)
    ask(server, "CREATE TABLE kept AS SELECT 42 AS number")
    postgres.stop(server)
    with pytest.raises(psycopg.OperationalError):
        ask(server, "SELECT 1")
    server = postgres.start(folder, options=TESTS)
    assert ask(server, "SELECT number FROM kept") == 42
    assert ask(server, "SHOW fsync") == "off"
    postgres.stop(server)


def test_only_its_owner_can_reach_it(folder: Path) -> None:
    server = postgres.start(folder, options=TESTS)
    assert stat.S_IMODE((folder / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "superuser").stat().st_mode) == 0o600
    assert server.host == str(folder / "data")
    assert ask(server, "SHOW listen_addresses") == ""
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(server.url("postgres", server.superuser, "wrong"))
    postgres.stop(server)


def test_it_starts_after_it_was_killed(folder: Path) -> None:
    server = postgres.start(folder, options={})
    ask(server, "CREATE TABLE committed AS SELECT 1")
    server.process.send_signal(signal.SIGKILL)
    server = postgres.start(folder, options=TESTS)
    assert ask(server, "SELECT count(*) FROM committed") == 1
    postgres.stop(server)


def test_it_ends_the_server_of_a_killed_starter(folder: Path) -> None:
    starter = (
        "import os, pathlib, sys; from nahtlos.foundation.ground import postgres;"
        "server = postgres.start(pathlib.Path(sys.argv[1]), options={});"
        "print(server.process.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", starter, str(folder)], capture_output=True, text=True, check=False
    )
    orphan = int(done.stdout)
    assert is_alive(orphan)
    server = postgres.start(folder, options=TESTS)
    assert not is_alive(orphan)
    assert ask(server, "SELECT 1") == 1
    postgres.stop(server)


def test_a_stranger_with_the_number_of_the_old_server_is_left_alone(folder: Path) -> None:
    postgres.stop(postgres.start(folder, options=TESTS))
    stranger = os.getpid()
    lock = folder / "data" / "postmaster.pid"
    lock.write_text(f"{stranger}\n{folder / 'data'}\n1\n5432\n\n\n", encoding="utf-8")
    server = postgres.start(folder, options=TESTS)
    assert ask(server, "SELECT 1") == 1
    postgres.stop(server)


def test_a_half_made_cluster_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "data.new").mkdir()
    (tmp_path / "data.new" / "rubble").touch()
    server = postgres.start(tmp_path, options=TESTS)
    assert ask(server, "SELECT 1") == 1
    postgres.stop(server)


def test_a_long_path_falls_back_to_a_port_that_stays(tmp_path: Path) -> None:
    directory = tmp_path / ("long" * 20) / ("path" * 10)
    server = postgres.start(directory, options=TESTS)
    assert server.host == "127.0.0.1"
    assert ask(server, "SELECT host(inet_server_addr())") == "127.0.0.1"
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(server.url("postgres", server.superuser, "wrong"))
    server.process.send_signal(signal.SIGKILL)
    again = postgres.start(directory, options=TESTS)
    assert again.port == server.port
    postgres.stop(again)


def test_variables_for_other_servers_do_not_lead_it_astray(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGDATA", "/nowhere")
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("LC_ALL", "xx_XX.UTF-8")
    server = postgres.start(folder, options=TESTS)
    assert ask(server, "SHOW port") == "5432"
    postgres.stop(server)


def test_a_wrong_setting_is_told_at_once(folder: Path) -> None:
    with pytest.raises(GroundError, match="no_such_setting"):
        postgres.start(folder, options={"no_such_setting": "1"})


def test_letters_of_all_languages_fold(folder: Path) -> None:
    """No ICU is needed: lower() knows them through the built-in locale."""
    server = postgres.start(folder, options=TESTS)
    folded = ask(server, "SELECT lower('ŞAHIN ŁUKASZ ЇЖАК ÄÖÜ')")
    postgres.stop(server)
    assert folded == "şahin łukasz їжак äöü"
