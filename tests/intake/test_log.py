"""A conversation in sixty seconds: noted once, counted, corrected for two weeks, gone after two
years.
"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.foundation import stamps
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today, told
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.intake.actions import delete_advice, forget_old_advice
from nahtlos.intake.models import FirstAdvice
from nahtlos.intake.rules.log import can_be_corrected, kept_from, month_of, tally
from tests.cast import actor, organisation_id
from tests.intake import asked
from tests.reading import Page
from tests.records import assert_by, recorded, said

LIST = "/intern/beratung/"
DAYS = st.dates(date(2026, 1, 1), date(2040, 12, 31))


def kept() -> list[FirstAdvice]:
    with tenant(organisation_id(asked.OFFICE)):
        return list(FirstAdvice.objects.order_by("created_at"))


def typed(**more: object) -> dict[str, object]:
    return {
        "on": f"{today():%d.%m.%Y}",
        "channel": "phone",
        "topics": ["visit", "child"],
        "asker": "parent",
        "minutes": "15",
        "result": "answered",
        "language": "de",
        "stamp": stamps.issue(),
        **more,
    }


def page_of(entry: FirstAdvice, name: str = "entry") -> str:
    return reverse(f"intake:{name}", args=[entry.code])


def test_it_is_noted_once_and_counted(as_: Callable[[str], Client]) -> None:
    edda, form = as_("edda"), typed(place="00120")
    with recorded(asked.OFFICE) as found:
        for _ in range(2):
            assert edda.post(LIST, form)["Location"] == LIST
    (entry,) = kept()
    assert said(found) == [("created", "first_advice", entry.code)]
    assert_by(found, "edda")
    assert (entry.topics, entry.minutes, entry.land_code) == (["child", "visit"], 15, "MU")
    assert entry.district_code
    edda.post(LIST, typed(minutes="45", topics=["child"]))
    page = Page(edda.get(LIST))
    for words in ("2 Gespräche", "60 Minuten", "2 Ein Kind", "1 Besuch und Kontakt"):
        assert words in page.text, words


def test_the_form_is_ready_to_type_and_today_stands_in_it(as_: Callable[[str], Client]) -> None:
    page = Page(as_("edda").get(LIST))
    assert page.typed("on") == f"{today():%d.%m.%Y}"
    assert "autofocus" in page.named("channel")[0].attributes
    order = ("on", "channel", "topics", "asker", "minutes", "result", "language")
    places = [page.source.index(f'name="{name}"') for name in order]
    assert places == sorted(places), "the keyboard goes from top to bottom"


def test_there_is_no_place_for_a_word_about_anybody() -> None:
    free = {
        field.name
        for field in FirstAdvice._meta.get_fields()
        if isinstance(field, models.TextField)
        or (isinstance(field, models.CharField) and (field.max_length or 0) > 12)
    }
    assert free == set()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("on", "31.02.2026"),
        ("on", "1.1.2040"),
        ("on", "1.1.2020"),
        ("topics", []),
        ("minutes", "0"),
        ("minutes", "481"),
        ("minutes", "viele"),
        ("channel", ""),
        ("result", "erfunden"),
        ("asker", ""),
        ("language", "xx"),
        ("place", "Nirgendwoburg"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_nothing_is_lost(
    as_: Callable[[str], Client], field: str, value: object
) -> None:
    page = Page(as_("edda").post(LIST, typed(**{field: value})))
    assert page.status == 422
    assert page.beside(field)
    assert field == "minutes" or page.typed("minutes") == "15"
    assert kept() == []


def test_an_entry_is_corrected_and_the_slower_colleague_overwrites_nobody(
    as_: Callable[[str], Client],
) -> None:
    entry, edda = asked.note(), as_("edda")
    version = version_of(entry)
    with recorded(asked.OFFICE) as found:
        changed = edda.post(page_of(entry), typed(minutes="30", version=version))
    assert changed["Location"] == LIST
    assert said(found) == [("changed", "first_advice", entry.code)]
    assert kept()[0].minutes == 30
    stale = Page(edda.post(page_of(entry), typed(minutes="5", version=version)))
    assert stale.status == 422
    assert "Jemand hat diese Angaben inzwischen geändert." in stale.text
    assert kept()[0].minutes == 30


def test_the_place_of_an_entry_survives_a_correction(as_: Callable[[str], Client]) -> None:
    edda = as_("edda")
    edda.post(LIST, typed(place="00120"))
    (entry,) = kept()
    place = Page(edda.get(page_of(entry))).typed("place")
    edda.post(page_of(entry), typed(place=place, version=version_of(entry)))
    assert kept()[0].district_code == entry.district_code != ""


def test_an_entry_is_deleted_once(as_: Callable[[str], Client]) -> None:
    entry, edda, form = asked.note(), as_("edda"), {"stamp": stamps.issue()}
    with recorded(asked.OFFICE) as found:
        for _ in range(2):
            assert edda.post(page_of(entry, "delete"), form)["Location"] == LIST
    assert said(found) == [("ended", "first_advice", entry.code)]
    assert kept() == []


def test_after_two_weeks_it_stays_as_it_is(as_: Callable[[str], Client]) -> None:
    with told(15):
        entry = asked.note(on=today())
    edda, someone = as_("edda"), actor("edda")
    page = Page(edda.get(page_of(entry)))
    assert page.named("minutes") == []
    assert edda.post(page_of(entry), typed(version=version_of(entry))).status_code == 422
    with tenant(someone.organisation, someone.account_id), pytest.raises(Refused):
        delete_advice(actor=someone, entry=entry)
    assert len(kept()) == 1


def test_after_two_years_an_entry_goes(db: None) -> None:
    with told(20):
        old = asked.note(on=today())
    new = asked.note()
    home = old.organisation_id
    last = old.on.replace(year=old.on.year + 2)
    assert forget_old_advice(home, last) == 0
    assert forget_old_advice(home, last + timedelta(days=1)) == 1
    assert [one.pk for one in kept()] == [new.pk]


def test_who_does_not_advise_finds_no_log(as_: Callable[[str], Client]) -> None:
    for role in ("org_admin", "ministry", "data_protection"):
        assert as_(f"role:{role}").get(LIST).status_code == 404
    assert as_("aylin").get(LIST).status_code == 200


@given(DAYS, st.integers(0, 40))
def test_fourteen_days_are_fourteen_days(created: date, later: int) -> None:
    assert can_be_corrected(created, created + timedelta(days=later)) == (later <= 14)


@given(DAYS)
def test_two_years_are_two_years(day: date) -> None:
    first = kept_from(day)
    assert first.year == day.year - 2
    assert (first.month, first.day) in {(day.month, day.day), (2, 28)}


@given(DAYS)
def test_a_month_is_whole(day: date) -> None:
    first, last = month_of(day)
    assert first <= day <= last
    assert first.day == 1
    assert (last + timedelta(days=1)).day == 1
    assert (first.month, first.year) == (last.month, last.year)


@given(st.lists(st.tuples(st.integers(1, 480), st.lists(st.sampled_from("abc"), max_size=4))))
def test_the_tally_counts_every_entry_once_for_each_topic(
    entries: list[tuple[int, list[str]]],
) -> None:
    found = tally(entries)
    assert found.count == len(entries)
    assert found.minutes == sum(minutes for minutes, _ in entries)
    for topic, number in found.topics:
        assert number == sum(topic in topics for _, topics in entries) > 0
    assert [number for _, number in found.topics] == sorted(
        (number for _, number in found.topics), reverse=True
    )
