"""The SQL that makes an existing PostgreSQL (15 or newer) ready for Nahtlos: three roles, one
database, its extensions and who may connect. It is a script for `psql`, printed for an
administrator by `manage.py prepare_database` and run unchanged on the embedded server, so what is
tested is what is handed out. It may be run again at any time and then mends what has changed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field

EXTENSIONS = ("btree_gist", "citext", "fuzzystrmatch", "pg_trgm", "unaccent")
OLDEST_POSTGRES = 150000
SCRAM_ROUNDS = 4096
# An error would be logged with its statement and the row it is about, and a slow statement whole:
# in both stands what people wrote. Only a superuser can set this for a role.
QUIET_LOG = {
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_statement": "none",
}
# Every statement is short: compiling one to machine code takes longer than any of them runs.
# Indexes lie in memory or on flash: jumping about in one costs little more than reading through.
SHORT_STATEMENTS = {"jit": "off", "random_page_cost": "1.1"}
NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
PRINTABLE_ASCII = re.compile(r"[ -~]+")


@dataclass(frozen=True)
class Role:
    """A database role and the password it signs in with."""

    name: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class Roles:
    """The owner migrates and backs up, the app serves, the report role reads count rows."""

    owner: Role
    app: Role
    report: Role


def preparation_sql(roles: Roles, *, database: str = "nahtlos", for_tests: bool = False) -> str:
    """A `psql` script to be run as superuser while connected to the database `postgres`.

    The owner bypasses row-level security, which only a superuser can give; `for_tests` also lets
    it create databases and drop them while the app is still connected. Passwords stand
    in it as SCRAM verifiers, never readable."""
    return "\n".join(
        [
            "\\set ON_ERROR_STOP on",
            "\\set QUIET on",
            refuse_old_server(),
            role_sql(roles.owner, f"BYPASSRLS {'CREATEDB' if for_tests else 'NOCREATEDB'}"),
            signal_sql(roles.owner, for_tests),
            role_sql(roles.app, "NOBYPASSRLS NOCREATEDB"),
            role_sql(roles.report, "NOBYPASSRLS NOCREATEDB"),
            database_sql(database, roles.owner),
            f"\\connect {identifier(database)}",
            inside_sql(database, roles.owner, (roles.app, roles.report)),
        ]
    )


def identifier(name: str) -> str:
    """A quoted name. Only plain names are taken, so a slip of the pen is refused, not created."""
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r}: only a-z, 0-9 and _, at most 63, beginning with a letter")
    return f'"{name}"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def scram_verifier(password: str) -> str:
    """What PostgreSQL stores for a password: it never appears in a script or a server log."""
    if not PRINTABLE_ASCII.fullmatch(password):
        # other characters are normalised by the client first (SASLprep), which is not done here
        raise ValueError("A database password must be of printable ASCII characters")
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, SCRAM_ROUNDS)
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    stored_key = hashlib.sha256(client_key).digest()
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    encoded = [base64.b64encode(part).decode() for part in (salt, stored_key, server_key)]
    return f"SCRAM-SHA-256${SCRAM_ROUNDS}:{encoded[0]}${encoded[1]}:{encoded[2]}"


def refuse_old_server() -> str:
    return (
        f"DO $$ BEGIN IF current_setting('server_version_num')::int < {OLDEST_POSTGRES} THEN "
        "RAISE EXCEPTION 'Nahtlos needs PostgreSQL 15 or newer'; END IF; END $$;"
    )


def role_sql(role: Role, attributes: str) -> str:
    name = identifier(role.name)
    return (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {literal(role.name)}) "
        f"THEN CREATE ROLE {name}; END IF; END $$;\n"
        f"ALTER ROLE {name} LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION {attributes}\n"
        f"  PASSWORD {literal(scram_verifier(role.password))};\n"
        + "\n".join(
            f"ALTER ROLE {name} SET {key} = {literal(value)};"
            for key, value in (QUIET_LOG | SHORT_STATEMENTS).items()
        )
    )


def signal_sql(owner: Role, allowed: bool) -> str:
    """Whether the owner may end the sessions of other roles, as dropping a database may need."""
    name = identifier(owner.name)
    if allowed:
        return f"GRANT pg_signal_backend TO {name};"
    return (
        f"DO $$ BEGIN IF pg_has_role({literal(owner.name)}, 'pg_signal_backend', 'member') "
        f"THEN REVOKE pg_signal_backend FROM {name}; END IF; END $$;"
    )


def database_sql(database: str, owner: Role) -> str:
    """Creates the database where it is missing, with the same order of letters on every server.

    PostgreSQL 17 brings C.UTF-8 itself; before, the operating system may have it."""
    create = f"CREATE DATABASE {identifier(database)} OWNER {identifier(owner.name)} "
    create += "ENCODING 'UTF8' TEMPLATE template0"
    return (
        f"SELECT {literal(create)} || CASE\n"
        "  WHEN current_setting('server_version_num')::int >= 170000\n"
        "    THEN ' LOCALE_PROVIDER builtin BUILTIN_LOCALE ''C.UTF-8'''\n"
        "  WHEN EXISTS (SELECT FROM pg_collation WHERE collname IN ('C.UTF-8', 'C.utf8'))\n"
        "    THEN ' LOCALE_PROVIDER libc LOCALE ''C.UTF-8'''\n"
        "  ELSE '' END\n"
        f"WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = {literal(database)})\n"
        "\\gexec\n"
        f"ALTER DATABASE {identifier(database)} OWNER TO {identifier(owner.name)};"
    )


def inside_sql(database: str, owner: Role, readers: tuple[Role, ...]) -> str:
    """Extensions and who may connect; what a role may do with a table stands in the migrations."""
    base, names = identifier(database), ", ".join(identifier(role.name) for role in readers)
    return "\n".join(
        [
            "SET client_min_messages = warning;",
            *(f"CREATE EXTENSION IF NOT EXISTS {identifier(name)};" for name in EXTENSIONS),
            f"REVOKE ALL ON DATABASE {base} FROM PUBLIC;",
            f"REVOKE ALL ON DATABASE {base} FROM {names};",
            f"GRANT CONNECT ON DATABASE {base} TO {names};",
            "REVOKE ALL ON SCHEMA public FROM PUBLIC;",
            f"REVOKE ALL ON SCHEMA public FROM {names};",
            f"GRANT USAGE ON SCHEMA public TO {names};",
            f"GRANT ALL ON SCHEMA public TO {identifier(owner.name)};",
            "",
        ]
    )
