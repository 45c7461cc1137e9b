"""Scenes from other systems about opening hours, on the pages people read: what is said at a
moment, never „geöffnet“ where nobody knows, and the holidays of the Land.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from nahtlos.directory.models import Offer, OpeningHours
from nahtlos.directory.queries import hits, pages
from nahtlos.directory.queries.opening import words_of
from nahtlos.directory.rules.opening import Hours, OnHolidays, Spans, Standing, standing
from nahtlos.foundation.clock import BERLIN
from nahtlos.foundation.tenancy import tenant
from tests.cast import sign_in
from tests.directory.test_ranking import WORD, _plant
from tests.directory.test_scenarios_fitting import typed_offer
from tests.reading import Page

CLOSED = {"on_holidays": "closed", "version": ""}
WORKDAYS = {f"day{day}": "9-17" for day in range(5)}
NINE_TO_FIVE: dict[int, Spans] = dict.fromkeys(range(5), ((540, 1020),))
EVERY_DAY: dict[int, Spans] = dict.fromkeys(range(7), ((540, 1020),))
At = Callable[[str], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Read the pages at a moment of the clock in Berlin."""

    def read_at(text: str) -> None:
        moment = datetime.fromisoformat(text).replace(tzinfo=BERLIN)
        for module in (pages, hits):
            monkeypatch.setattr(module, "now", lambda: moment)

    return read_at


@pytest.fixture
def offer(db: None) -> Offer:
    """A published offer without hours, which WORD alone finds."""
    planted = _plant("Offene Tür", valid_until=None)
    with tenant(planted.organisation_id):
        OpeningHours.objects.filter(organisation=planted.organisation_id, offer=None).delete()
    return planted


def _tell(offer: Offer, **body: str) -> None:
    answer = sign_in("aylin").post(
        f"/intern/angebote/{offer.slug}/oeffnungszeiten/", {**CLOSED, **body}
    )
    assert answer.status_code == 302


def _read(offer: Offer) -> tuple[str, str]:
    """The page of OFFER and its card in the list."""
    page = Page(Client().get(f"/angebot/{offer.slug}/")).text
    results = Page(Client().get("/suche/", {"q": WORD}))
    cards = [one for one in results.elements if one.attributes.get("id") == "treffer-1"]
    assert len(cards) == 1
    return page, cards[0].text()


def _said(hours: Hours, text: str) -> str:
    moment = datetime.fromisoformat(text).replace(tzinfo=BERLIN)
    return words_of(standing(hours, moment), moment)


def test_on_wednesday_at_07_54_a_place_that_opens_at_nine_says_opens_today_at_nine(
    offer: Offer, at: At
) -> None:
    _tell(offer, **WORKDAYS)
    at("2026-11-25T07:54")
    page, card = _read(offer)
    assert "Geschlossen, öffnet heute 9 Uhr" in page
    assert "geschlossen, öffnet heute 9 Uhr" in card
    assert "morgen" not in card


def test_a_slot_without_a_time_zone_is_read_on_the_clock_of_the_place() -> None:
    hours = Hours(dict.fromkeys(range(7), ((480, 600),)))  # 08:00, in winter and in summer
    for day, first, last in ((date(2026, 1, 14), 7, 9), (date(2026, 7, 15), 6, 8)):
        opens = datetime(day.year, day.month, day.day, first, tzinfo=UTC)
        closes = opens.replace(hour=last)
        for zone in (UTC, ZoneInfo("America/New_York"), ZoneInfo("Asia/Tokyo")):
            before = opens.astimezone(zone) - timedelta(minutes=1)
            assert standing(hours, before).standing is Standing.CLOSED
            assert standing(hours, opens.astimezone(zone)).standing is Standing.OPEN
            assert standing(hours, closes.astimezone(zone)).standing is Standing.CLOSED


@pytest.mark.parametrize("told", ["nothing", "note", "over", "holiday"])
def test_an_entry_without_a_weekday_or_time_is_never_shown_as_open(
    offer: Offer, at: At, told: str
) -> None:
    at("2026-11-25T10:00")
    if told == "note":
        _tell(offer, note="nach Vereinbarung")
    elif told == "over":
        _tell(offer, **WORKDAYS, valid_until="24.11.2026")
    elif told == "holiday":
        at("2026-12-25T10:00")
        _tell(offer, **{**WORKDAYS, "on_holidays": "unknown"})
    for text in _read(offer):
        assert "eöffnet" not in text
        assert "eschlossen" not in text.replace("geschlossen", "", 2 if told == "holiday" else 0)


def test_two_slots_a_day_are_closed_in_the_lunch_break_and_say_so(offer: Offer, at: At) -> None:
    _tell(offer, day2="9-12, 13:30-16")
    for text, said in (
        ("2026-11-25T11:59", "geöffnet bis 12 Uhr"),
        ("2026-11-25T12:00", "geschlossen, öffnet heute 13:30 Uhr"),
        ("2026-11-25T13:30", "geöffnet bis 16 Uhr"),
        ("2026-11-25T16:00", "geschlossen bis Mittwoch, 2. Dezember, 9 Uhr"),
    ):
        at(text)
        assert said in _read(offer)[1]


@pytest.mark.parametrize(
    ("land", "day", "is_closed"),
    [
        ("BW", "2027-01-06", True),  # Epiphany
        ("NW", "2027-01-06", False),
        ("BE", "2027-03-08", True),  # Women's Day
        ("SN", "2026-11-18", True),  # Buß- und Bettag
        ("BY", "2026-11-18", False),
        ("TH", "2027-09-20", True),  # Children's Day
        ("BB", "2026-10-31", True),  # Reformation Day, a Saturday
        ("NW", "2027-11-01", True),  # All Saints
        ("HH", "2027-11-01", False),
        ("MU", "2026-12-25", True),
        ("", "2026-10-03", True),
    ],
)
def test_public_holidays_of_the_land_are_closed_and_the_next_real_opening_is_named(
    land: str, day: str, *, is_closed: bool
) -> None:
    hours = Hours(EVERY_DAY, land=land)
    said = _said(hours, f"{day}T10:00")
    following = datetime.fromisoformat(f"{day}T10:00") + timedelta(days=1)
    opens_after = _said(hours, f"{following.date()}T10:00").startswith("geöffnet")
    assert said.startswith("geöffnet") is not is_closed
    if is_closed and opens_after:
        assert said == "geschlossen, öffnet morgen 9 Uhr"


def test_open_on_sundays_and_off_on_holidays_is_neither_open_all_day_nor_closed_until_midnight(
    offer: Offer, at: At
) -> None:
    _tell(offer, day6="14-18")
    for day in range(22, 29):
        at(f"2026-11-{day}T00:30")
        for text in _read(offer):
            assert "rund um die Uhr" not in text
            assert "0 Uhr" not in text.replace("30 Uhr", "")
    at("2027-12-25T15:00")
    assert "geschlossen bis Sonntag, 2. Januar, 14 Uhr" in _read(offer)[1]  # 26. is a holiday


@pytest.mark.parametrize("day", ["2026-12-24", "2026-12-31"])
def test_christmas_eve_and_new_years_eve_are_days_of_the_week_until_an_exception_says_otherwise(
    day: str,
) -> None:
    assert _said(Hours(NINE_TO_FIVE, land="BE"), f"{day}T10:00") == "geöffnet bis 17 Uhr"
    off = Hours(NINE_TO_FIVE, {date.fromisoformat(day): ()}, land="BE")
    assert _said(off, f"{day}T10:00").startswith("geschlossen bis Montag")
    short = Hours(NINE_TO_FIVE, {date.fromisoformat(day): ((540, 720),)}, land="BE")
    assert _said(short, f"{day}T10:00") == "geöffnet bis 12 Uhr"


def test_expired_hours_are_unknown_from_the_day_after_their_last_day(offer: Offer, at: At) -> None:
    _tell(offer, **WORKDAYS, valid_until="25.11.2026")
    at("2026-11-25T16:59")
    assert "geöffnet bis 17 Uhr" in _read(offer)[1]
    for moment in ("2026-11-26T00:00", "2026-11-26T10:00", "2027-03-01T10:00"):
        at(moment)
        page, card = _read(offer)
        assert not re.search("eschlossen|eöffnet", card)
        assert "Die Zeiten galten bis 25. November 2026. Ob sie noch stimmen" in page


def test_a_night_shelter_is_open_across_midnight_new_year_and_the_change_of_the_clocks() -> None:
    night = Hours(dict.fromkeys(range(7), ((1200, 1920),)), on_holidays=OnHolidays.USUAL)
    for moment in ("2026-12-31T23:59", "2027-01-01T00:00", "2027-03-28T03:00", "2027-10-31T02:30"):
        assert _said(night, moment).startswith("geöffnet bis"), moment
        assert _said(night, moment).endswith("8 Uhr"), moment
    last_night = Hours(dict.fromkeys(range(7), ((1200, 1920),)), valid_until=date(2026, 11, 25))
    assert _said(last_night, "2026-11-26T07:00") == "geöffnet bis 8 Uhr"
    assert _said(last_night, "2026-11-26T09:00") == ""


def test_simple_weekly_hours_and_exceptions_are_all_that_is_edited(offer: Offer) -> None:
    page = Page(sign_in("aylin").get(f"/intern/angebote/{offer.slug}/oeffnungszeiten/"))
    days = {f"day{day}" for day in range(7)}
    assert days | {"exceptions", "valid_until", "note", "on_holidays"} <= page.controls()
    assert "RRULE" not in page.source


def test_a_day_that_is_off_although_no_week_was_told_is_closed_and_not_unknown() -> None:
    only = Hours({}, {date(2026, 12, 24): ()})
    assert _said(only, "2026-12-24T10:00").startswith(("geschlossen", "zurzeit"))


def test_hours_for_one_day_alone_say_nothing_about_the_other_days() -> None:
    only = Hours({}, {date(2026, 12, 31): ((540, 720),)})
    assert _said(only, "2026-12-31T10:00") == "geöffnet bis 12 Uhr"
    assert standing(only, datetime(2026, 11, 25, 10, tzinfo=BERLIN)).standing is Standing.UNKNOWN


def test_hours_in_the_hour_that_the_clocks_leave_out_are_never_turned_round() -> None:
    hours = Hours({6: ((150, 180),)})  # 2:30 to 3:00; the hour from two does not exist that day
    for minutes in range(0, 300, 5):
        moment = datetime(2027, 3, 28, tzinfo=BERLIN).astimezone(UTC) + timedelta(minutes=minutes)
        now = standing(hours, moment)
        assert now.change is None or now.change.date() > date(2027, 3, 28), now


def test_an_offer_in_another_land_than_its_organisation_keeps_the_holidays_of_its_own_place(
    as_: Callable[[str], Client], at: At
) -> None:
    offer = typed_offer(as_("aylin"), title="Fern der Heimat", city="Stuttgart")
    _tell(offer, **WORKDAYS)
    at("2027-01-06T10:00")  # Epiphany: a holiday in Stuttgart
    assert "Geschlossen" in _read(offer)[0]


def test_where_the_land_is_not_known_a_holiday_of_some_lands_is_not_said_to_be_open() -> None:
    assert not _said(Hours(NINE_TO_FIVE, land=""), "2027-01-06T10:00").startswith("geöffnet")
