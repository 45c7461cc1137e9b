"""What opening hours say at an instant, and how people type them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.directory.rules.opening import (
    DAY,
    Hours,
    Now,
    OnHolidays,
    Spans,
    Standing,
    Unclear,
    read_day,
    read_exceptions,
    standing,
    written_day,
)

BERLIN = ZoneInfo("Europe/Berlin")
NINE_TO_FIVE = dict.fromkeys(range(5), ((9 * 60, 17 * 60),))
WITH_BREAK = dict.fromkeys(range(5), ((9 * 60, 12 * 60), (13 * 60, 16 * 60)))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def _told(hours: Hours, text: str) -> tuple[Standing, datetime | None]:
    now = standing(hours, _at(text))
    return now.standing, now.change


def test_before_it_opens_it_opens_today_and_not_tomorrow() -> None:
    # Wednesday 07:54
    assert _told(Hours(NINE_TO_FIVE), "2026-11-25T07:54") == (
        *(Standing.CLOSED, _at("2026-11-25T09:00")),
    )


def test_in_the_break_it_is_closed_and_opens_again_today() -> None:
    hours = Hours(WITH_BREAK)
    assert _told(hours, "2026-11-25T11:59") == (Standing.OPEN, _at("2026-11-25T12:00"))
    assert _told(hours, "2026-11-25T12:00") == (Standing.CLOSED, _at("2026-11-25T13:00"))
    assert _told(hours, "2026-11-25T13:00") == (Standing.OPEN, _at("2026-11-25T16:00"))


def test_on_friday_evening_it_opens_on_monday() -> None:
    assert _told(Hours(NINE_TO_FIVE), "2026-11-27T18:00") == (
        *(Standing.CLOSED, _at("2026-11-30T09:00")),
    )


def test_what_nobody_told_is_unknown_and_never_open() -> None:
    assert _told(Hours({}), "2026-11-25T10:00") == (Standing.UNKNOWN, None)


def test_hours_whose_time_is_over_are_unknown_and_not_closed_for_ever() -> None:
    hours = Hours(NINE_TO_FIVE, valid_until=date(2026, 11, 24))
    assert _told(hours, "2026-11-25T10:00") == (Standing.UNKNOWN, None)
    assert _told(hours, "2026-11-24T18:00") == (Standing.CLOSED, None)


def test_a_public_holiday_of_the_land_is_closed_or_as_usual_or_unknown() -> None:
    # Epiphany is a holiday in Baden-Württemberg and none in Berlin; Wednesday
    monday = _at("2027-01-07T09:00")
    assert _told(Hours(NINE_TO_FIVE, land="BW"), "2027-01-06T10:00") == (Standing.CLOSED, monday)
    assert _told(Hours(NINE_TO_FIVE, land="BE"), "2027-01-06T10:00")[0] is Standing.OPEN
    usual = Hours(NINE_TO_FIVE, land="BW", on_holidays=OnHolidays.USUAL)
    assert _told(usual, "2027-01-06T10:00")[0] is Standing.OPEN
    unknown = Hours(NINE_TO_FIVE, land="BW", on_holidays=OnHolidays.UNKNOWN)
    assert _told(unknown, "2027-01-06T10:00") == (Standing.UNKNOWN, None)
    # the evening before: whether it opens on the holiday is not known, so no day is named
    assert _told(unknown, "2027-01-05T18:00") == (Standing.CLOSED, None)


def test_open_on_sundays_but_not_on_holidays_is_not_open_all_day() -> None:
    sundays = Hours({6: ((14 * 60, 18 * 60),)}, land="BE")
    # Easter Sunday is a holiday in Brandenburg only; Christmas Day 2022 was a Sunday
    assert _told(sundays, "2022-12-25T15:00") == (Standing.CLOSED, _at("2023-01-08T14:00"))


def test_an_exception_counts_more_than_the_week_and_the_holiday() -> None:
    exceptions: dict[date, Spans] = {
        date(2026, 12, 24): ((9 * 60, 11 * 60),),
        date(2026, 12, 25): ((10 * 60, 12 * 60),),
        date(2026, 12, 28): (),
    }
    hours = Hours(NINE_TO_FIVE, exceptions)
    assert _told(hours, "2026-12-24T11:30") == (Standing.CLOSED, _at("2026-12-25T10:00"))
    assert _told(hours, "2026-12-28T10:00") == (Standing.CLOSED, _at("2026-12-29T09:00"))


def test_a_night_is_one_span() -> None:
    night = Hours(dict.fromkeys(range(7), ((20 * 60, 32 * 60),)))
    assert _told(night, "2026-11-25T23:00") == (Standing.OPEN, _at("2026-11-26T08:00"))
    assert _told(night, "2026-11-26T07:59") == (Standing.OPEN, _at("2026-11-26T08:00"))
    assert _told(night, "2026-11-26T08:00") == (Standing.CLOSED, _at("2026-11-26T20:00"))


def test_round_the_clock_has_no_end() -> None:
    always = Hours(dict.fromkeys(range(7), ((0, DAY),)), on_holidays=OnHolidays.USUAL)
    assert _told(always, "2026-11-25T23:00") == (Standing.OPEN, None)


def test_on_the_nights_when_the_clocks_change_nine_is_nine() -> None:
    every_day = Hours(dict.fromkeys(range(7), ((9 * 60, 17 * 60),)), land="NW")
    for night in ("2027-03-28T01:00", "2027-10-31T01:00"):
        day = night.partition("T")[0]
        assert _told(every_day, night) == (Standing.CLOSED, _at(f"{day}T09:00"))
    night_shelter = Hours(dict.fromkeys(range(7), ((20 * 60, 32 * 60),)))
    assert _told(night_shelter, "2027-03-28T03:30") == (Standing.OPEN, _at("2027-03-28T08:00"))


def test_the_place_decides_the_time_and_not_the_server() -> None:
    elsewhere = Hours(NINE_TO_FIVE, zone="Europe/Lisbon")
    assert standing(elsewhere, _at("2026-11-25T09:30")).standing is Standing.CLOSED
    assert standing(elsewhere, _at("2026-11-25T10:30")).standing is Standing.OPEN


@given(
    st.dictionaries(
        st.integers(0, 6),
        st.lists(
            st.tuples(st.integers(0, DAY - 1), st.integers(1, 600)), min_size=1, max_size=3
        ).map(lambda pairs: tuple((opens, opens + long) for opens, long in pairs)),
        max_size=7,
    ),
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)),  # noqa: DTZ001 (Berlin is added)
    st.sampled_from(OnHolidays),
    st.sampled_from(["BW", "BE", "MU", ""]),
)
def test_what_is_said_holds_until_it_says(
    week: dict[int, Spans], naive: datetime, on_holidays: OnHolidays, land: str
) -> None:
    hours = Hours(week, on_holidays=on_holidays, land=land)
    moment = naive.replace(tzinfo=BERLIN).astimezone(ZoneInfo("UTC"))
    now = standing(hours, moment)
    until = now.until.astimezone(ZoneInfo("UTC"))
    assert moment < until
    middle = moment + (until - moment) / 2
    same: Now = standing(hours, middle)
    assert (same.standing, same.change) == (now.standing, now.change)
    if now.change:
        changed = standing(hours, now.change.astimezone(ZoneInfo("UTC")) + timedelta(seconds=1))
        assert changed.standing is not now.standing or changed.standing is Standing.OPEN
    assert week or now.standing is Standing.UNKNOWN


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("9-12", ((540, 720),)),
        ("9 – 12 Uhr und 13.30 bis 17 Uhr", ((540, 720), (810, 1020))),
        ("13:30-17, 9-12", ((540, 720), (810, 1020))),
        ("20-8", ((1200, 1920),)),
        ("0-24", ((0, 1440),)),
        ("22-24", ((1320, 1440),)),
        ("rund um die Uhr", ((0, 1440),)),
        ("24 Stunden", ((0, 1440),)),
        ("geschlossen", ()),
        ("-", ()),
        ("", ()),
    ],
)
def test_hours_are_read_as_people_type_them(typed: str, spans: Spans) -> None:
    assert read_day(typed) == spans
    assert read_day(written_day(spans)) == spans


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("vormittags", "verstehen wir nicht"),
        ("9-25", "gibt es nicht"),
        ("9:75-10", "gibt es nicht"),
        ("9-9", "gleich"),
        ("9-12, 11-14", "überschneiden"),
        ("1-2,3-4,5-6,7-8,9-10", "Mehr als"),
        ("🙂", "verstehen wir nicht"),
        ("9" * 5000, "verstehen wir nicht"),
    ],
)
def test_what_is_no_time_gets_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(Unclear, match=sentence):
        read_day(typed)


def test_exceptions_are_read_line_by_line() -> None:
    assert read_exceptions("24.12.2026 geschlossen\n\n31.12.2026: 9-12") == {
        date(2026, 12, 24): (),
        date(2026, 12, 31): ((540, 720),),
    }
    for text in ("31.02.2027 zu", "Weihnachten zu", "24.12.2026 zu\n24.12.2026 9-12"):
        with pytest.raises(Unclear):
            read_exceptions(text)
