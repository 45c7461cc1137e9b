"""What carries the pages: loading reference data, the audit chain, sealed fields."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from typing import Any
from uuid import UUID

import psycopg
from django.core.management import call_command
from django.db import connections

from bench.measuring import BackendClock, Row, row, take
from nahtlos.directory.models import Feedback, Offer
from nahtlos.foundation import audit
from nahtlos.foundation.clock import now
from nahtlos.foundation.models import AuditEntry
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.models import Organisation, Postcode, Prison, Site
from tests.cast import organisation_id

SECONDS = 2.0  # of writing, for each figure of the chain
SEALED = 1_000
CHAINS = ("wegbegleitung-musterland", "wohnhilfe-sued", "jva-musterstadt", "landesfachstelle-kvi")
_SET = "SELECT set_config('nahtlos.organisation', %s, true)"
_APPEND = "SELECT audit_append(%s, 'staff', NULL, 'coach', 'read', 'bench', %s)"


def loading() -> Iterator[Row]:
    """`load_places` a second time: nothing new may come of it."""
    kinds = (Organisation, Site, Prison, Postcode, Offer)
    before = [kind.objects.count() for kind in kinds]

    def deed() -> bytes:
        call_command("load_places", verbosity=0, stdout=StringIO())
        return b""

    clock = BackendClock()
    took = take(deed, clock)
    same = before == [kind.objects.count() for kind in kinds]
    yield replace(
        row("load_places, second run", [took]),
        figure="same rows" if same else "ROWS CHANGED",
        goal="same rows",
        met=same,
    )


def _parameters() -> dict[str, Any]:
    known = connections["default"].get_connection_params()
    wanted = ("host", "port", "user", "password", "dbname")
    return {name: known[name] for name in wanted if name in known}


def _write(organisation: UUID, until: float, done: list[int]) -> None:
    """Commit one entry after the other, each in a transaction of its own, as the application."""
    count = 0
    with psycopg.connect(**_parameters(), autocommit=True) as direct:
        while time.monotonic() < until:
            with direct.transaction():
                direct.execute(_SET, [str(organisation)])
                direct.execute(_APPEND, [now(), f"{count}\x1f{{}}"])
            count += 1
    done.append(count)


def _commits(writers: int, chains: int) -> float:
    organisations = [organisation_id(key) for key in CHAINS[:chains]]
    done: list[int] = []
    began = time.monotonic()
    threads = [
        threading.Thread(
            target=_write, args=(organisations[number % chains], began + SECONDS, done)
        )
        for number in range(writers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.monotonic() - began)


def audit_chain() -> Iterator[Row]:
    """Commits a second with their links, durable ones; then every chain is verified."""
    for writers, chains in ((1, 1), (4, 1), (4, 4)):
        rate = _commits(writers, chains)
        yield Row(
            name=f"audit: {writers} writer(s), {chains} chain(s)",
            times=round(rate * SECONDS),
            figure=f"{rate:.0f} commits/s",
        )
    entries, findings, began = 0, 0, time.perf_counter()
    for key in CHAINS:
        with tenant(organisation_id(key)):
            entries += AuditEntry.objects.count()
        findings += len(audit.verify(organisation_id(key)))
    wall = (time.perf_counter() - began) * 1000
    yield Row(
        name="audit: verify four chains",
        times=entries,
        wall_p50=wall,
        figure=f"{entries} entries, {findings} findings",
        goal="0 findings",
        met=findings == 0,
    )


def vault() -> Iterator[Row]:
    """Opening 1,000 sealed fields of one organisation."""
    home = organisation_id()
    with tenant(home):
        Feedback.objects.bulk_create(
            Feedback(
                organisation_id=home,
                code=f"R-{number}",
                kind="barrier",
                text=f"Die Tür Nummer {number} ist zu schmal für meinen Rollstuhl.",
                reply_to=f"nummer{number}@messung.example",
                received_at=now(),
            )
            for number in range(SEALED // 2)
        )

    def deed() -> bytes:
        with tenant(home):
            rows = list(Feedback.objects.filter(reply_to__isnull=False)[: SEALED // 2])
            return "".join(f"{entry.text}{entry.reply_to}" for entry in rows).encode()

    deed()
    clock = BackendClock()
    yield row(f"open {SEALED:,} sealed fields", [take(deed, clock) for _ in range(7)])
