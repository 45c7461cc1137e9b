"""What it takes to find a person, and to notice that she is there already."""

import time
from collections.abc import Iterator
from random import Random

from django.test import Client

from bench import caseload
from bench.crowd import SEED
from bench.loop import LARGEST, MIDDLE, SIZES, crowd
from bench.measuring import BackendClock, Row, row, statements, take
from bench.pages import warm
from nahtlos.cases.actions import gather_names
from nahtlos.cases.queries.names import doubles_of
from nahtlos.cases.rules.names import named
from nahtlos.foundation.tenancy import tenant
from nahtlos.lists.actions import receive_list, run_list
from nahtlos.lists.actions.receiving import Received
from nahtlos.lists.models import ListState, ReleaseList
from tests.cases.misspelt import crowd_of
from tests.cast import actor, sign_in

SEARCHES = 60
COUNTED = 5
PEOPLE = 2_000


def find_person() -> Iterator[Row]:
    """The page of a search for a person, by part of a name, in an organisation of 2,500 and in one
    of 5,000 cases, 100,000 in all.
    """
    crowd()
    for who in (MIDDLE, LARGEST):
        gather_names(actor(who).organisation)
        client = sign_in(who)

        def deed(number: int, client: Client = client) -> bytes:
            typed = f"Messung {number * 7919 % 10007:05}"
            response = client.post("/intern/faelle/suche/", {"worte": typed})
            if response.status_code != 200:
                raise RuntimeError(f"suche: {response.status_code}")
            return bytes(response.content)

        deeds = [lambda number=number: deed(number) for number in range(SEARCHES)]
        warm(deeds[:COUNTED])
        clock = BackendClock()
        takes = [take(one, clock) for one in deeds]
        counted = statements(deeds[:COUNTED])
        yield row(f"name search, {SIZES[who]}", takes, sql=counted, limit=25, most_sql=8)


def notice_doubles() -> Iterator[Row]:
    """Whether somebody is there already, among the 5,000 names of an organisation, which are
    opened for it.
    """
    crowd()
    who = actor(LARGEST)
    gather_names(who.organisation)
    people = crowd_of(caseload.LARGEST, Random(SEED))[:SEARCHES]  # noqa: S311 (invented data)
    entries = [
        named(given=one.given, family=one.family, born_on=one.born_on.isoformat()) for one in people
    ]
    with tenant(who.organisation, who.account_id):
        deeds = [lambda entry=entry: bytes(len(doubles_of(who, entry).hits)) for entry in entries]
        warm(deeds[:COUNTED])
        clock = BackendClock()
        takes = [take(one, clock) for one in deeds]
        counted = statements(deeds[:COUNTED])
    yield row("notice a double among 5,000 names", takes, sql=counted, limit=20)


def import_list() -> Iterator[Row]:
    """A list of 2,000 persons, looked at and taken over as the job does it, into an organisation
    that has 2,500 files already.
    """
    crowd()
    who = actor(MIDDLE)
    people = crowd_of(PEOPLE, Random(SEED + 1))  # noqa: S311 (invented data)
    cells = [
        (f"{number}/30", one.family, one.given, f"{one.born_on:%d.%m.%Y}", "1.2.2031")
        for number, one in enumerate(people)
    ]
    headings = ("Buchnummer", "Nachname", "Vorname", "Geburtsdatum", "Entlassung")
    received = Received(headings, tuple(enumerate(cells, start=2)))
    with tenant(who.organisation, who.account_id):
        gather_names(who.organisation)
        run = receive_list(actor=who, received=received, prison_code="MU-01")
        ReleaseList.objects.filter(pk=run.pk).update(state=ListState.RUNNING)
    began = time.perf_counter()
    run_list(organisation_id=run.organisation_id, code=run.code, account_id=run.account_id)
    seconds = time.perf_counter() - began
    with tenant(who.organisation, who.account_id):
        ended = ReleaseList.objects.get(pk=run.pk).counts
    rate = PEOPLE / seconds
    yield Row(
        name="read a list of 2,000 persons in",
        times=PEOPLE,
        wall_p50=seconds * 1000,
        figure=f"{rate:.0f}/s {ended}",
        goal=">= 300 persons/s",
        met=rate >= 300,
    )
