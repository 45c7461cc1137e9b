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
from tests.referrals.sampled import REFERRALS
from tests.samples import case

BUDGETS_PUBLIC = [
    ("/", 6),
    ("/suche/?q=wohnung+nach+haft&ort=00120&jva=JVA+Musterstadt", 6),
    ("/suche/?q=wohnung&ort=Köln&fuer=released&wie=phone", 6),
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


def test_form_and_save_of_a_request_stay_within_their_statements(
    as_: Callable[[str], Client],
) -> None:
    things, body = REFERRALS["referrals:new"]
    client, url = as_("role:coach"), reverse("referrals:new", kwargs=things(HOME))
    count(client, url)
    filled = body(HOME)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
        assert client.post(url, filled).status_code == 302
    assert len(caught) <= 44, len(caught)
