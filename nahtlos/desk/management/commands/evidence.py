"""`manage.py evidence`: writes docs/evidence.md with figures counted from code and data."""

import ast
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from nahtlos.directory.rules import catalogue
from nahtlos.foundation.access import Role
from nahtlos.foundation.access.page import PageRule, mounted_pages, rule_of
from nahtlos.foundation.ruling import stated_rules
from nahtlos.foundation.tenancy.declared import Tenancy, declared_tables
from nahtlos.organisations.rules import reference

KINDS = {
    Tenancy.TENANT: "nur für die eigene Organisation, Zeilenschutz erzwungen",
    Tenancy.SHARED: "zwei Organisationen sehen und schreiben sie, Zeilenschutz erzwungen",
    Tenancy.MEMBERSHIP: "eigene Organisation oder eigenes Konto, Zeilenschutz erzwungen",
    Tenancy.PUBLIC: "alle lesen, nur die eigene Organisation schreibt, Zeilenschutz erzwungen",
    Tenancy.IDENTITY: "Konten und Sitzungen, nur über ihre Türen",
    Tenancy.SYSTEM: "Ortsdaten und Ähnliches, nur lesbar",
    Tenancy.MACHINERY: "Zähler und Warteschlange, ohne Angaben zu Menschen",
    Tenancy.SHUT: "ohne jeden Zugriff, nur über Funktionen",
}
ACTORS = len(Role) + 2  # and the visitor, and who holds a link


class Command(BaseCommand):
    """Counts and writes; nothing in the file is typed by hand."""

    help = "Schreibt docs/evidence.md: Zahlen, die aus Programm und Daten gezählt sind."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say where."""
        target = settings.PROJECT / "docs" / "evidence.md"
        parts = [_pages(), _tables(), _rules(), _reference(), _tests(settings.PROJECT / "tests")]
        told = "Aus Programm und Daten gezählt mit `make evidence`. Nicht von Hand ändern."
        head = f"# Nachweise\n\n{told}"
        target.write_text("\n\n".join([head, *parts]) + "\n", encoding="utf-8")
        self.stdout.write(str(target.relative_to(settings.PROJECT)))


def _table(head: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def _pages() -> str:
    rules = [rule for rule in (rule_of(mounted.view) for mounted in mounted_pages()) if rule]
    figures = [
        ("Adressen mit erklärter Regel", len(rules)),
        ("Adressen mit Methoden", sum(len(rule.methods) for rule in rules)),
        ("Arten von Menschen (neun Rollen, Öffentlichkeit, Link)", ACTORS),
        ("geprüfte Kombinationen", sum(_combinations(rule) for rule in rules)),
    ]
    return "## Zugriff\n\n" + _table(("was", "Anzahl"), list(figures))


def _combinations(rule: PageRule) -> int:
    return len(rule.methods) * ACTORS * (2 if rule.cases.owned else 1)


def _tables() -> str:
    counted = Counter(declared_tables().values())
    rows: list[tuple[object, ...]] = [(KINDS[kind], counted[kind]) for kind in Tenancy]
    return "## Tabellen\n\n" + _table(("Art", "Anzahl"), rows)


def _rules() -> str:
    rows: list[tuple[object, ...]] = [
        (rule.sentence, "<br>".join(f"`{proof}`" for proof in rule.proven_by))
        for _, group in stated_rules()
        for rule in group
    ]
    return "## Regeln und was sie beweist\n\n" + _table(("Regel", "Tests"), rows)


def _reference() -> str:
    rows: list[tuple[object, ...]] = [
        ("Länder", len(reference.laender())),
        ("Kreise", len(reference.districts())),
        ("Postleitzahlen", len(reference.postcodes())),
        ("Haftanstalten", len(reference.prisons())),
        ("davon mit belegter Straße", sum(1 for p in reference.prisons() if p.street)),
        ("Organisationen", len(reference.organisations())),
        ("Angebote", len(catalogue.real_offers())),
        ("Angaben zu Besuchen", len(catalogue.visiting_facts())),
        ("Themen", len(catalogue.topics())),
    ]
    return "## Daten\n\n" + _table(("was", "Anzahl"), rows)


def _tests(folder: Path) -> str:
    counted: Counter[str] = Counter()
    for path in sorted(folder.glob("**/test_*.py")):
        area = path.relative_to(folder).parts[0] if path.parent != folder else "übergreifend"
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        counted[area] += sum(name.startswith("test_") for name in names)
    rows: list[tuple[object, ...]] = [*sorted(counted.items()), ("zusammen", counted.total())]
    return "## Testfunktionen\n\n" + _table(("Bereich", "Anzahl"), rows)
