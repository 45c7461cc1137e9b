"""Migration operations that put a table under its policy and grant the application exactly what its
kind allows.
"""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Model

from nahtlos.foundation.tenancy.composite import BOTH, Key, composite_keys

MINE = "organisation_id = (SELECT current_organisation())"
MINE_OR_ME = f"({MINE} OR account_id = (SELECT current_account()))"
BETWEEN_US = f"(SELECT current_organisation()) IN ({', '.join(BOTH)})"
ALL = "SELECT, INSERT, UPDATE, DELETE"


def app_role() -> str:
    """The name of the application's database role, from DATABASE_URL."""
    return str(settings.DATABASES["default"]["USER"])


def _key_columns(model: type[Model]) -> str:
    return "id" if model._meta.model_name == "organisation" else "organisation_id"


def _declared_sides(app_label: str, model_name: str) -> Mapping[str, str]:
    """`shared_side` of the model as it is today; nothing where there is no such model any more."""
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError:
        return {}
    sides: Mapping[str, str] = getattr(model, "shared_side", {})
    return sides


class _Protect(Operation):
    """Common to all kinds: named model in, statements out, reversible."""

    reduces_to_sql = True
    reversible = True
    shared_side: Mapping[str, str] | None = None

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For the migration writer."""
        return (self.__class__.__name__, [self.model_name], {})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Models do not change."""

    def statements(self, model: type[Model]) -> list[str]:
        """The SQL that protects MODEL's table."""
        raise NotImplementedError

    def keys(self, model: type[Model]) -> list[Key]:
        """The keys of MODEL that carry the organisation. Where `shared_side` is not given here, the
        model's own declaration stands.
        """
        sides = self.shared_side or _declared_sides(model._meta.app_label, self.model_name)
        return composite_keys(model, sides)

    def undo(self, model: type[Model]) -> list[str]:
        """The SQL that takes the protection away again."""
        table = model._meta.db_table
        keys = [
            f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{key.name}"'
            for key in self.keys(model)
        ]
        policies = [
            f'DROP POLICY IF EXISTS "{p}" ON "{table}"'
            for p in ("tenant", "everybody", "add", "change", "remove")
        ]
        return [
            *keys,
            *policies,
            f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{table}_org_id"',
            f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY',
            f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY',
            f'REVOKE ALL ON "{table}" FROM "{app_role()}"',
        ]

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Run the statements."""
        for statement in self.statements(to_state.apps.get_model(app_label, self.model_name)):
            schema_editor.execute(statement)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Take the protection away."""
        for statement in self.undo(from_state.apps.get_model(app_label, self.model_name)):
            schema_editor.execute(statement)

    def describe(self) -> str:
        """For `migrate --plan`."""
        return f"{self.__class__.__name__} {self.model_name}"


def _row_security(model: type[Model], keys: list[Key]) -> list[str]:
    table, key = model._meta.db_table, str(model._meta.pk.column)
    unique = (
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_org_id" UNIQUE (organisation_id, "{key}")'
    )
    has_own_id = _key_columns(model) != "id" and key != "organisation_id"
    return [*_forced(table), *([unique] if has_own_id else []), *_together(table, keys)]


def _forced(table: str) -> list[str]:
    return [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
    ]


def _quoted(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _together(table: str, keys: list[Key]) -> list[str]:
    return [
        (
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{key.name}" FOREIGN KEY'
            f' ({_quoted(key.columns)}) REFERENCES "{key.target}" ({_quoted(key.target_columns)})'
            " DEFERRABLE INITIALLY DEFERRED"
        )
        for key in keys
    ]


class ProtectTenantTable(_Protect):
    """Rows of one organisation, seen and written by it alone; foreign keys carry the organisation
    with them.
    """

    grant = ALL
    condition = MINE

    def __init__(self, model_name: str, *, shared_side: Mapping[str, str] | None = None) -> None:
        super().__init__(model_name)
        self.shared_side = shared_side

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For the migration writer."""
        name, args, more = super().deconstruct()
        return name, args, {"shared_side": self.shared_side} if self.shared_side else more

    def statements(self, model: type[Model]) -> list[str]:
        """Row security, one policy, grants."""
        table = model._meta.db_table
        return [
            *_row_security(model, self.keys(model)),
            f'CREATE POLICY tenant ON "{table}" USING ({self.condition}) WITH CHECK ({MINE})',
            f'GRANT {self.grant} ON "{table}" TO "{app_role()}"',
        ]


class ProtectReadOnlyTenantTable(ProtectTenantTable):
    """As above, but written by SECURITY DEFINER functions only."""

    grant = "SELECT"


class ProtectMembershipTable(ProtectTenantTable):
    """As above, but an account also sees its own rows: it must be able to choose one of its
    organisations.
    """

    condition = MINE_OR_ME


class ProtectPublicTable(_Protect):
    """Rows everybody reads and only their organisation writes. A read policy `true` keeps text
    indexes usable.
    """

    def statements(self, model: type[Model]) -> list[str]:
        """Row security, a policy for each verb, grants."""
        table = model._meta.db_table
        mine = f"{_key_columns(model)} = (SELECT current_organisation())"
        return [
            *_row_security(model, self.keys(model)),
            f'CREATE POLICY everybody ON "{table}" FOR SELECT USING (true)',
            f'CREATE POLICY add ON "{table}" FOR INSERT WITH CHECK ({mine})',
            f'CREATE POLICY change ON "{table}" FOR UPDATE USING ({mine}) WITH CHECK ({mine})',
            f'CREATE POLICY remove ON "{table}" FOR DELETE USING ({mine})',
            f'GRANT {ALL} ON "{table}" TO "{app_role()}"',
        ]


class ProtectSharedTable(_Protect):
    """Rows between two organisations, seen and written by both; no row goes over to others. With
    APPEND_ONLY nobody alters or removes one.
    """

    def __init__(self, model_name: str, *, append_only: bool = False) -> None:
        super().__init__(model_name)
        self.append_only = append_only

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For the migration writer."""
        name, args, more = super().deconstruct()
        return name, args, {"append_only": True} if self.append_only else more

    def statements(self, model: type[Model]) -> list[str]:
        """Row security, one policy, keys for both sides, grants."""
        table, sides = model._meta.db_table, BOTH
        unique = [
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" UNIQUE ({_quoted((*columns, "id"))})'
            for name, columns in (
                (f"{table}_from_id", sides[:1]),
                (f"{table}_to_id", sides[1:]),
                (f"{table}_both_id", sides),
            )
        ]
        grant = "SELECT, INSERT" if self.append_only else ALL
        return [
            *_forced(table),
            *unique,
            *_together(table, self.keys(model)),
            f'CREATE POLICY shared ON "{table}" USING ({BETWEEN_US}) WITH CHECK ({BETWEEN_US})',
            _STAYS.format(table=table),
            f'GRANT {grant} ON "{table}" TO "{app_role()}"',
        ]

    def undo(self, model: type[Model]) -> list[str]:
        """As for the others, with what only shared tables have."""
        table = model._meta.db_table
        return [
            f'DROP TRIGGER IF EXISTS shared_row_stays ON "{table}"',
            f'DROP POLICY IF EXISTS shared ON "{table}"',
            *super().undo(model),
            *(
                f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{table}_{end}"'
                for end in ("from_id", "to_id", "both_id")
            ),
        ]


# Not by grants on columns: a row that is saved whole names these columns too, with the same values.
_STAYS = """
CREATE TRIGGER shared_row_stays BEFORE UPDATE ON "{table}" FOR EACH ROW
WHEN (OLD.id IS DISTINCT FROM NEW.id
  OR OLD.from_organisation_id IS DISTINCT FROM NEW.from_organisation_id
  OR OLD.to_organisation_id IS DISTINCT FROM NEW.to_organisation_id)
EXECUTE FUNCTION shared_row_stays()
"""


class GrantSystemTable(_Protect):
    """Reference data: the application may read it and nothing else."""

    grant = "SELECT"

    def statements(self, model: type[Model]) -> list[str]:
        """Grants only."""
        return [f'GRANT {self.grant} ON "{model._meta.db_table}" TO "{app_role()}"']


class GrantMachineryTable(GrantSystemTable):
    """Identity tables and counters: the application reads and writes; the doors are functions."""

    grant = ALL


class GrantLibraryTables(Operation):
    """Grants the tables a library brought along, after its own migrations ran."""

    reduces_to_sql = True
    reversible = True

    def __init__(
        self, tables: dict[str, str], *, sequences: list[str] | None = None, functions: str = ""
    ) -> None:
        self.tables = tables
        self.sequences = sequences or []
        self.functions = functions

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For the migration writer."""
        return (
            "GrantLibraryTables",
            [self.tables],
            {"sequences": self.sequences, "functions": self.functions},
        )

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Models do not change."""

    def _run(self, schema_editor: BaseDatabaseSchemaEditor, verb: str, direction: str) -> None:
        role = app_role()
        for table, grant in self.tables.items():
            schema_editor.execute(f'{verb} {grant} ON "{table}" {direction} "{role}"')
        for sequence in self.sequences:
            schema_editor.execute(
                f'{verb} USAGE, SELECT ON SEQUENCE "{sequence}" {direction} "{role}"'
            )
        if self.functions:
            statement = _FUNCTIONS.format(
                verb=verb, direction=direction, role=role, prefix=self.functions
            )
            schema_editor.execute(statement, params=None)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Grant."""
        self._run(schema_editor, "GRANT", "TO")

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Revoke."""
        self._run(schema_editor, "REVOKE", "FROM")


# Every function whose name starts with the prefix; a library's function list changes between
# versions.
_FUNCTIONS = """
DO $grant$ DECLARE f regprocedure; BEGIN
  FOR f IN SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
           WHERE n.nspname = 'public' AND p.proname LIKE '{prefix}%'
  LOOP EXECUTE format('{verb} EXECUTE ON FUNCTION %s {direction} %I', f, '{role}'); END LOOP;
END $grant$
"""
