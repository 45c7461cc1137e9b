"""Working days differ by Land, and neither a night of the clocks nor a year's end loses one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.foundation.workdays import (
    LAENDER,
    NATIONWIDE,
    add_workdays,
    is_workday,
    last_workday_before,
    workday_from,
    workday_until,
)

DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))
LANDS = st.sampled_from(sorted(LAENDER | NATIONWIDE))


@pytest.mark.parametrize(
    ("day", "lands"),
    [
        (date(2026, 1, 6), {"BW", "BY", "ST"}),  # Heilige Drei Könige
        (date(2027, 3, 8), {"BE", "MV"}),  # Frauentag
        (date(2026, 6, 4), {"BW", "BY", "HE", "NW", "RP", "SL"}),  # Fronleichnam
        (date(2028, 8, 15), {"SL"}),  # Mariä Himmelfahrt
        (date(2027, 9, 20), {"TH"}),  # Weltkindertag
        (date(2031, 10, 31), {"BB", "HB", "HH", "MV", "NI", "SH", "SN", "ST", "TH"}),
        (date(2027, 11, 1), {"BW", "BY", "NW", "RP", "SL"}),  # Allerheiligen
        (date(2026, 11, 18), {"SN"}),  # Buß- und Bettag
    ],
)
def test_each_land_has_its_own_holidays(day: date, lands: set[str]) -> None:
    assert {land for land in LAENDER if not is_workday(day, land)} == lands
    assert is_workday(day, "MU")
    assert is_workday(day)


@pytest.mark.parametrize("land", sorted(LAENDER | NATIONWIDE))
def test_holidays_of_the_whole_country_count_everywhere(land: str) -> None:
    whole = [date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 14)]
    whole += [date(2026, 5, 25), date(2026, 12, 25), date(2027, 1, 1)]
    assert [day for day in whole if is_workday(day, land)] == []


def test_an_unknown_land_is_refused() -> None:
    with pytest.raises(ValueError, match="XX"):
        is_workday(date(2026, 11, 26), "XX")


@pytest.mark.parametrize("night", [date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)])
def test_the_nights_of_the_clocks_lose_no_day(night: date) -> None:
    friday, monday = night - timedelta(days=2), night + timedelta(days=1)
    if night == date(2027, 3, 28):  # Easter Sunday, between Good Friday and Easter Monday
        friday, monday = date(2027, 3, 25), date(2027, 3, 30)
    assert add_workdays(friday, 1, "MU") == monday
    assert add_workdays(monday, -1, "MU") == friday
    assert last_workday_before(night, "MU") == friday
    assert workday_from(night, "MU") == monday


def test_the_turn_of_the_year_is_crossed_both_ways() -> None:
    assert add_workdays(date(2026, 12, 24), 1, "MU") == date(2026, 12, 28)
    assert add_workdays(date(2026, 12, 31), 1, "MU") == date(2027, 1, 4)
    assert last_workday_before(date(2027, 1, 4), "MU") == date(2026, 12, 31)
    assert last_workday_before(date(2026, 1, 7), "BY") == date(2026, 1, 5)


@given(DAYS, LANDS)
def test_around_every_day_there_are_working_days_nearby(day: date, land: str) -> None:
    before, after = workday_until(day, land), workday_from(day, land)
    assert is_workday(before, land)
    assert is_workday(after, land)
    assert before <= day <= after
    assert after - before <= timedelta(days=6)
    assert (before == after == day) == is_workday(day, land)
    assert last_workday_before(day, land) < day


@given(DAYS, LANDS, st.integers(1, 60))
def test_going_there_and_back_leads_to_where_one_was(day: date, land: str, n: int) -> None:
    there = add_workdays(day, n, land)
    between = [day + timedelta(days=i) for i in range(1, (there - day).days + 1)]
    assert sum(is_workday(passed, land) for passed in between) == n
    start = workday_until(day, land)
    assert add_workdays(add_workdays(start, n, land), -n, land) == start


@given(DAYS, LANDS)
def test_no_working_day_is_none_at_all(day: date, land: str) -> None:
    assert add_workdays(day, 0, land) == day


@given(DAYS, st.sampled_from(sorted(LAENDER)))
def test_what_is_free_everywhere_is_free_in_each_land(day: date, land: str) -> None:
    assert is_workday(day) or not is_workday(day, land)
