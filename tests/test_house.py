"""The house rules that a machine can check: rooms, floors, budgets, names, stated rules."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

from nahtlos.foundation.access.page import mounted_pages, rule_of
from nahtlos.foundation.ruling import stated_rules

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "nahtlos"
ROOMS = (
    "organisations",
    "people",
    "lands",
    "directory",
    "exchange",
    "cases",
    "consents",
    "records",
    "conferences",
    "intake",
    "referrals",
    "lists",
    "lookout",
    "desk",
)
FLOORS = {
    *(
        "urls",
        "urls_staff",
        "urls_public",
        "views",
        "forms",
        "actions",
        "queries",
        "policy",
        "jobs",
        "models",
        "rules",
    ),
    *("apps", "__init__", "middleware", "adapter", "passwords", "cast", "journeys", "navigation"),
    *("migrations", "management", "templates", "templatetags", "data", "world"),
}
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
SOURCES = sorted(path for path in PACKAGE.glob("**/*.py") if "migrations" not in path.parts)
VIEWS = [path for path in SOURCES if "views" in path.parts or path.name == "views.py"]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [*SOURCES, *sorted((ROOT / "tests").glob("**/*.py"))], ids=_name)
def test_no_file_outgrows_its_budget(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_every_module_begins_with_its_paragraph(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree) or not tree.body


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_no_function_outgrows_its_budget(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    long = [f.name for f in functions if (f.end_lineno or 0) - f.lineno > LONGEST_FUNCTION]
    assert long == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_only_the_floors_of_the_house(room: str) -> None:
    found = {path.stem for path in (PACKAGE / room).iterdir() if path.name != "__pycache__"}
    assert found - FLOORS == set()


@pytest.mark.parametrize("path", VIEWS, ids=_name)
def test_views_touch_no_manager_and_write_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\.(objects|save\(|delete\(|bulk_create)|(?<!context)\.update\(", text)


def test_every_view_has_a_policy() -> None:
    assert [mounted.route for mounted in mounted_pages() if rule_of(mounted.view) is None] == []


def test_every_noun_of_the_code_stands_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    names = {m.__name__ for m in apps.get_models() if m.__module__.startswith("nahtlos.")}
    assert {name for name in names if f"`{name}`" not in glossary} == set()


def test_there_are_rules_and_every_one_names_tests_that_exist() -> None:
    rules = [rule for _, group in stated_rules() for rule in group]
    assert len(rules) >= 20
    for rule in rules:
        assert rule.proven_by, rule.sentence
        for proof in rule.proven_by:
            path, _, test = proof.partition("::")
            text = (ROOT / path).read_text(encoding="utf-8")
            assert f"def {test}(" in text, f"{rule.sentence}: {proof}"


def test_no_forbidden_kind_of_file() -> None:
    assert [p for p in SOURCES if p.stem in ("utils", "helpers", "signals", "admin")] == []


def test_the_repository_names_no_folder_outside_itself() -> None:
    files = [*SOURCES, *(ROOT / "docs").glob("**/*.md"), ROOT / "README.md", ROOT / "Makefile"]
    assert [_name(p) for p in files if "../shared" in p.read_text(encoding="utf-8")] == []
