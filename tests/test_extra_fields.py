"""Every form of the installation is sent with the names of all columns as extra fields: it changes
what it would have changed without them, and nothing else.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.test import Client
from django.urls import reverse

from nahtlos.cases.models import NameShelf
from nahtlos.desk.cast import HOME
from nahtlos.directory.models import SearchTerm
from nahtlos.foundation.access.page import MountedPage
from nahtlos.foundation.tenancy import INSTALLATION, Tenancy, tenant
from nahtlos.organisations.models import Organisation
from tests.cast import FOREIGN, account, organisation_id
from tests.reading import Page
from tests.samples import SAMPLES, Body
from tests.test_access_matrix import ACTORS, PAGES, STAFF, client_of, rule, undone

FORMS = [mounted for mounted in PAGES if "POST" in rule(mounted).methods]
OURS = [model for model in apps.get_models() if getattr(model, "tenancy", None) is not None]
SMUGGLED = "eingeschmuggelt"
# Written anew with random salt, nonce or moment each time, or over a number drawn anew.
RANDOM = {
    ("Account", "password"),
    ("Authenticator", "data"),
    ("Consent", "text_hash"),
    ("Letter", "code"),
}
# The index of search terms is made from the offers, the register of names from the persons; these
# are here.
MADE_FROM_OTHERS = (SearchTerm, NameShelf)
UUIDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CODES = re.compile(r"\b[A-Z]-[0-9A-Z]{4}-[0-9A-Z]\b")
TOKENS = re.compile(r"(/einladung/|/passwort/neu/|/antwort/|/stimmt/|/termin/)[^/]+/")


def extra_fields() -> dict[str, object]:
    """{column: a value it would take} of every table of ours."""
    found: dict[str, object] = {}
    for model in OURS:
        for field in model._meta.local_fields:
            for name in (field.name, field.attname):
                found.setdefault(name, _value(field))
    return found


def _value(field: "models.Field[Any, Any]") -> object:
    if field.choices:
        return [value for value, _ in field.flatchoices][-1]
    if isinstance(field, ArrayField):
        return ["org_admin", "data_protection"]
    if isinstance(field, models.BooleanField):
        return "on"
    if isinstance(field, models.UUIDField | models.ForeignKey):
        return str(organisation_id(FOREIGN))
    if isinstance(field, models.DateTimeField):
        return "2030-01-01T00:00:00+00:00"
    if isinstance(field, models.DateField):
        return "01.01.2030"
    if isinstance(field, models.IntegerField | models.FloatField):
        return "7"
    return "x@eingeschmuggelt.example" if isinstance(field, models.EmailField) else SMUGGLED


def _rows(model: type[models.Model], among: list[UUID]) -> Iterator[str]:
    fields = [one for one in model._meta.local_fields if not isinstance(one, models.AutoField)]
    names = [field.attname for field in fields]
    rows = model._default_manager.all()
    if "organisation_id" in names:
        rows = rows.filter(organisation_id__in=among)
    elif model is Organisation:
        rows = rows.filter(pk__in=among)
    for row in rows:
        values = []
        for name in names:
            value = getattr(row, name)
            if isinstance(model._meta.get_field(name), models.DateTimeField):
                value = value is not None
            if (model.__name__, name) not in RANDOM:
                values.append(f"{name}={value!r}")
        yield f"{model.__name__}: {' '.join(values)}"


def everything() -> list[str]:
    """Every row of two organisations, of the installation and of all accounts, as text."""
    places = [organisation_id(HOME), organisation_id(FOREIGN), INSTALLATION]
    lines = [*_rows(EmailAddress, places), *_rows(Authenticator, places)]
    for model in (one for one in OURS if one not in MADE_FROM_OTHERS):
        kind = model.tenancy  # type: ignore[attr-defined]
        if kind in (Tenancy.IDENTITY, Tenancy.PUBLIC):
            lines += _rows(model, places)
        for place in places if kind in (Tenancy.TENANT, Tenancy.MEMBERSHIP) else ():
            with tenant(place):
                lines += _rows(model, [place])
    return lines


def plain(lines: list[str], known: frozenset[str]) -> list[str]:
    """LINES with everything that is new and random told apart from nothing, in one order."""

    def name(found: re.Match[str]) -> str:
        return found[0] if found[0] in known else "NEW"

    told = []
    for line in lines:
        text = CODES.sub(name, UUIDS.sub(name, TOKENS.sub(r"\1…", line)))
        told.append(text)
    return sorted(set(told))


@cache
def known_names() -> frozenset[str]:
    """Ids and codes of the world the tests begin with; the same for every test of a run."""
    text = "\n".join(everything())
    return frozenset({*UUIDS.findall(text), *CODES.findall(text)})


def send(client: Client, url: str, body: Body, extra: Body) -> int:
    """The status of the answer to BODY, with EXTRA around it."""
    return client.post(url, {**extra, **body}).status_code


@pytest.mark.parametrize("mounted", FORMS, ids=lambda mounted: mounted.name)
def test_no_field_outside_the_form_changes(mounted: MountedPage, db: None) -> None:
    sample, declared = SAMPLES[mounted.name], rule(mounted)
    who = "org_admin" if "org_admin" in declared.cases.opens else ""
    who = who or next(actor for actor in ACTORS if actor in declared.cases.opens)
    known = known_names()
    outcomes = []
    for smuggle in (False, True):
        with undone():
            client = client_of(who)
            if who in STAFF:
                sample.arrange(account(f"role:{who}"))
            url = reverse(mounted.name, kwargs=sample.things(HOME))
            own = set()
            if "GET" in declared.methods:
                own |= Page(client.get(url, follow=True)).controls()
            if sample.first:
                own |= Page(client.post(url, sample.first(HOME))).controls()
            body = sample.typed(client, url) if sample.typed else sample.body(HOME)
            own = own or set(body)
            assert set(body) <= own, "the sample sends what no page offers"
            extra = {name: value for name, value in extra_fields().items() if name not in own}
            assert len(extra) > 80
            status = send(client, url, body, extra if smuggle else {})
            outcomes.append((status, plain(everything(), known)))
    (status, wanted), (smuggled_status, found) = outcomes
    assert (status, smuggled_status) == (declared.cases.post, declared.cases.post)
    assert set(found) - set(wanted) == set()
    assert set(wanted) - set(found) == set()
    assert SMUGGLED not in "".join(found)


def test_the_columns_that_matter_most_are_among_the_extra_fields(db: None) -> None:
    extra = extra_fields()
    assert {
        *("roles", "organisation", "organisation_id", "account", "account_id", "is_active"),
        *("state", "slug", "key", "is_sample", "looked_after", "plane", "lat", "facts_state"),
        *("published", "named", "membership_id", "ended_on", "withdrawn_at", "expires_at"),
    } <= set(extra)
    assert UUID(str(extra["organisation_id"])) == organisation_id(FOREIGN)


def test_what_changes_is_seen(db: None) -> None:
    before = everything()
    client = client_of("org_admin")
    client.get("/intern/")
    with undone():
        client.post("/intern/organisation/bestaetigen/")
        after = everything()
    assert plain(after, known_names()) != plain(before, known_names())
