"""How the tests bring a table in, and what came of it."""

import io
from collections.abc import Callable, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from nahtlos.directory.models import Offer
from nahtlos.exchange import actions
from nahtlos.exchange.models import ImportRun
from nahtlos.exchange.queries.imports import Preview, own_run, preview
from nahtlos.exchange.rules.sheets import read_sheet
from nahtlos.foundation import stamps
from nahtlos.foundation.access import Actor
from nahtlos.foundation.tenancy import tenant
from tests.cast import actor, organisation_id
from tests.reading import Page

URL = "/intern/angebote/tabelle/"


def upload(client: Client, content: bytes | str, name: str = "angebote.csv") -> Page:
    """The page after sending a file."""
    content = content.encode() if isinstance(content, str) else content
    body = {"file": SimpleUploadedFile(name, content), "stamp": stamps.issue()}
    return Page(client.post(URL, body, follow=True))


def workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    """An Excel workbook."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def inside(deed: Callable[[Actor], Any], who: str = "aylin") -> Any:  # noqa: ANN401
    """What DEED gives, done by WHO in her organisation."""
    person = actor(who)
    with tenant(person.organisation, person.account_id):
        return deed(person)


def looked_at(text: str | bytes, who: str = "aylin") -> tuple[ImportRun, Preview]:
    """A file received with the columns as they were proposed, and what it would do."""
    content = text.encode() if isinstance(text, str) else text

    def deed(person: Actor) -> tuple[ImportRun, Preview]:
        run = actions.receive_file(actor=person, sheet=read_sheet(content))
        run = actions.choose_columns(actor=person, run=run, columns=run.columns)
        return run, preview(person, run)

    found: tuple[ImportRun, Preview] = inside(deed, who)
    return found


def written(run: ImportRun, who: str = "aylin") -> ImportRun:
    """RUN started, and done as the job does it."""
    person = actor(who)
    inside(lambda one: actions.start_import(actor=one, run=run), who)
    assert person.account_id
    actions.run_import(
        organisation_id=person.organisation, run_code=run.code, account_id=person.account_id
    )
    found: ImportRun = inside(lambda one: own_run(one, run.code), who)
    return found


def brought_in(text: str | bytes, who: str = "aylin") -> ImportRun:
    """A file brought in from end to end."""
    return written(looked_at(text, who)[0], who)


def titles() -> set[str]:
    """The titles of the home organisation."""
    rows = Offer.objects.filter(organisation_id=organisation_id())
    return set(rows.values_list("title", flat=True))


def offer(title: str) -> Offer:
    """An offer of the home organisation."""
    return Offer.objects.get(title=title, organisation_id=organisation_id())
