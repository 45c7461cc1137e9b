"""Reads from PostgreSQL's own catalogue how every table is protected, and says what does not fit
its declaration.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connections

from nahtlos.foundation.tenancy.composite import BOTH
from nahtlos.foundation.tenancy.declared import (
    Tenancy,
    append_only_tables,
    declared_sides,
    declared_tables,
)
from nahtlos.foundation.tenancy.operations import MINE, MINE_OR_ME, app_role

_TABLES = """
SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
  has_table_privilege(%(app)s, c.oid, 'SELECT'),
  has_table_privilege(%(app)s, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'),
  pg_get_userbyid(c.relowner) = %(app)s, has_table_privilege(%(app)s, c.oid, 'TRUNCATE'),
  has_any_column_privilege(%(app)s, c.oid, 'UPDATE')
    OR has_table_privilege(%(app)s, c.oid, 'DELETE')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY 1
"""
_POLICIES = (
    "SELECT tablename, policyname, cmd, qual, with_check, permissive FROM pg_policies WHERE"
    " schemaname = 'public'"
)
_FOREIGN_KEYS = """
SELECT s.relname, t.relname, array_agg(ARRAY[a.attname, b.attname]::text[] ORDER BY k.ord)
FROM pg_constraint c JOIN pg_class s ON s.oid = c.conrelid JOIN pg_class t ON t.oid = c.confrelid,
  unnest(c.conkey, c.confkey) WITH ORDINALITY AS k(own, other, ord)
  JOIN pg_attribute a ON a.attnum = k.own JOIN pg_attribute b ON b.attnum = k.other
WHERE c.contype = 'f' AND a.attrelid = c.conrelid AND b.attrelid = c.confrelid
GROUP BY c.oid, s.relname, t.relname
"""
_STAYING = """
SELECT c.relname FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
WHERE g.tgname = 'shared_row_stays' AND g.tgenabled IN ('O', 'A')
  AND strpos(pg_get_triggerdef(g.oid), ' BEFORE UPDATE ON public.' || quote_ident(c.relname)
    || ' FOR EACH ROW WHEN (((old.id IS DISTINCT FROM new.id)'
    || ' OR (old.from_organisation_id IS DISTINCT FROM new.from_organisation_id)'
    || ' OR (old.to_organisation_id IS DISTINCT FROM new.to_organisation_id)))'
    || ' EXECUTE FUNCTION shared_row_stays()') > 0
"""
_VIEWS = """
SELECT c.relname, c.relkind::text, coalesce(array_to_string(c.reloptions, ','), '') FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('v', 'm')
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
"""
ROW_SECURITY = (Tenancy.TENANT, Tenancy.SHARED, Tenancy.PUBLIC, Tenancy.MEMBERSHIP)
# As PostgreSQL prints "... IN (from_organisation_id, to_organisation_id)".
BETWEEN_US_PRINTED = " OR ".join(f"(SELECT current_organisation()) = {side}" for side in BOTH)
Key = tuple[str, str, list[list[str]]]


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
    alterable: bool


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


def _asked(alias: str, *statements: str) -> list[list[tuple[Any, ...]]]:
    with connections[alias].cursor() as cursor:
        answers = []
        for statement in statements:
            cursor.execute(statement, {"app": app_role()} if "%(app)s" in statement else None)
            answers.append(cursor.fetchall())
    return answers


def findings(alias: str = "owner") -> list[str]:
    """Every sentence about a table, policy, key or view that does not fit; empty means that nothing
    was found.
    """
    rows, policies, keys, views, staying = _asked(
        alias, _TABLES, _POLICIES, _FOREIGN_KEYS, _VIEWS, _STAYING
    )
    tables = {row[0]: Table(*row) for row in rows}
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
    found += _shared(declared, {row[0] for row in staying})
    found += [
        f"{name}: append-only, but the application may alter or remove rows"
        for name in append_only_tables()
        if name in tables and tables[name].alterable
    ]
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
    """One policy for a tenant or shared table; for a public one a policy a verb, and writing only
    one's own.
    """
    if kind not in ROW_SECURITY:
        return []
    own_key = "id" if name == "organisations_organisation" else "organisation_id"
    mine = _squeezed(MINE).replace("organisation_id", own_key, 1)
    seen = {(cmd, _squeezed(qual), _squeezed(check)) for _, cmd, qual, check, _ in rows}
    wanted = {
        Tenancy.TENANT: {("ALL", mine, mine)},
        Tenancy.SHARED: {("ALL", _squeezed(BETWEEN_US_PRINTED), _squeezed(BETWEEN_US_PRINTED))},
        Tenancy.MEMBERSHIP: {("ALL", _squeezed(MINE_OR_ME), mine)},
        Tenancy.PUBLIC: {
            ("SELECT", "true", ""),
            ("INSERT", "", mine),
            ("UPDATE", mine, mine),
            ("DELETE", mine, ""),
        },
    }[kind]
    return [] if seen == wanted else [f"{name}: policies are {sorted(seen)}"]


def _shared(declared: dict[str, Tenancy], staying: set[str]) -> list[str]:
    """Nothing but its trigger keeps a shared row from being turned over to others by one side."""
    return [
        f"{name}: a row could be turned over to another organisation"
        for name, kind in declared.items()
        if kind is Tenancy.SHARED and name not in staying
    ]


def _keys(declared: dict[str, Tenancy], keys: list[Key]) -> list[str]:
    """Each key from one organisation's table into another's must carry the organisation (key checks
    bypass row security); into a shared one its own side, and between shared ones both.
    """
    both = [
        (source, target, {(own, other) for own, other in pairs})
        for source, target, pairs in keys
        if declared.get(source) in ROW_SECURITY
        and declared.get(target) in ROW_SECURITY
        and target != "organisations_organisation"
    ]
    sides = declared_sides()
    found = []
    for source, target, pairs in both:
        if _leads_out(declared[source], declared[target]):
            found.append(f"{source}: a key to {target} leads where one side sees nothing")
            continue
        carried = [_carried(declared, source, target, column, sides) for column, _ in pairs]
        # a key that carries it, or one beside it that does for the same column
        if not any((source, target, pairs | more) in both for more in carried if more):
            over = sorted(own for own, _ in pairs)
            found.append(f"{source}: a key to {target} over {over} does not carry the organisation")
    return found


def _leads_out(source: Tenancy, target: Tenancy) -> bool:
    """From a shared row into the rows of one organisation, or from what everybody reads into a
    shared row.
    """
    if source is Tenancy.SHARED:
        return target is not Tenancy.SHARED
    return target is Tenancy.SHARED and source is not Tenancy.TENANT


def _carried(
    declared: dict[str, Tenancy],
    source: str,
    target: str,
    column: str,
    sides: dict[tuple[str, str], str],
) -> set[tuple[str, str]]:
    """The columns with their counterparts that must travel with COLUMN; empty where nobody said."""
    if declared[source] is Tenancy.SHARED:
        return {(side, side) for side in BOTH}
    if declared[target] is not Tenancy.SHARED:
        return {("organisation_id", "organisation_id")}
    side = sides.get((source, column))
    return {("organisation_id", f"{side}_organisation_id")} if side else set()
