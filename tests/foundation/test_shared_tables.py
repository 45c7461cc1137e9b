"""Tables whose rows belong to two organisations, tried with planted ones in transactions that
commit: both see them, nobody turns them over, and a hole in their protection is found.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, IntegrityError, connection, connections, models, transaction
from django.db.migrations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from nahtlos.desk.cast import HOME
from nahtlos.foundation.tenancy import Tenancy, catalogue, operations, tenant
from nahtlos.foundation.tenancy.declared import declared_sides, declared_tables
from nahtlos.foundation.tenancy.operations import (
    ProtectSharedTable,
    ProtectTenantTable,
    app_role,
)
from tests.cast import FOREIGN, organisation_id

THIRD = "jva-musterstadt"


def _organisation() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey("organisations.Organisation", models.CASCADE, related_name="+")


def _table(name: str, **fields: "models.Field[Any, Any]") -> CreateModel:
    key = ("id", models.UUIDField(primary_key=True, default=uuid4))
    return CreateModel(name, [key, *fields.items()])


def _parcel() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey("planted.Parcel", models.CASCADE, related_name="+")


# A shared thing, what happened to it, and what each side keeps about it for itself.
TABLES = (
    _table(
        "Parcel",
        from_organisation=_organisation(),
        to_organisation=_organisation(),
        state=models.CharField(max_length=30),
    ),
    _table(
        "Mark",
        from_organisation=_organisation(),
        to_organisation=_organisation(),
        parcel=_parcel(),
        words=models.CharField(max_length=30, default=""),
    ),
    _table("Origin", organisation=_organisation(), parcel=_parcel()),
    _table("Receipt", organisation=_organisation(), parcel=_parcel()),
)
PROTECTION = (
    ProtectSharedTable("Parcel"),
    ProtectSharedTable("Mark", append_only=True),
    ProtectTenantTable("Origin", shared_side={"parcel": "from"}),
    ProtectTenantTable("Receipt", shared_side={"parcel": "to"}),
)
KINDS = {
    "planted_parcel": Tenancy.SHARED,
    "planted_mark": Tenancy.SHARED,
    "planted_origin": Tenancy.TENANT,
    "planted_receipt": Tenancy.TENANT,
}
SIDES = {
    ("planted_origin", "parcel_id"): "from",
    ("planted_receipt", "parcel_id"): "to",
}


def state() -> ProjectState:
    """The planted models beside the organisations they point at."""
    known = ProjectState.from_apps(apps)
    for table in TABLES:
        table.state_forwards("planted", known)
    return known


def plant(steps: tuple[Operation, ...]) -> None:
    """Run operations of a migration as the owner."""
    after = state()
    with connections["owner"].schema_editor() as editor:
        for step in steps:
            step.database_forwards("planted", editor, after, after)


def backwards() -> None:
    """Take the protection back, the last first."""
    after = state()
    with connections["owner"].schema_editor() as editor:
        for step in reversed(PROTECTION):
            step.database_backwards("planted", editor, after, after)


@pytest.fixture
def planted(committing: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The planted tables, protected and declared, in a database that is thrown away."""
    plant(TABLES)
    plant(PROTECTION)
    monkeypatch.setattr(catalogue, "declared_tables", lambda: declared_tables() | KINDS)
    monkeypatch.setattr(catalogue, "declared_sides", lambda: declared_sides() | SIDES)
    monkeypatch.setattr(catalogue, "append_only_tables", lambda: {"planted_mark"})
    yield
    connections["owner"].close()


def run(statement: str, *values: object) -> None:
    """One statement of the application."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def insert(
    table: str, *, between: tuple[str, str] | None = None, owner: str = "", **more: object
) -> UUID:
    """A row of TABLE between two organisations, or of OWNER alone."""
    row: dict[str, object] = {"id": uuid4(), **more}
    if between:
        row["from_organisation_id"], row["to_organisation_id"] = map(organisation_id, between)
    else:
        row["organisation_id"] = organisation_id(owner)
    if table == "planted_parcel":
        row["state"] = "open"
    if table == "planted_mark":
        row["words"] = "gesendet"
    places = ", ".join(["%s"] * len(row))
    run(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", *row.values())  # noqa: S608 (names of this test)
    return UUID(str(row["id"]))


def seen(table: str) -> list[UUID]:
    """The rows of TABLE that exist for whoever is entered."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table}")  # noqa: S608 (a name of this test)
        return [row[0] for row in cursor.fetchall()]


def sent() -> UUID:
    """A parcel from the home organisation to the foreign one, with a mark."""
    with tenant(organisation_id()):
        parcel = insert("planted_parcel", between=(HOME, FOREIGN))
        insert("planted_mark", between=(HOME, FOREIGN), parcel_id=parcel)
    return parcel


def test_both_sides_see_a_shared_row_and_others_do_not(planted: None) -> None:
    parcel = sent()
    for key in (HOME, FOREIGN):
        with tenant(organisation_id(key)):
            assert seen("planted_parcel") == [parcel]
            assert len(seen("planted_mark")) == 1
    with tenant(organisation_id(THIRD)):
        assert seen("planted_parcel") == seen("planted_mark") == []
    assert seen("planted_parcel") == []


@pytest.mark.parametrize("sides", [(THIRD, FOREIGN), (FOREIGN, THIRD)])
def test_nobody_writes_a_shared_row_between_two_others(
    planted: None, sides: tuple[str, str]
) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), tenant(organisation_id()):
        insert("planted_parcel", between=sides)


@pytest.mark.parametrize("column", ["from_organisation_id", "to_organisation_id", "id"])
def test_a_shared_row_is_never_turned_over_to_others(planted: None, column: str) -> None:
    """By one side it would still pass the policy: it stays one of the two (S07)."""
    sent()
    change = f"UPDATE planted_parcel SET {column} = %s"  # noqa: S608 (a name of this test)
    for key in (HOME, FOREIGN):
        with pytest.raises(DatabaseError, match="stays between"), tenant(organisation_id(key)):
            run(change, organisation_id(THIRD))
    with tenant(organisation_id(THIRD)), connection.cursor() as cursor:
        cursor.execute(change, [organisation_id(THIRD)])
        assert cursor.rowcount == 0


def test_a_shared_row_is_saved_whole_by_either_side(planted: None) -> None:
    parcel = sent()
    whole = (
        "UPDATE planted_parcel SET from_organisation_id = from_organisation_id,"
        " to_organisation_id = to_organisation_id, state = %s"
    )
    for key in (HOME, FOREIGN):
        with tenant(organisation_id(key)), connection.cursor() as cursor:
            cursor.execute(whole, [key])
            assert cursor.rowcount == 1
    with tenant(organisation_id()):
        assert seen("planted_parcel") == [parcel]


def test_what_is_appended_between_two_is_never_altered_or_removed(planted: None) -> None:
    sent()
    for statement in ("UPDATE planted_mark SET words = 'x'", "DELETE FROM planted_mark"):
        with pytest.raises(DatabaseError, match="permission denied"), tenant(organisation_id()):
            run(statement)


def test_a_mark_belongs_to_the_two_of_its_parcel(planted: None) -> None:
    parcel = sent()
    with pytest.raises(IntegrityError), tenant(organisation_id()):
        insert("planted_mark", parcel_id=parcel, between=(HOME, THIRD))
    with pytest.raises(IntegrityError), tenant(organisation_id()):
        insert("planted_mark", parcel_id=parcel, between=(FOREIGN, HOME))


def test_only_the_right_side_keeps_something_of_its_own_about_a_shared_row(planted: None) -> None:
    parcel = sent()
    for table, right in (("planted_origin", HOME), ("planted_receipt", FOREIGN)):
        for key in {HOME, FOREIGN, THIRD} - {right}:
            with pytest.raises(IntegrityError), tenant(organisation_id(key)):
                insert(table, parcel_id=parcel, owner=key)
        with tenant(organisation_id(right)):
            insert(table, parcel_id=parcel, owner=right)


TO_PARCEL = "planted_mark DROP CONSTRAINT planted_mark_parcel_id_same_org"
FROM_ORIGIN = "planted_origin DROP CONSTRAINT planted_origin_parcel_id_same_org"
BETWEEN = " OR ".join(
    f"(SELECT current_organisation()) = {side}_organisation_id" for side in ("from", "to")
)
LESS = (
    "shared_row_stays BEFORE UPDATE ON planted_parcel FOR EACH ROW"
    " WHEN (OLD.id IS DISTINCT FROM NEW.id) EXECUTE FUNCTION shared_row_stays()"
)
SWAPPED = "to_organisation_id, from_organisation_id"
BOTH = "planted_parcel (from_organisation_id, to_organisation_id, id)"
WRONG = "REFERENCES planted_parcel (to_organisation_id, id)"
HOLES = {
    "not forced": (
        ("ALTER TABLE planted_parcel NO FORCE ROW LEVEL SECURITY",),
        "planted_parcel: row security is not forced",
    ),
    "read by everybody": (
        (
            "DROP POLICY shared ON planted_parcel",
            f"CREATE POLICY shared ON planted_parcel USING (true) WITH CHECK ({BETWEEN})",
        ),
        "planted_parcel: policies are",
    ),
    "written by everybody": (
        (
            "DROP POLICY shared ON planted_parcel",
            f"CREATE POLICY shared ON planted_parcel USING ({BETWEEN}) WITH CHECK (true)",
        ),
        "planted_parcel: policies are",
    ),
    "one policy more": (
        ("CREATE POLICY more ON planted_parcel FOR SELECT USING (state = 'open')",),
        "planted_parcel: policies are",
    ),
    "no trigger": (
        ("DROP TRIGGER shared_row_stays ON planted_parcel",),
        "planted_parcel: a row could be turned over",
    ),
    "a sleeping trigger": (
        ("ALTER TABLE planted_parcel DISABLE TRIGGER shared_row_stays",),
        "planted_parcel: a row could be turned over",
    ),
    "a trigger that watches less": (
        (
            "DROP TRIGGER shared_row_stays ON planted_parcel",
            f"CREATE TRIGGER {LESS}",
        ),
        "planted_parcel: a row could be turned over",
    ),
    "removable marks": (
        ('GRANT DELETE ON planted_mark TO "{app}"',),
        "planted_mark: append-only, but",
    ),
    "marks with one alterable column": (
        ('GRANT UPDATE (words) ON planted_mark TO "{app}"',),
        "planted_mark: append-only, but",
    ),
    "a key between shared rows without organisations": (
        (f"ALTER TABLE {TO_PARCEL}",),
        "planted_mark: a key to planted_parcel over ['parcel_id'] does not carry",
    ),
    "a key between shared rows with the sides swapped": (
        (
            f"ALTER TABLE {TO_PARCEL}",
            f"ALTER TABLE planted_mark ADD FOREIGN KEY ({SWAPPED}, parcel_id) REFERENCES {BOTH}",
        ),
        "planted_mark: a key to planted_parcel over ['parcel_id'] does not carry",
    ),
    "an own key without the organisation": (
        (f"ALTER TABLE {FROM_ORIGIN}",),
        "planted_origin: a key to planted_parcel over ['parcel_id'] does not carry",
    ),
    "an own key to the wrong side": (
        (
            f"ALTER TABLE {FROM_ORIGIN}",
            f"ALTER TABLE planted_origin ADD FOREIGN KEY (organisation_id, parcel_id) {WRONG}",
        ),
        "planted_origin: a key to planted_parcel over ['parcel_id'] does not carry",
    ),
    "a shared row that points at one organisation's": (
        ("ALTER TABLE planted_parcel ADD COLUMN origin_id uuid REFERENCES planted_origin (id)",),
        "planted_parcel: a key to planted_origin leads where one side sees nothing",
    ),
    "a shared row that points at a public one": (
        ("ALTER TABLE planted_parcel ADD COLUMN offer_id uuid REFERENCES directory_offer (id)",),
        "planted_parcel: a key to directory_offer leads where one side sees nothing",
    ),
    "a public row that points at a shared one": (
        ("ALTER TABLE directory_offer ADD COLUMN parcel_id uuid REFERENCES planted_parcel (id)",),
        "directory_offer: a key to planted_parcel leads where one side sees nothing",
    ),
}


def planted_findings() -> list[str]:
    """What the catalogue says of the planted tables, and of keys into them."""
    return [sentence for sentence in catalogue.findings() if "planted_" in sentence]


def test_every_hole_in_a_shared_table_turns_the_catalogue_red(planted: None) -> None:
    assert planted_findings() == []
    missed = {}
    for hole, (statements, sentence) in HOLES.items():
        with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
            for statement in statements:
                cursor.execute(statement.format(app=app_role()))
            found = planted_findings()
            if not any(one.startswith(sentence) for one in found):
                missed[hole] = found
            transaction.set_rollback(True, using="owner")
    assert missed == {}
    assert planted_findings() == []


def test_a_shared_table_can_be_unprotected_again(planted: None) -> None:
    backwards()
    found = catalogue.findings()
    for table in ("planted_parcel", "planted_mark", "planted_origin", "planted_receipt"):
        assert f"{table}: row security is not forced" in found
    plant(PROTECTION)
    assert planted_findings() == []


def test_a_key_to_a_shared_row_must_say_which_side_is_the_own_one() -> None:
    origin = state().apps.get_model("planted", "Origin")
    with pytest.raises(ImproperlyConfigured, match="shared_side"):
        ProtectTenantTable("Origin").statements(origin)
    with pytest.raises(ImproperlyConfigured, match="shared_side"):
        ProtectTenantTable("Origin", shared_side={"parcel": "both"}).statements(origin)


@pytest.mark.parametrize("operation", PROTECTION, ids=str)
def test_a_protection_is_written_into_a_migration_as_it_is(operation: Operation) -> None:
    name, args, more = operation.deconstruct()
    again = getattr(operations, name)(*args, **more)
    assert vars(again) == vars(operation)
