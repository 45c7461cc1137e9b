"""Migration operations that put a table under its policy and grant the application exactly what its
kind allows.
"""

from typing import Any

from django.conf import settings
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import ForeignKey, Model

MINE = "organisation_id = (SELECT current_organisation())"
MINE_OR_ME = f"({MINE} OR account_id = (SELECT current_account()))"
ALL = "SELECT, INSERT, UPDATE, DELETE"


def app_role() -> str:
    """The name of the application's database role, from DATABASE_URL."""
    return str(settings.DATABASES["default"]["USER"])


def _key_columns(model: type[Model]) -> str:
    return "id" if model._meta.model_name == "organisation" else "organisation_id"


def composite_keys(model: type[Model]) -> list[tuple[str, str, str, str]]:
    """(constraint, own column, other table, other key) for each foreign key into a table that has
    an organisation too.
    """
    keys = []
    for field in model._meta.local_fields:
        if not isinstance(field, ForeignKey) or field.name == "organisation":
            continue
        other = field.related_model
        if isinstance(other, str) or not any(
            f.column == "organisation_id" for f in other._meta.local_fields
        ):
            continue
        name = f"{model._meta.db_table}_{field.column}_same_org"[:63]
        keys.append((name, field.column, other._meta.db_table, str(other._meta.pk.column)))
    return keys


class _Protect(Operation):
    """Common to all kinds: named model in, statements out, reversible."""

    reduces_to_sql = True
    reversible = True

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

    def undo(self, model: type[Model]) -> list[str]:
        """The SQL that takes the protection away again."""
        table = model._meta.db_table
        keys = [
            f'ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{name}"'
            for name, *_ in composite_keys(model)
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


def _row_security(model: type[Model]) -> list[str]:
    table, key = model._meta.db_table, str(model._meta.pk.column)
    unique = (
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_org_id" UNIQUE (organisation_id, "{key}")'
    )
    has_own_id = _key_columns(model) != "id" and key != "organisation_id"
    together = [
        (
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY (organisation_id,'
            f' "{column}") REFERENCES "{other}" (organisation_id, "{other_key}")'
            " DEFERRABLE INITIALLY DEFERRED"
        )
        for name, column, other, other_key in composite_keys(model)
    ]
    return [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        *([unique] if has_own_id else []),
        *together,
    ]


class ProtectTenantTable(_Protect):
    """Rows of one organisation, seen and written by it alone; foreign keys carry the organisation
    with them.
    """

    grant = ALL
    condition = MINE

    def statements(self, model: type[Model]) -> list[str]:
        """Row security, one policy, grants."""
        table = model._meta.db_table
        return [
            *_row_security(model),
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
            *_row_security(model),
            f'CREATE POLICY everybody ON "{table}" FOR SELECT USING (true)',
            f'CREATE POLICY add ON "{table}" FOR INSERT WITH CHECK ({mine})',
            f'CREATE POLICY change ON "{table}" FOR UPDATE USING ({mine}) WITH CHECK ({mine})',
            f'CREATE POLICY remove ON "{table}" FOR DELETE USING ({mine})',
            f'GRANT {ALL} ON "{table}" TO "{app_role()}"',
        ]


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
