"""The on-call telephone: what stands there, who writes it, and what is said of it."""

from collections.abc import Callable

import pytest
from django.http import Http404
from django.test import Client as Browser

from nahtlos.cases import actions
from nahtlos.cases.queries.on_call import hours_of, on_call_page, said, week_words
from nahtlos.desk.cast import HOME
from nahtlos.directory.rules.opening import read_day
from nahtlos.foundation.versions import Stale, version_of
from nahtlos.people.models import OnCall
from nahtlos.people.queries import on_call
from tests.cases.made import in_days, inside
from tests.records import recorded
from tests.records import said as said_of
from tests.test_access_matrix import writes

VALUES = {
    "function": "Bereitschaft der Wegbegleitung",
    "phone": "030 23125-777",
    "week": {"0": [[1080, 1320]], "1": [[1080, 1320]], "5": [[0, 1440]]},
    "exceptions": {},
    "on_holidays": "usual",
    "note": "",
}
TYPED = {
    "function": "Bereitschaft",
    "phone": "030 23125-777",
    "day4": "18-22",
    "day5": "20-6",
    "on_holidays": "usual",
    "exceptions": "24.12.2030 9-12",
}
URL = "/intern/bereitschaft/aendern/"


@pytest.fixture(autouse=True)
def _nobody_yet(db: None) -> None:
    with inside():
        OnCall.objects.all().delete()


def test_it_is_written_read_and_taken_away(db: None) -> None:
    with inside("helga") as helga, recorded() as found:
        for _ in range(2):
            actions.save_on_call(actor=helga, values=VALUES, version="")
        page = on_call_page(helga.organisation)
        assert page is not None
        assert page.week == (
            ("Montag und Dienstag", "18 bis 22 Uhr"),
            ("Samstag", "rund um die Uhr"),
        )
        row = on_call(helga.organisation)
        for _ in range(2):
            actions.save_on_call(actor=helga, values=None, version=version_of(row))
        assert on_call_page(helga.organisation) is None
    assert [one[:2] for one in said_of(found)] == [("changed", "on_call"), ("ended", "on_call")]


def test_a_day_that_differs_is_said_and_a_past_one_is_not(db: None) -> None:
    days = {in_days(2).isoformat(): [], in_days(-2).isoformat(): [[540, 720]]}
    with inside("helga") as helga:
        actions.save_on_call(actor=helga, values={**VALUES, "exceptions": days}, version="")
        page = on_call_page(helga.organisation)
        assert page is not None
        assert [hours for _, hours in page.others] == ["nicht erreichbar"]


def test_a_stale_form_overwrites_nothing(db: None) -> None:
    with inside("helga") as helga:
        actions.save_on_call(actor=helga, values=VALUES, version="")
        with pytest.raises(Stale):
            actions.save_on_call(actor=helga, values={**VALUES, "phone": "1"}, version="")
        with pytest.raises(Stale):
            actions.save_on_call(actor=helga, values=None, version="")


def test_only_the_fachleitung_and_the_administration_write_it(db: None) -> None:
    with inside("fritz") as fritz:
        assert actions.save_on_call(actor=fritz, values=VALUES, version="")
    for who, key in (("aylin", HOME), ("guel", HOME), ("doro", "jva-musterstadt")):
        with inside(who, key) as other:
            before = writes()
            with pytest.raises(Http404):
                actions.save_on_call(actor=other, values=None, version="")
            assert writes() == before


def test_the_page_takes_times_as_people_write_them(as_: Callable[[str], Browser]) -> None:
    helga, aylin = as_("helga"), as_("aylin")
    for wrong, sentence in (
        ({**TYPED, "day4": "25-26"}, "Diese Uhrzeit gibt es nicht"),
        ({**TYPED, "day4": "", "day5": ""}, "Wann geht jemand ans Telefon?"),
        ({**TYPED, "phone": "ruf an"}, "Eine Telefonnummer besteht aus"),
        ({**TYPED, "exceptions": "31.02.2027 9-12"}, "den Tag gibt es nicht"),
    ):
        answer = helga.post(URL, {**wrong, "version": ""})
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True), sentence
    assert helga.post(URL, {**TYPED, "version": ""}).status_code == 302
    page = aylin.get("/intern/bereitschaft/").content.decode()
    for words in ("18 bis 22 Uhr", "20 bis 6 Uhr", "24. Dezember 2030", "030 23125-777"):
        assert words in page
    stale = helga.post(URL, {**TYPED, "phone": "040 1", "version": ""})
    assert stale.status_code == 422
    assert "Jetzt gespeichert" in stale.content.decode()
    assert "030 23125-777" in stale.content.decode()


def test_hours_over_midnight_are_one_line(db: None) -> None:
    row = OnCall(week={str(day): [[1200, 1800]] for day in range(7)}, exceptions={})
    row.on_holidays = "usual"
    assert week_words(hours_of(row, "MU")) == (("jeden Tag", "20 bis 6 Uhr"),)
    assert said(read_day("9-12, 14-16:30")) == "9 bis 12 Uhr und 14 bis 16:30 Uhr"
