"""The one state machine: which moves there are, when a reply is due, what silence leads to."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.foundation.workdays import LAENDER, is_workday
from nahtlos.referrals.models import ReferralState
from nahtlos.referrals.rules.course import VERBS
from nahtlos.referrals.rules.states import (
    ANSWERS,
    FINAL,
    MOVES,
    RUNNING,
    WAITING,
    can_move,
    escalations,
    expires_on,
    reply_due,
)

DAYS = st.dates(date(2025, 1, 1), date(2030, 12, 31))
LANDS = st.sampled_from([*sorted(LAENDER), "MU", ""])


def test_every_state_is_named_and_every_final_one_is_final() -> None:
    assert {"draft", *WAITING, *RUNNING, *FINAL} == set(ReferralState.values)
    assert {before for before, _ in MOVES} & set(FINAL) == set()


def test_a_draft_can_only_be_sent() -> None:
    assert [after for before, after in MOVES if before == "draft"] == ["sent"]


def test_whatever_waits_can_be_answered_without_having_been_read() -> None:
    for before in WAITING:
        for answer in ANSWERS:
            assert can_move(before, answer)


def test_a_missed_or_attended_meeting_may_be_followed_by_another() -> None:
    for before in ("missed", "attended", "meeting"):
        assert can_move(before, "meeting")


def test_every_state_but_the_draft_has_its_words_in_the_course() -> None:
    assert set(ReferralState.values) - {"draft"} <= set(VERBS)


@pytest.mark.parametrize(
    ("sent_on", "land", "due"),
    [
        (date(2026, 11, 26), "MU", date(2026, 12, 3)),
        # 25.10.2026 and 28.3.2027 have 25 and 23 hours; days are days.
        (date(2026, 10, 23), "MU", date(2026, 10, 30)),
        (date(2027, 3, 24), "MU", date(2027, 4, 2)),
        # Reformation Day is a holiday in one Land and none in the other.
        (date(2028, 10, 27), "SN", date(2028, 11, 6)),
        (date(2028, 10, 27), "BE", date(2028, 11, 3)),
    ],
)
def test_a_reply_is_due_after_five_working_days(sent_on: date, land: str, due: date) -> None:
    assert reply_due(sent_on, land) == due


@given(DAYS, LANDS, st.integers(1, 60))
def test_a_reply_is_due_on_a_working_day(sent_on: date, land: str, agreed: int) -> None:
    due = reply_due(sent_on, land, agreed)
    assert is_workday(due, land)
    between = [sent_on + timedelta(days=n) for n in range(1, (due - sent_on).days + 1)]
    assert sum(is_workday(day, land) for day in between) == agreed


@given(DAYS, LANDS)
def test_silence_climbs_after_the_due_day_and_ends_last(due: date, land: str) -> None:
    levels = escalations(due, land)
    assert [one.level for one in levels] == [1, 2, 3]
    assert levels[0].on == due + timedelta(days=1)
    assert levels[0].on < levels[1].on < levels[2].on < expires_on(due)
