"""The script for administrators gives each role what it needs and nothing more."""

from dataclasses import replace

import psycopg
import pytest
from psycopg import errors

from nahtlos.foundation.ground.clusters import run_script
from nahtlos.foundation.ground.postgres import Server
from nahtlos.foundation.ground.preparation import (
    EXTENSIONS,
    Role,
    Roles,
    preparation_sql,
    scram_verifier,
)

RIGHTS = (
    "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication"
    " FROM pg_roles WHERE rolname = current_user"
)


def connect(server: Server, role: Role, database: str = "nahtlos") -> psycopg.Connection:
    return psycopg.connect(server.url(database, role.name, role.password), autocommit=True)


def rights(server: Server, role: Role) -> tuple[bool, ...]:
    with connect(server, role) as connection:
        found = connection.execute(RIGHTS).fetchone()
    assert found is not None
    return tuple(found)


def test_only_the_owner_bypasses_row_security(server: Server, roles: Roles) -> None:
    assert rights(server, roles.owner) == (False, True, False, False, False)
    assert rights(server, roles.app) == (False, False, False, False, False)
    assert rights(server, roles.report) == (False, False, False, False, False)


def test_the_owner_makes_tables_and_the_others_cannot(server: Server, roles: Roles) -> None:
    with connect(server, roles.owner) as owner:
        owner.execute("CREATE TABLE thing (name text)")
    for role in (roles.app, roles.report):
        with connect(server, role) as connection:
            for statement in (
                "CREATE TABLE mine (name text)",
                "CREATE TEMPORARY TABLE mine (name text)",
                "CREATE SCHEMA mine",
                "SELECT * FROM thing",
                "CREATE DATABASE mine",
            ):
                with pytest.raises(errors.InsufficientPrivilege):
                    connection.execute(statement.encode())


def test_the_extensions_are_there(server: Server, roles: Roles) -> None:
    with connect(server, roles.app) as connection:
        found = {row[0] for row in connection.execute("SELECT extname FROM pg_extension")}
        assert set(EXTENSIONS) <= found
        row = connection.execute("SELECT unaccent(lower('Çağ')) = 'cag'").fetchone()
        assert row == (True,)


@pytest.mark.usefixtures("roles")
def test_nobody_else_may_connect(server: Server) -> None:
    stranger = Role("stranger", "secret")
    run_script(server, f"CREATE ROLE stranger LOGIN PASSWORD '{scram_verifier('secret')}';")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        connect(server, stranger)


def test_running_it_again_mends_a_role_that_was_made_too_strong(
    server: Server, roles: Roles
) -> None:
    run_script(server, "ALTER ROLE nahtlos_app SUPERUSER BYPASSRLS CREATEDB;")
    assert rights(server, roles.app)[0]
    run_script(server, preparation_sql(roles))
    assert rights(server, roles.app) == (False, False, False, False, False)


def test_running_it_again_changes_passwords(server: Server, roles: Roles) -> None:
    quoted = Role("nahtlos_report", 'it\'s "quoted" \\ $$ and 100 %')
    run_script(server, preparation_sql(replace(roles, report=quoted)))
    assert rights(server, quoted)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect(server, roles.report)
    run_script(server, preparation_sql(roles))


def test_for_tests_the_owner_may_create_databases(server: Server, roles: Roles) -> None:
    run_script(server, preparation_sql(roles, for_tests=True))
    assert rights(server, roles.owner) == (False, True, True, False, False)
    assert rights(server, roles.app) == (False, False, False, False, False)
    with connect(server, roles.owner, "postgres") as owner:
        owner.execute("CREATE DATABASE passing")
        with connect(server, roles.app, "passing") as app:
            owner.execute("DROP DATABASE passing WITH (FORCE)")
            with pytest.raises(psycopg.OperationalError):
                app.execute("SELECT 1")
    run_script(server, preparation_sql(roles))
    assert rights(server, roles.owner) == (False, True, False, False, False)
    with connect(server, roles.owner) as owner:
        may_signal = "SELECT pg_has_role('pg_signal_backend', 'member')"
        assert owner.execute(may_signal).fetchone() == (False,)


def test_no_password_stands_in_the_script(roles: Roles) -> None:
    script = preparation_sql(roles)
    for role in (roles.owner, roles.app, roles.report):
        assert role.password not in script


@pytest.mark.parametrize("name", ["", "1st", 'a"b', "a b", "Großes", "a;drop", "a" * 64])
def test_names_that_need_care_are_refused(name: str, roles: Roles) -> None:
    with pytest.raises(ValueError, match="only a-z"):
        preparation_sql(roles, database=name)


def test_a_password_beyond_ascii_is_refused() -> None:
    with pytest.raises(ValueError, match="printable ASCII"):
        scram_verifier("größer")
