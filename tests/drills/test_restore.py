"""Dumps the database, restores it elsewhere and looks whether it is the same, still opens, goes on
working, and shows what was planted in it.
"""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connections, models
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from nahtlos.desk.actions import PASSWORD
from nahtlos.foundation import audit
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.ground.postgres import binaries
from nahtlos.foundation.tenancy import INSTALLATION, catalogue, tenant
from nahtlos.foundation.vault import SealedField, VaultError
from nahtlos.organisations.models import ContactDetail, Organisation
from tests import database, world
from tests.cast import actor, address_of, organisation_id
from tests.conftest import WORKER
from tests.samples import contact

COPY = f"nahtlos_restored_{WORKER}"


def _program(name: str, *arguments: str, stdin: bytes = b"") -> bytes:
    parameters = connections["owner"].get_connection_params()
    environment = {"PGPASSWORD": str(parameters["password"]), "PATH": os.environ["PATH"]}
    place = ["-h", str(parameters["host"]), "-p", str(parameters.get("port", 5432))]
    command = [str(binaries() / name), *place, "-U", str(parameters["user"]), *arguments]
    done = subprocess.run(command, env=environment, input=stdin, capture_output=True, check=True)
    return done.stdout


def _contents() -> dict[str, tuple[int, str]]:
    """{table: (rows, a digest of all of them)}."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 2200")
        tables = [row[0] for row in cursor.fetchall()]
        found = {}
        for table in sorted(tables):
            cursor.execute(
                "SELECT count(*), md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), ''))"  # noqa: S608
                f' FROM "{table}" AS t'
            )
            found[table] = cursor.fetchone()
    return found


def _sealed() -> Iterator[str]:
    """Every sealed value of every organisation, opened."""
    kinds: list[tuple[type[models.Model], list[str]]] = [
        (model, [field.name for field in model._meta.fields if isinstance(field, SealedField)])
        for model in apps.get_models()
    ]
    owners = [INSTALLATION, *Organisation.objects.order_by("pk").values_list("pk", flat=True)]
    for owner in owners:
        with tenant(owner):
            for model, names in kinds:
                # In one order: a restored table lies in another than the one it was made from.
                own = model._default_manager.order_by("pk")
                rows = own.filter(organisation_id=owner) if names else ()
                for row in rows:
                    yield from (value for name in names if (value := getattr(row, name)))


def _findings() -> list[audit.Finding]:
    ids = Organisation.objects.values_list("pk", flat=True)
    return [finding for pk in ids for finding in audit.verify(pk)]


def _goes_on_working() -> None:
    """Somebody signs in, and her deed is the next link of the chain."""
    client = Client()
    answer = client.post("/intern/anmelden/", {"login": address_of("aylin"), "password": PASSWORD})
    assert answer.status_code == 302
    assert client.get("/intern/angebote/").status_code == 200
    with tenant(organisation_id()):
        audit.record(actor("aylin"), Verb.CHANGED, "offer", "probe")
    assert _findings() == []


def _planted(statement: str, *values: Any) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, list(values))
        assert cursor.rowcount == 1


def _shows_what_was_planted(contents: Callable[[], dict[str, tuple[int, str]]]) -> None:
    _planted("UPDATE foundation_auditentry SET code = 'x' WHERE code = 'probe'")
    assert [finding.kind for finding in audit.verify(organisation_id())] == ["content"]
    detail = contact("wegbegleitung-musterland").pk
    _planted(
        "UPDATE organisations_contactdetail SET name = set_byte(name, length(name) - 1,"
        " get_byte(name, length(name) - 1) # 1) WHERE contact_id = %s",
        detail,
    )
    with tenant(organisation_id()), pytest.raises(VaultError):
        _ = ContactDetail.objects.get(contact=detail).name
    before = contents()["directory_offer"]
    _planted(
        "UPDATE directory_offer SET phone = '030 23125-666' WHERE id ="
        " (SELECT id FROM directory_offer ORDER BY id LIMIT 1)"
    )
    assert contents()["directory_offer"] != before


def test_a_restored_backup_is_the_same_and_opens(
    committing: None,
    django_db_blocker: DjangoDbBlocker,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before, original = _contents(), connections["owner"].settings_dict["NAME"]
    opened = list(_sealed())
    assert world.SECRET_NAME in opened
    began = time.monotonic()
    dump = _program("pg_dump", "-Fc", "--no-comments", "-d", original)
    database.drop(COPY)
    _program("psql", "-d", "postgres", "-c", f'CREATE DATABASE "{COPY}"')
    try:
        _program("pg_restore", "--no-comments", "-d", COPY, stdin=dump)
        seconds = time.monotonic() - began
        database.use(COPY)
        assert _contents() == before
        call_command("migrate", database="owner", check_unapplied=True, verbosity=0)
        assert catalogue.findings() == []
        assert _findings() == []
        assert list(_sealed()) == opened
        _goes_on_working()
        _shows_what_was_planted(_contents)
    finally:
        database.use(original)
        database.drop(COPY)
    rows = sum(count for count, _ in before.values())
    with capsys.disabled():
        print(
            f"\nrestore: {rows} rows in {len(before)} tables back in {seconds:.1f} s,"
            f" {len(opened)} sealed values opened, 0 findings; 3 planted, 3 found"
        )
