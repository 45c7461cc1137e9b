"""Statements a page may cost, counted with session, settings and savepoints; times are measured by
`make bench`, never here.
"""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nahtlos.desk.cast import HOME
from nahtlos.directory.models import Offer
from nahtlos.foundation import stamps
from tests.cases.made import MANY, MINE, crowd, inside
from tests.intake.sampled import ADVICE
from tests.lists.sampled import LISTS
from tests.referrals.sampled import REFERRALS
from tests.samples import case
from tests.world import CASE_FAMILY

BUDGETS_PUBLIC = [
    ("/", 6),
    ("/suche/?q=wohnung+nach+haft&ort=00120&jva=JVA+Musterstadt", 6),
    ("/suche/?q=wohnung&ort=Köln&fuer=released&wie=phone", 6),
    ("/fragen/", 8),
    ("/fragen/lesen/", 2),
    ("/fragen/rueckruf/", 8),
    ("/haftanstalten/", 6),
    ("/haftanstalt/jva-musterstadt/", 6),
]


def count(client: Client, url: str) -> int:
    """Statements of the second request: what a process learns once (prepared names, keys) is not
    the page's.
    """
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


@pytest.mark.parametrize(("url", "budget"), BUDGETS_PUBLIC)
def test_public_pages_stay_within_their_statements(visitor: Client, url: str, budget: int) -> None:
    assert count(visitor, url) <= budget


def test_an_offers_page_costs_at_most_six_statements(visitor: Client) -> None:
    for slug in (
        Offer.objects.filter(state="published").order_by("?").values_list("slug", flat=True)[:5]
    ):
        assert count(visitor, f"/angebot/{slug}/") <= 6


def test_an_organisations_own_list_costs_at_most_eight_statements(
    as_: Callable[[str], Client],
) -> None:
    assert Offer.objects.filter(organisation__key=HOME).count() > 3
    assert count(as_("aylin"), "/intern/angebote/") <= 8


def test_the_pages_of_cases_stay_within_their_statements(as_: Callable[[str], Client]) -> None:
    code = case(HOME).code
    client = as_("role:coach")
    budgets = {"": 12, f"{code}/plan/": 12, f"{code}/schritte/M01/": 12, f"{code}/beteiligte/": 12}
    spent = {path: count(client, f"/intern/faelle/{path}") for path in budgets}
    assert {path: number for path, number in spent.items() if number > budgets[path]} == {}, spent


def test_finding_a_person_costs_at_most_nine_statements(
    as_: Callable[[str], Client],
) -> None:
    client = as_("role:coach")
    url = reverse("cases:search")
    for typed in (CASE_FAMILY, "Niemand Sonst"):
        client.post(url, {"worte": typed})
        with CaptureQueriesContext(connection) as spent:
            client.post(url, {"worte": typed})
        assert len(spent) <= 9, [query["sql"] for query in spent]


def test_the_pages_of_lists_stay_within_their_statements(as_: Callable[[str], Client]) -> None:
    client = as_("role:coach")
    budgets = {"new": 10, "list": 12, "columns": 10}
    spent = {
        name: count(client, reverse(f"lists:{name}", kwargs=LISTS[f"lists:{name}"][0](HOME)))
        for name in budgets
    }
    assert {name: number for name, number in spent.items() if number > budgets[name]} == {}, spent


def test_the_pages_of_requests_stay_within_their_statements(as_: Callable[[str], Client]) -> None:
    client = as_("role:coach")
    budgets = {
        "sent_list": 8,
        "inbox": 8,
        "sent": 14,
        "inbox_item": 18,
        "new": 16,
        "handover": 18,
        "by_site": 18,
        "move_release": 12,
    }
    spent = {
        name: count(
            client, reverse(f"referrals:{name}", kwargs=REFERRALS[f"referrals:{name}"][0](HOME))
        )
        for name in budgets
    }
    assert {name: number for name, number in spent.items() if number > budgets[name]} == {}, spent


def test_the_pages_of_first_advice_stay_within_their_statements(
    as_: Callable[[str], Client],
) -> None:
    client = as_("role:coordination")
    budgets = {"inbox": 10, "enquiry": 16, "desk": 10, "call_backs": 10, "log": 8, "entry": 10}
    spent = {
        name: count(client, reverse(f"intake:{name}", kwargs=ADVICE[f"intake:{name}"][0](HOME)))
        for name in budgets
    }
    assert {name: number for name, number in spent.items() if number > budgets[name]} == {}, spent


def test_the_list_of_cases_costs_at_most_twelve_statements_with_nine_hundred_of_2500(
    as_: Callable[[str], Client],
) -> None:
    with inside() as aylin:
        crowd(aylin, MANY, MINE)
    client = as_("aylin")
    for look in ("?ordnung=schritt", "?ordnung=entlassung", "?ordnung=name", "?spur=woche"):
        first = client.get(f"/intern/faelle/{look}")
        further = first.context["next_url"]
        for url in (f"/intern/faelle/{look}", f"/intern/faelle/{further}"):
            assert count(client, url) <= 12, url
            page = client.get(url)
            assert len(page.context["load"].lines) == 25
            assert len(page.content) <= 60_000
        assert page.context["load"].lines != first.context["load"].lines


def test_a_case_costs_at_most_twenty_statements(as_: Callable[[str], Client]) -> None:
    assert count(as_("role:coach"), f"/intern/faelle/{case(HOME).code}/") <= 20


def test_form_and_save_of_a_request_cost_at_most_thirty_statements_together(
    as_: Callable[[str], Client],
) -> None:
    things, body = REFERRALS["referrals:new"]
    client, url = as_("role:coach"), reverse("referrals:new", kwargs=things(HOME))
    # once before it is counted: what a process learns once is not the page's
    for counting in (False, True):
        filled = body(HOME)
        with CaptureQueriesContext(connection) as caught:
            form = client.get(url)
            saved = client.post(url, filled)
        assert (form.status_code, saved.status_code) == (200, 302)
        assert not counting or len(caught) <= 30, len(caught)


def test_sending_a_request_costs_at_most_32_statements(as_: Callable[[str], Client]) -> None:
    things, body = REFERRALS["referrals:new"]
    client, url = as_("role:coach"), reverse("referrals:new", kwargs=things(HOME))
    for counting in (False, True):
        drafted = client.post(url, body(HOME)).headers["Location"]
        with CaptureQueriesContext(connection) as caught:
            sent = client.post(f"{drafted}senden/", {"stamp": stamps.issue()})
        assert sent.status_code == 302
        assert not counting or len(caught) <= 32, len(caught)
