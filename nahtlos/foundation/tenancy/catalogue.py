"""Reads from PostgreSQL's own catalogue how every table is protected, and says what does not fit
its declaration.
"""

from dataclasses import dataclass

from django.db import connections

from nahtlos.foundation.tenancy.declared import Tenancy, declared_tables
from nahtlos.foundation.tenancy.operations import MINE, MINE_OR_ME, app_role

_TABLES = """
SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
  has_table_privilege(%(app)s, c.oid, 'SELECT'),
  has_table_privilege(%(app)s, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'),
  pg_get_userbyid(c.relowner) = %(app)s, has_table_privilege(%(app)s, c.oid, 'TRUNCATE')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY 1
"""
_POLICIES = (
    "SELECT tablename, policyname, cmd, qual, with_check, permissive FROM pg_policies WHERE"
    " schemaname = 'public'"
)
_FOREIGN_KEYS = """
SELECT s.relname, t.relname, array_agg(a.attname::text ORDER BY k.ord)
FROM pg_constraint c JOIN pg_class s ON s.oid = c.conrelid JOIN pg_class t ON t.oid = c.confrelid,
  unnest(c.conkey) WITH ORDINALITY AS k(num, ord) JOIN pg_attribute a ON a.attnum = k.num
WHERE c.contype = 'f' AND a.attrelid = c.conrelid GROUP BY c.oid, s.relname, t.relname
"""
_VIEWS = """
SELECT c.relname, c.relkind::text, coalesce(array_to_string(c.reloptions, ','), '') FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('v', 'm')
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
"""
ROW_SECURITY = (Tenancy.TENANT, Tenancy.PUBLIC, Tenancy.MEMBERSHIP)


@dataclass(frozen=True, slots=True)
class Table:
    """What the catalogue says of one table."""

    name: str
    secured: bool
    forced: bool
    readable: bool
    writable: bool
    owned_by_app: bool
    truncatable: bool


def _squeezed(text: str | None) -> str:
    """A condition without the spaces, brackets and aliases that PostgreSQL adds when it prints
    one.
    """
    words = (
        (text or "")
        .replace("(", " ")
        .replace(")", " ")
        .replace(" AS current_organisation", "")
        .replace(" AS current_account", "")
    )
    return " ".join(words.split())


def findings(alias: str = "owner") -> list[str]:
    """Every sentence about a table, policy, key or view that does not fit; empty means that nothing
    was found.
    """
    with connections[alias].cursor() as cursor:
        cursor.execute(_TABLES, {"app": app_role()})
        tables = {row[0]: Table(*row) for row in cursor.fetchall()}
        cursor.execute(_POLICIES)
        policies = cursor.fetchall()
        cursor.execute(_FOREIGN_KEYS)
        keys = cursor.fetchall()
        cursor.execute(_VIEWS)
        views = cursor.fetchall()
    declared = declared_tables()
    found = [f"{name}: not declared" for name in tables if name not in declared]
    found += [
        f"{name}: declared, but there is no such table" for name in declared if name not in tables
    ]
    for name, kind in declared.items():
        if name in tables:
            found += _table(tables[name], kind)
            found += _policies(name, kind, [row[1:] for row in policies if row[0] == name])
    found += _keys(declared, keys)
    found += [
        f"{name}: a view that does not run with the rights of who asks"
        for name, kind, how in views
        if "security_invoker=true" not in how
    ]
    return sorted(found)


def _table(table: Table, kind: Tenancy) -> list[str]:
    found = []
    if table.owned_by_app or table.truncatable:
        found.append(f"{table.name}: the application owns or may empty it")
    if kind in ROW_SECURITY and not (table.secured and table.forced):
        found.append(f"{table.name}: row security is not forced")
    if kind is Tenancy.SHUT and (table.readable or table.writable):
        found.append(f"{table.name}: shut, but the application has a grant")
    if kind is Tenancy.SYSTEM and table.writable:
        found.append(f"{table.name}: the application may write reference data")
    return found


def _policies(
    name: str, kind: Tenancy, rows: list[tuple[str, str, str | None, str | None, str]]
) -> list[str]:
    """One policy for a tenant table; for a public one a policy a verb, and writing only one's
    own.
    """
    if kind not in ROW_SECURITY:
        return []
    own_key = "id" if name == "organisations_organisation" else "organisation_id"
    mine = _squeezed(MINE).replace("organisation_id", own_key, 1)
    seen = {(cmd, _squeezed(qual), _squeezed(check)) for _, cmd, qual, check, _ in rows}
    wanted = {
        Tenancy.TENANT: {("ALL", mine, mine)},
        Tenancy.MEMBERSHIP: {("ALL", _squeezed(MINE_OR_ME), mine)},
        Tenancy.PUBLIC: {
            ("SELECT", "true", ""),
            ("INSERT", "", mine),
            ("UPDATE", mine, mine),
            ("DELETE", mine, ""),
        },
    }[kind]
    return [] if seen == wanted else [f"{name}: policies are {sorted(seen)}"]


def _keys(declared: dict[str, Tenancy], keys: list[tuple[str, str, list[str]]]) -> list[str]:
    """Each key from one organisation's table into another's must carry the organisation (key checks
    bypass row security).
    """
    both = [
        (source, target, set(columns))
        for source, target, columns in keys
        if declared.get(source) in ROW_SECURITY
        and declared.get(target) in ROW_SECURITY
        and target != "organisations_organisation"
    ]
    together = [
        (source, target, columns - {"organisation_id"})
        for source, target, columns in both
        if "organisation_id" in columns
    ]
    return [
        f"{source}: a key to {target} over {sorted(columns)} does not carry the organisation"
        for source, target, columns in both
        if "organisation_id" not in columns and (source, target, columns) not in together
    ]
