"""What goes in and out of the directory: a table of 2,000 offers, and pages of the interface for
machines among 20,000.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import UUID

from django.test import Client

from bench.measuring import BackendClock, Row, Take, row, statements, take
from nahtlos.exchange import actions
from nahtlos.exchange.queries.imports import own_run, preview
from nahtlos.exchange.queries.version import content_version
from nahtlos.exchange.rules.sheets import read_sheet
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from tests.cast import actor

LINES = 2000
TIMES = 60
RATE = 300  # lines a second
WORDS = ("Beratung", "Gruppe", "Werkstatt", "Treff", "Kurs", "Begleitung", "Sprechstunde", "Lotse")
PAGES = {
    "interface, 50 offers": "services",
    "interface, 50 whole offers": "services?full=true",
    "interface, search": "services?search=wohnen",
}


def table() -> bytes:
    """Lines with different titles, towns, topics and hours."""
    head = "Kennung;Titel;Kurz;Themen;Kosten;Ort;Telefon;Mo;Di"
    lines = [
        f"B-{n};{WORDS[n % 8]} {n * 7919} {WORDS[n // 8 % 8]};Ein Satz.;Wohnen nach der Haft;"
        f"kostenlos;Musterstadt;030 23125-{n:04};9-12, 14-16;9-12"
        for n in range(LINES)
    ]
    return "\r\n".join([head, *lines]).encode()


def _run(person: Actor, content: bytes) -> tuple[Take, dict[str, int]]:
    """What the job took, and what came of the lines."""
    account = person.account_id or UUID(int=0)
    with tenant(person.organisation, account):
        run = actions.receive_file(actor=person, sheet=read_sheet(content))
        run = actions.choose_columns(actor=person, run=run, columns=run.columns)
        actions.start_import(actor=person, run=run)

    def deed() -> bytes:
        named = {"run_code": run.code, "account_id": account}
        actions.run_import(organisation_id=person.organisation, **named)
        return b""

    took = take(deed, BackendClock())
    with tenant(person.organisation, account):
        return took, dict(own_run(person, run.code).counts)


def table_import() -> Iterator[Row]:
    """The job, the first time (all new), with every line changed and with none, and the look
    before. The rate counts server time, as every goal does.
    """
    person, content = actor("aylin"), table()
    changed = content.replace(b"Ein Satz.", b"Ein anderer Satz.")
    for name, lines in (("new", content), ("changed", changed), ("unchanged", changed)):
        took, counts = _run(person, lines)
        rate = LINES / took.server * 1000
        yield replace(
            row(f"import {LINES:,} lines, {name}", [took]),
            figure=f"{rate:,.0f} lines/s, {counts}",
            goal=f">= {RATE} lines/s",
            met=rate >= RATE,
        )

    def look() -> bytes:
        with tenant(person.organisation, person.account_id):
            run = actions.receive_file(actor=person, sheet=read_sheet(content))
            preview(person, run)
        return b""

    yield row(
        f"receive and look at {LINES:,} lines", [take(look, BackendClock()) for _ in range(3)]
    )


def interface() -> Iterator[Row]:
    """Pages of the interface, and the question whether anything changed."""
    client = Client()

    def ask(path: str) -> Callable[[], bytes]:
        return lambda: client.get(f"/api/hsds/{path}").content

    for name, path in PAGES.items():
        deed, clock = ask(path), BackendClock()
        sql = statements([deed])
        yield row(name, [take(deed, clock) for _ in range(TIMES)], sql=sql)

    def version() -> bytes:
        return content_version(today()).encode()

    clock = BackendClock()
    yield row("interface, nothing changed", [take(version, clock) for _ in range(TIMES)], sql=1)
