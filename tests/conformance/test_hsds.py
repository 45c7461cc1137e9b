"""Whether the interface is what Open Referral says it is: checked by their own files."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from jsonschema_rs import Draft202012Validator

from nahtlos.exchange.rules.interface import LISTS
from tests.site import Site, running_site

FOLDER = os.environ.get("NAHTLOS_REFERENCE_DATA", "")
pytestmark = pytest.mark.skipif(
    not FOLDER, reason="NAHTLOS_REFERENCE_DATA names no folder with the reference files"
)
STANDARDS = Path(FOLDER, "standards")
SCHEMAS = {
    "services": ("compiled/service", "compiled/service_list"),
    "organizations": ("compiled/organization", "compiled/organization_list"),
    "taxonomies": ("taxonomy", "taxonomy"),
    "taxonomy_terms": ("taxonomy_term", "taxonomy_term"),
    "service_at_locations": ("compiled/service_at_location", "compiled/service_at_location_list"),
}
Fetch = Callable[..., Any]


@pytest.fixture
def fetch(visitor: Client) -> Fetch:
    """The JSON of an address below the interface's."""

    def ask(path: str, **query: str) -> Any:  # noqa: ANN401
        answer = visitor.get(f"/api/hsds/{path}?{urlencode(query)}")
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return json.loads(answer.content)

    return ask


def _loaded(name: str) -> dict[str, Any]:
    """An official schema, with the references to its neighbours put in."""
    schema = json.loads(Path(STANDARDS, "hsds", "schema", f"{name}.json").read_text("utf-8"))
    for of in schema.get("properties", {}).values():
        for place in (of, of.get("items", {})):
            if str(place.get("$ref", "")).endswith(".json"):
                place.update(_loaded(place.pop("$ref").removesuffix(".json")))
    return dict(schema)


@cache
def validator(name: str) -> Draft202012Validator:
    """What checks documents against the official schema NAME, formats included."""
    return Draft202012Validator(_loaded(name), validate_formats=True)


def wrong(name: str, document: Any) -> list[str]:  # noqa: ANN401
    """What does not fit, at most three of it."""
    errors = list(validator(name).iter_errors(document))[:3]
    return [f"{name} {'/'.join(map(str, e.instance_path))}: {e.message[:120]}" for e in errors]


def _all(fetch: Fetch, path: str, **query: str) -> Iterator[Any]:
    page = 1
    while True:
        found = fetch(path, page=str(page), per_page="500", **query)
        yield from found["contents"]
        if found["last_page"]:
            return
        page += 1


@pytest.mark.parametrize("path", sorted(SCHEMAS))
def test_every_entry_of_every_list_fits_the_official_schema(fetch: Fetch, path: str) -> None:
    entries = list(_all(fetch, path))
    assert entries
    assert [fault for entry in entries for fault in wrong(SCHEMAS[path][1], entry)] == []


@pytest.mark.parametrize("path", sorted(SCHEMAS))
def test_every_single_document_fits_the_official_schema(fetch: Fetch, path: str) -> None:
    keys = [entry["id"] for entry in _all(fetch, path)]
    assert len(set(keys)) == len(keys)
    faults = [fault for key in keys for fault in wrong(SCHEMAS[path][0], fetch(f"{path}/{key}"))]
    assert faults == []


def test_every_list_of_the_interface_is_checked_here() -> None:
    assert {listed.path for listed in LISTS} == set(SCHEMAS)


@pytest.mark.parametrize("path", sorted(SCHEMAS))
def test_the_check_itself_can_fail(path: str) -> None:
    faults = wrong(SCHEMAS[path][0], {"id": "no id"})
    assert any("uuid" in fault for fault in faults)


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[Site]:  # noqa: ANN401
    """The demonstration, running."""
    with django_db_blocker.unblock(), running_site("hsds", with_worker=False) as running:
        yield running


def test_the_profile_of_open_referral_uk_finds_no_fault(site: Site) -> None:
    runner = [sys.executable, str(STANDARDS / "oruk" / "run_profile.py")]
    done = subprocess.run(
        [*runner, f"{site.address}/api/hsds"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == 9
    assert [line for line in lines if not line.startswith("PASS")] == []


CHECKS = (
    "not_a_server_error,content_type_conformance,response_headers_conformance"
    ",response_schema_conformance"
)


# What is too long for the server is refused before anybody looks at it.
CONFIGURED = "[checks]\nnegative_data_rejection.expected-statuses = [400, 404, 414, 422]\n"


def _schemathesis(description: str, site: Site, checks: str, *more: str) -> None:
    """Fails with what schemathesis finds in the running interface."""
    configuration = site.mail / "schemathesis.toml"
    configuration.write_text(CONFIGURED, encoding="utf-8")
    program = str(Path(sys.executable).parent / "schemathesis")
    tool = [program, "--config-file", str(configuration), "run", description]
    done = subprocess.run(
        [*tool, "--url", f"{site.address}/api/hsds", "--checks", checks, "--seed", "1", *more],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
        cwd=site.mail,  # where it leaves its notes
    )
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)


def test_our_own_description_is_true_of_whatever_is_asked(site: Site) -> None:
    checks = f"{CHECKS},status_code_conformance,negative_data_rejection"
    described, phases = f"{site.address}/api/hsds/openapi.json", ("--phases", "coverage,fuzzing")
    _schemathesis(described, site, checks, "--max-examples", "25", *phases)
    # `proximity` without `postcode` is refused, which no description can say.
    others = ("--exclude-path", "/service_at_locations", "--max-examples", "10")
    _schemathesis(described, site, "positive_data_acceptance", *others, "--phases", "fuzzing")


def test_the_official_description_is_true_of_every_answer(site: Site) -> None:
    """It declares no answer but 200 and no bounds; what may be 404 and 422 is in our own."""
    official = STANDARDS / "hsds" / "openapi_repaired_localrefs.json"
    only = ("--include-method", "GET", "--max-examples", "10", "--phases", "examples,fuzzing")
    _schemathesis(str(official), site, CHECKS, *only)
