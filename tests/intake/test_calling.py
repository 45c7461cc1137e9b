"""A number to be called at: sealed, apart, and gone as soon as nobody needs it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.foundation import stamps
from nahtlos.foundation.clock import today, told
from nahtlos.foundation.tenancy import tenant
from nahtlos.intake.actions import forget_numbers, mark_called, mark_missed
from nahtlos.intake.models import CallBack
from nahtlos.intake.rules.keeping import MOST_TRIES, tries_are_over
from tests.cast import actor, organisation_id
from tests.intake import asked
from tests.reading import Page
from tests.records import assert_by, letters, recorded, said
from tests.test_access_matrix import writes

URL = "/fragen/rueckruf/"
THANKS = "/fragen/rueckruf/danke/"
LIST = "/intern/rueckrufe/"


def kept() -> list[CallBack]:
    with tenant(organisation_id(asked.OFFICE)):
        return list(CallBack.objects.order_by("asked_at"))


def typed(**more: str) -> dict[str, str]:
    return {"number": asked.NUMBER, "reachable": "nach 17 Uhr", "stamp": stamps.issue(), **more}


def deed(call: CallBack, name: str) -> str:
    return reverse(f"intake:{name}", args=[call.code])


def test_a_number_is_kept_sealed_and_the_office_is_told_without_it(visitor: Client) -> None:
    with recorded(asked.OFFICE) as found:
        for form in (typed(), typed()):
            for _ in range(2):
                assert visitor.post(URL, form)["Location"] == THANKS
    first, second = kept()
    assert first.number == second.number == asked.NUMBER
    assert first.expires_on == today() + timedelta(days=14)
    assert said(found) == [("received", "call_back", one.code) for one in (first, second)]
    assert asked.NUMBER not in "".join(entry.detail for entry in found)
    assert letters(asked.OFFICE)[-1].kind == "advice_question"
    with tenant(organisation_id(asked.OFFICE)), connection.cursor() as cursor:
        cursor.execute("SELECT number, reachable FROM intake_callback")
        sealed = b"".join(bytes(column) for row in cursor.fetchall() for column in row)
    assert b"23125" not in sealed
    assert b"17 Uhr" not in sealed


@pytest.mark.parametrize("number", ["", "12", "keine", "0" * 41, "+49"])
def test_what_is_no_number_is_said_beside_the_field(visitor: Client, number: str) -> None:
    before = writes()
    page = Page(visitor.post(URL, typed(number=number)))
    assert page.status == 422
    assert page.beside("number")
    assert page.typed("reachable") == "nach 17 Uhr"
    assert writes() == before or kept() == []


def test_the_list_shows_the_numbers_and_that_stands_in_the_chain(
    as_: Callable[[str], Client],
) -> None:
    asked.ask_for_call(reachable="nach 17 Uhr")
    with recorded(asked.OFFICE) as found:
        page = Page(as_("edda").get(LIST))
    assert asked.NUMBER in page.text
    assert said(found) == [("opened", "call_backs", "")]
    assert_by(found, "edda", asked.NUMBER)


def test_the_number_goes_when_the_call_is_made(as_: Callable[[str], Client]) -> None:
    call, edda = asked.ask_for_call(), as_("edda")
    form = {"stamp": stamps.issue()}
    with recorded(asked.OFFICE) as found:
        for _ in range(2):
            assert edda.post(deed(call, "called"), form)["Location"] == LIST
    assert said(found) == [("ended", "call_back", call.code)]
    assert kept() == []
    assert [one for one in letters(asked.OFFICE) if one.about == call.pk] == []
    assert edda.post(deed(call, "called"), {"stamp": stamps.issue()}).status_code == 404


def test_after_three_tries_the_number_goes(as_: Callable[[str], Client]) -> None:
    call, edda = asked.ask_for_call(), as_("edda")
    for number in range(1, MOST_TRIES + 1):
        form = {"stamp": stamps.issue()}
        for _ in range(2):
            assert edda.post(deed(call, "missed"), form)["Location"] == LIST
        assert [one.tries for one in kept()] == ([number] if number < MOST_TRIES else [])


def test_after_fourteen_days_the_number_goes(db: None) -> None:
    with told(10):
        call = asked.ask_for_call()
    until = call.expires_on
    assert forget_numbers(call.organisation_id, until) == 0
    with recorded(asked.OFFICE) as found:
        assert forget_numbers(call.organisation_id, until + timedelta(days=1)) == 1
    assert said(found) == [("expired", "call_back", call.code)]
    assert kept() == []


def test_two_colleagues_at_once_are_one_call(db: None) -> None:
    call, edda = asked.ask_for_call(), actor("edda")
    with tenant(edda.organisation, edda.account_id):
        mark_called(actor=edda, call=call)
        mark_called(actor=edda, call=call)
        assert not mark_missed(actor=edda, call=call)


@given(st.integers(0, 20))
def test_nobody_is_called_a_fourth_time(tries: int) -> None:
    assert tries_are_over(tries) == (tries >= 3)
