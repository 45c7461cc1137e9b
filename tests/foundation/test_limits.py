"""Counting against abuse without keeping an address."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import RequestFactory

from nahtlos.foundation import limits
from nahtlos.foundation.clock import BERLIN
from nahtlos.foundation.limits import (
    Limit,
    client_address,
    network_of,
    within,
    within_all,
    within_network,
)

FEW = Limit("probe", 3, timedelta(hours=1))


def _request(address: str = "192.0.2.7", forwarded: str = "") -> object:
    more = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return RequestFactory().get("/", REMOTE_ADDR=address, **more)


def test_one_too_many_is_refused_and_others_are_not(db: None) -> None:
    assert [within(FEW, _request()) for _ in range(4)] == [True, True, True, False]  # type: ignore[arg-type]
    assert within(FEW, _request("192.0.2.8"))  # type: ignore[arg-type]


def test_no_address_is_stored_and_the_key_changes_every_day(db: None) -> None:
    within(FEW, _request())  # type: ignore[arg-type]
    with connection.cursor() as cursor:
        cursor.execute("SELECT who FROM foundation_ratecount")
        stored = {row[0] for row in cursor.fetchall()}
    assert all("192.0" not in who and len(who) == 64 for who in stored)
    day = datetime(2026, 11, 25, 12, tzinfo=BERLIN)
    assert limits.who("192.0.2.7", day) != limits.who("192.0.2.7", day + timedelta(days=1))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "wanted"),
    [
        (0, "198.51.100.1", "192.0.2.7"),
        (1, "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.9, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (2, "198.51.100.1", "192.0.2.7"),
    ],
)
def test_the_address_cannot_be_forged_from_outside(
    settings: object, proxies: int, forwarded: str, wanted: str
) -> None:
    settings.TRUSTED_PROXIES = proxies  # type: ignore[attr-defined]
    assert client_address(_request(forwarded=forwarded)) == wanted  # type: ignore[arg-type]


def test_neighbours_are_counted_together_and_everybody_as_one(db: None) -> None:
    near = [within_network(FEW, _request(f"192.0.2.{n}")) for n in range(4)]  # type: ignore[arg-type]
    assert near == [True, True, True, False]
    assert within_network(FEW, _request("198.51.100.1"))  # type: ignore[arg-type]
    assert [within_all(FEW) for _ in range(4)] == [True, True, True, False]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.7", "192.0.2.250", True),
        ("192.0.2.7", "192.0.3.7", False),
        ("2001:db8:0:11::1", "2001:db8:0:22::9", True),
        ("2001:db8:0:100::1", "2001:db8:0:200::1", False),
        ("", "unknown", False),
    ],
)
def test_a_neighbourhood_is_what_one_person_may_have_all_of(
    one: str, other: str, same: bool
) -> None:
    assert (network_of(one) == network_of(other)) == same


def test_yesterdays_counters_are_forgotten(db: None) -> None:
    within(FEW, _request())  # type: ignore[arg-type]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE foundation_ratecount SET \"window\" = now() - interval '2 days'")
        limits.tidy()
        cursor.execute("SELECT count(*) FROM foundation_ratecount")
        assert cursor.fetchone()[0] == 0
