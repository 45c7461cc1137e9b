"""What happens in the night: gone after ninety days, warned before, and a deputy who is told."""

from datetime import date, timedelta

import pytest

from nahtlos.foundation.clock import today, told
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.workdays import add_workdays
from nahtlos.intake.actions import (
    delete_expired,
    find_by_code,
    pursue_unanswered,
    save_desk,
    warn_before_the_end,
)
from nahtlos.intake.jobs import for_all
from nahtlos.intake.models import Enquiry, EnquiryTrace
from nahtlos.people.queries import own_membership
from tests.cast import actor, organisation_id
from tests.intake import asked
from tests.intake.test_inbox import second_adviser
from tests.intake.test_reading import answered
from tests.records import letters, recorded, said


def office() -> object:
    return organisation_id(asked.OFFICE)


def fresh(enquiry: Enquiry) -> Enquiry:
    found = asked.fresh(enquiry)
    assert found is not None
    return found


@pytest.mark.parametrize("from_office", [False, True])
def test_ninety_days_after_the_last_message_of_either_side_it_is_gone(
    db: None, from_office: bool
) -> None:
    with told(80):
        enquiry = asked.ask()
    if from_office:
        with told(40):
            answered(enquiry)
    last = today() - timedelta(days=40 if from_office else 80)
    until = last + timedelta(days=90)
    assert fresh(enquiry).expires_on == until
    assert delete_expired(enquiry.organisation_id, until) == 0
    with recorded(asked.OFFICE) as found:
        assert delete_expired(enquiry.organisation_id, until + timedelta(days=1)) == 1
        assert delete_expired(enquiry.organisation_id, until + timedelta(days=1)) == 0
    assert said(found) == [("ended", "enquiry", enquiry.code)]
    assert asked.fresh(enquiry) is None
    assert find_by_code(asked.DIGITS) is None
    with tenant(enquiry.organisation_id):
        (trace,) = EnquiryTrace.objects.all()
    assert trace.on == today() - timedelta(days=80)


def test_who_answers_is_warned_twice_and_then_it_goes(db: None) -> None:
    with told(0):
        enquiry = asked.ask()
    until, home = fresh(enquiry).expires_on, enquiry.organisation_id
    before = len(letters(asked.OFFICE))
    nights: list[date] = [until - timedelta(days=n) for n in range(20, -1, -1)]
    told_on = [night for night in nights if warn_before_the_end(home, night)]
    assert told_on == [until - timedelta(days=14), until - timedelta(days=3)]
    fresh_letters = letters(asked.OFFICE)[before:]
    assert [one.kind for one in fresh_letters] == ["advice_ends"] * 2
    assert {one.about for one in fresh_letters} == {enquiry.pk}


def test_a_new_message_begins_the_days_and_the_warnings_anew(db: None) -> None:
    with told(80):
        enquiry = asked.ask()
    home = enquiry.organisation_id
    assert warn_before_the_end(home, today()) == 1
    answered(enquiry)
    assert fresh(enquiry).warned is None
    assert fresh(enquiry).expires_on == today() + timedelta(days=90)
    assert warn_before_the_end(home, today()) == 0
    assert warn_before_the_end(home, today() + timedelta(days=76)) == 1


def test_the_deputy_is_told_once_when_the_day_is_over(db: None) -> None:
    edda, notburga = actor("edda"), second_adviser()
    with tenant(edda.organisation, edda.account_id):
        from nahtlos.people.queries import team_member  # noqa: PLC0415

        save_desk(
            actor=edda,
            lead=own_membership(edda),
            deputy=team_member(edda, notburga),
            reply_workdays=2,
            version="",
        )
    enquiry = asked.ask()
    due = add_workdays(today(), 2, "MU")
    assert enquiry.reply_due_on == due
    before = len(letters(asked.OFFICE))
    assert pursue_unanswered(enquiry.organisation_id, due) == 0
    with recorded(asked.OFFICE) as found:
        assert pursue_unanswered(enquiry.organisation_id, due + timedelta(days=1)) == 1
        assert pursue_unanswered(enquiry.organisation_id, due + timedelta(days=2)) == 0
    assert said(found) == [("escalated", "enquiry", enquiry.code)]
    (letter,) = letters(asked.OFFICE)[before:]
    assert (letter.kind, letter.address) == ("advice_due", "notburga@nahtlos.example")


def test_what_is_answered_in_time_is_nobodys_trouble(db: None) -> None:
    enquiry = answered(asked.ask())
    assert pursue_unanswered(enquiry.organisation_id, today() + timedelta(days=30)) == 0


def test_the_night_goes_on_where_one_office_fails(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with told(91):
        enquiry = asked.ask()

    def breaks(organisation_id: object, day: date) -> int:
        raise RuntimeError

    breaks.__name__ = "breaks"
    monkeypatch.setattr("nahtlos.intake.jobs.NIGHTLY", (breaks, delete_expired))
    for_all(today())
    assert asked.fresh(enquiry) is None
