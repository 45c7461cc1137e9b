"""What a consent can cover, and how long."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.consents.rules import scope

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


@given(DAYS, st.none() | DAYS)
def test_it_never_lasts_longer_than_a_year(begins: date, release_on: date | None) -> None:
    until = scope.default_until(begins, release_on)
    assert begins < until <= scope.latest_until(begins)
    assert (scope.latest_until(begins) - begins).days <= 366


@pytest.mark.parametrize(
    ("begins", "release_on", "until"),
    [
        (date(2026, 12, 3), None, date(2027, 6, 3)),
        (date(2026, 8, 31), None, date(2027, 2, 28)),
        (date(2026, 12, 3), date(2027, 1, 12), date(2027, 7, 12)),
        (date(2026, 12, 3), date(2027, 6, 3), date(2027, 12, 3)),
        # Too far away to be asked for today.
        (date(2026, 12, 3), date(2028, 3, 1), date(2027, 6, 3)),
        # Released before: the six months count from now.
        (date(2026, 12, 3), date(2026, 11, 1), date(2027, 6, 3)),
    ],
)
def test_the_end_that_is_proposed(begins: date, release_on: date | None, until: date) -> None:
    assert scope.default_until(begins, release_on) == until


def test_a_year_from_a_leap_day_ends_on_the_28th() -> None:
    assert scope.latest_until(date(2028, 2, 29)) == date(2029, 2, 28)


def test_what_is_specially_protected() -> None:
    special = {one.code for one in scope.categories() if one.special}
    assert special == {"SCH", "GES", "SUC", "PSY", "FAM", "KIND", "REC", "AUF"}
    assert [one.special for one in scope.categories()] == sorted(
        one.special for one in scope.categories()
    ), "the ordinary kinds come first"


def test_codes_come_once_and_in_the_order_of_the_form() -> None:
    assert scope.in_order(["WOH", "PERS", "WOH", "alle"]) == ["PERS", "WOH"]
    assert scope.unknown_codes(["PERS", "alle", "DIS"]) == ["alle", "DIS"]


def test_no_purpose_tells_of_health_debts_or_addiction() -> None:
    for words in scope.PURPOSES.values():
        for telling in ("Sucht", "Gesund", "Schuld", "Therap", "Straf"):
            assert telling not in words


def test_laws_are_shown_with_what_to_think_of_first() -> None:
    assert list(scope.LEGAL_BASES) == [
        "present_danger",
        "child_protection",
        "supervision",
        "prison_notice",
    ]
    assert all(basis.hint for basis in scope.LEGAL_BASES.values())
