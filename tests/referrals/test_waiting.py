"""Who waits for whom, and who sees which list."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.referrals.models import Referral
from nahtlos.referrals.queries import (
    WaitingBoard,
    inbox,
    inbox_count,
    musthaves_by_site,
    waiting,
)
from nahtlos.referrals.queries import (
    sent as sent_list,
)
from tests.cast import actor
from tests.referrals.referring import THIRD, allowed, answered, drafted, opened, sent

pytestmark = pytest.mark.django_db


def board(who: str, days: int = 0) -> WaitingBoard:
    """The board of WHO, so many DAYS from now."""
    acting = actor(who)
    with tenant(acting.organisation, acting.account_id):
        return waiting(acting, today() + timedelta(days=days))


def test_what_others_owe_stands_by_organisation_and_late_ones_are_counted() -> None:
    case = opened()
    allowed(case)
    allowed(case, to=THIRD)
    one, other, elsewhere = sent(case), sent(case), sent(case, to=THIRD)
    codes = {one.code, other.code, elsewhere.code}
    owed = {
        line.organisation: {ref.code for ref in line.referrals} & codes
        for line in board("aylin").others
    }
    assert owed["Wohnhilfe Süd"] == {one.code, other.code}
    assert owed["Suchthilfe Musterfluss"] == {elsewhere.code}
    assert all(line.late == 0 for line in board("aylin").others if codes & _codes(line.referrals))
    late = [line for line in board("aylin", 30).others if elsewhere.code in _codes(line.referrals)]
    assert late[0].late >= 1


def _codes(referrals: tuple[Referral, ...]) -> set[str]:
    return {one.code for one in referrals}


def test_the_receiver_sees_what_she_owes_and_who_is_not_on_the_case_nothing() -> None:
    referral = sent()
    assert referral.code in _codes(board("cem").ours)
    for who in ("bernd", "fritz", "guel", "doro"):
        seen = board(who)
        assert referral.code not in _codes(seen.ours)
        assert not any(referral.code in _codes(line.referrals) for line in seen.others)
    answered(referral, "accepted")
    assert referral.code not in _codes(board("cem").ours)


@pytest.mark.parametrize("who", ["fritz", "guel", "mina"])
def test_who_answers_no_requests_has_an_empty_inbox(who: str) -> None:
    acting = actor(who)
    with tenant(acting.organisation, acting.account_id):
        assert inbox(acting).lines == ()
        assert inbox_count(acting) == 0


def test_lists_begin_with_what_waits_and_end_with_what_is_over() -> None:
    case, aylin = opened(), actor("aylin")
    allowed(case)
    over, running, draft, fresh_one = sent(case), sent(case), drafted(case), sent(case)
    answered(over, "declined", reason="full")
    answered(running, "accepted")
    with tenant(aylin.organisation, aylin.account_id):
        lines = [one.code for one in sent_list(aylin).lines]
    order = [fresh_one.code, running.code, draft.code, over.code]
    assert sorted(order, key=lines.index) == order


def test_every_list_costs_as_many_statements_with_one_request_as_with_five() -> None:
    aylin = actor("aylin")

    def cost() -> tuple[int, int, int]:
        with tenant(aylin.organisation, aylin.account_id):
            found = []
            for deed in (
                lambda: sent_list(aylin),
                lambda: waiting(aylin, today()),
                lambda: musthaves_by_site(aylin, today()),
            ):
                with CaptureQueriesContext(connection) as caught:
                    deed()
                found.append(len(caught))
        return found[0], found[1], found[2]

    case = opened(release_on=today() + timedelta(days=3))
    allowed(case)
    sent(case)
    few = cost()
    for _ in range(4):
        sent(case)
        opened(release_on=today() + timedelta(days=3))
    assert cost() == few
    assert few[0] == 1
    assert few[1] == 4
    assert few[2] <= 7
