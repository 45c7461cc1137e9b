"""Dumps the database, restores it elsewhere and looks whether it is the same and still opens."""

import os
import subprocess

from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from nahtlos.directory.models import Feedback, Offer
from nahtlos.foundation import audit
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.ground.postgres import binaries
from nahtlos.foundation.tenancy import catalogue, tenant
from nahtlos.organisations.models import ContactDetail, Organisation
from tests import database, world
from tests.cast import actor, organisation_id
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


def _counts() -> dict[str, int]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 2200")
        tables = [row[0] for row in cursor.fetchall()]
        counted = {}
        for table in sorted(tables):
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 (names of the catalogue)
            counted[table] = cursor.fetchone()[0]
    return counted


def test_a_restored_backup_is_the_same_and_opens(
    committing: None, django_db_blocker: DjangoDbBlocker
) -> None:
    before, original = _counts(), connections["owner"].settings_dict["NAME"]
    dump = _program("pg_dump", "-Fc", "--no-comments", "-d", original)
    database.drop(COPY)
    _program("psql", "-d", "postgres", "-c", f'CREATE DATABASE "{COPY}"')
    try:
        _program("pg_restore", "--no-comments", "-d", COPY, stdin=dump)
        database.use(COPY)
        assert _counts() == before
        assert catalogue.findings() == []
        _still_opens()
        _finds_a_planted_change()
    finally:
        database.use(original)
        database.drop(COPY)
    print(f"\nrestore: {sum(before.values())} rows in {len(before)} tables, 0 findings")


def _still_opens() -> None:
    with tenant(organisation_id()):
        detail = ContactDetail.objects.get(contact=contact("wegbegleitung-musterland"))
        assert detail.name == world.SECRET_NAME
        assert Feedback.objects.get().text == world.FEEDBACK
    assert Offer.objects.filter(state="published").count() > 200
    ids = Organisation.objects.values_list("pk", flat=True)
    assert [finding for pk in ids for finding in audit.verify(pk)] == []


def _finds_a_planted_change() -> None:
    with tenant(organisation_id()):
        audit.record(actor("aylin"), Verb.CHANGED, "offer", "probe")
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE foundation_auditentry SET code = 'x' WHERE code = 'probe'")
    assert [finding.kind for finding in audit.verify(organisation_id())] == ["content"]
