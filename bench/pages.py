"""What people wait for: the search, an offer, an organisation's list, a sheet of paper."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from django.db import connections
from django.http import QueryDict
from django.test import Client

from bench import crowd
from bench.measuring import BackendClock, Row, Take, quantile, row, statements, take
from bench.questions import questions
from nahtlos.directory.forms.finder import FinderForm
from nahtlos.directory.models import Offer
from nahtlos.directory.queries.finder import Search, find
from nahtlos.foundation.access import Role
from nahtlos.foundation.clock import today
from nahtlos.organisations.models import Organisation
from nahtlos.organisations.queries import prison_names
from nahtlos.people.actions import enrol
from tests.cast import sign_in

QUESTIONS = 500
WARM = 60
SAMPLED = 25  # questions whose statements are counted
PAIRS = 150
OFFERS = 200
SHEETS = 40
LISTS = 5
KEEPER = "role-keeper@nahtlos.example"


def get(client: Client, url: str) -> Callable[[], bytes]:
    """Asking for one page."""

    def deed() -> bytes:
        response = client.get(url)
        if response.status_code != 200:
            raise RuntimeError(f"{url}: {response.status_code}")
        return bytes(response.content)

    return deed


def warm(deeds: list[Callable[[], bytes]]) -> None:
    """Do what is not measured."""
    for deed in deeds:
        deed()


def search_page() -> Iterator[Row]:
    """The whole page of results, as a browser gets it."""
    client = Client()
    asked = [get(client, url) for url in questions(WARM + QUESTIONS)]
    warm(asked[:WARM])
    clock = BackendClock()
    takes = [take(deed, clock) for deed in asked[WARM:]]
    counted = statements(asked[WARM : WARM + SAMPLED])
    yield row("search page", takes, sql=counted, limit=25, most_sql=6)


def search_statement() -> Iterator[Row]:
    """The search alone, without form and page."""
    prisons, day = prison_names(), today()
    asked = [
        FinderForm(QueryDict(urlsplit(url).query), prisons).search(1)
        for url in questions(WARM + QUESTIONS)
    ]

    def deed_of(search: Search) -> Callable[[], bytes]:
        return lambda: b"x" * find(search, day).total

    deeds = [deed_of(search) for search in asked]
    warm(deeds[:WARM])
    clock = BackendClock()
    takes = [take(deed, clock) for deed in deeds[WARM:]]
    yield row("search statement alone", takes, sql=statements(deeds[WARM : WARM + SAMPLED]))


def _twice(deeds: list[Callable[[], bytes]]) -> Iterator[tuple[Take, Take]]:
    """Each deed as the application and, right after or before, as the owner, whom no policy
    binds.
    """
    bound = connections["default"]
    unbound = type(bound)({**connections["owner"].settings_dict}, "default")
    takes: list[Take] = []
    try:
        for number, deed in enumerate(deeds):
            takes.clear()
            order = (bound, unbound) if number % 2 else (unbound, bound)
            for used in (*order, *order):
                connections["default"] = used
                takes.append(take(deed, BackendClock()))
            # the first round was for warming
            first, second = takes[2:]
            yield (first, second) if number % 2 else (second, first)
    finally:
        connections["default"] = bound
        unbound.close()


def ratio_of(name: str, deeds: list[Callable[[], bytes]]) -> Row:
    """The same pages with and without row-level security; the middle of all pairs."""
    pairs = list(_twice(deeds))
    ratio = quantile([bound.server / unbound.server for bound, unbound in pairs], 0.5)
    return replace(
        row(name, [bound for bound, _ in pairs]),
        figure=f"{ratio:.3f} x without",
        goal="<= 1.1 x",
        met=ratio <= 1.1,
    )


def row_security() -> Iterator[Row]:
    """What row-level security costs: on a page of public tables, and on one of tenant tables."""
    client = Client()
    asked = [get(client, url) for url in questions(PAIRS)]
    yield ratio_of("search page, row security", asked)
    keeper = _keeper()
    own = [get(keeper, f"/intern/angebote/{slug}/") for slug in _slugs(PAIRS // 3, "bench:0")]
    yield ratio_of("own offer with history, row security", own)


def _slugs(count: int, organisation: str = "") -> list[str]:
    rows = Offer.objects.filter(state="published").order_by("id")
    if organisation:
        rows = rows.filter(organisation__key=organisation)
    return list(rows.values_list("slug", flat=True)[:count])


def offer_page() -> Iterator[Row]:
    """One offer."""
    client = Client()
    deeds = [get(client, f"/angebot/{slug}/") for slug in _slugs(WARM + OFFERS)]
    warm(deeds[:WARM])
    clock = BackendClock()
    takes = [take(deed, clock) for deed in deeds[WARM:]]
    yield row("offer page", takes, sql=statements(deeds[:SAMPLED]), most_sql=6)


def offer_sheet() -> Iterator[Row]:
    """The offer as accessible PDF."""
    client = Client()
    deeds = [get(client, f"/angebot/{slug}/angebot.pdf") for slug in _slugs(5 + SHEETS)]
    warm(deeds[:5])
    clock = BackendClock()
    takes = [take(deed, clock) for deed in deeds[5:]]
    yield row("offer sheet (PDF/UA)", takes, sql=statements(deeds[:5]), limit=15, part=0.5)


def _keeper() -> Client:
    """Somebody who keeps the offers of the largest organisation."""
    large = Organisation.objects.get(key=crowd.LARGEST_KEY)
    enrol(
        organisation_id=large.pk,
        address=KEEPER,
        name="Messung",
        roles=[Role.COACH],
        password="nur zum Messen gedacht",  # noqa: S106 (a throw-away account)
    )
    return sign_in("role:keeper")


def own_list() -> Iterator[Row]:
    """The list of an organisation with 5,000 offers."""
    deed = get(_keeper(), "/intern/angebote/")
    counted = statements([deed])
    clock = BackendClock()
    takes = [take(deed, clock) for _ in range(LISTS)]
    yield row("own list, 5,000 offers", takes, sql=counted, most_sql=8)
