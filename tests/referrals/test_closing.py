"""An accompaniment ends when nothing of it runs any more."""

import pytest
from django.http import Http404

from nahtlos.cases.models import Case
from nahtlos.cases.queries import case_for, lead_of
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.referrals.actions import (
    begin_handover,
    call_off_handover,
    close_case,
    complete_handover,
    confirm_handover,
    reopen_case,
)
from tests.cast import actor
from tests.records import recorded, said
from tests.referrals.referring import allowed, answered, drafted, opened, sent

pytestmark = pytest.mark.django_db


def close(case: Case, closing: str = "reached", who: str = "aylin") -> Case:
    """WHO ends CASE."""
    acting = actor(who)
    with tenant(acting.organisation, acting.account_id):
        return close_case(actor=acting, case=case, closing=closing)


def test_open_requests_keep_a_case_open_and_are_counted() -> None:
    case = opened()
    allowed(case)
    one, other = sent(case), sent(case)
    with pytest.raises(Refused, match="laufen noch 2 Anfragen"):
        close(case)
    answered(one, "declined", reason="full")
    answered(other, "accepted")
    with pytest.raises(Refused, match="läuft noch eine Anfrage"):
        close(case)
    answered(other, "closed", outcome="helped")
    drafted(case)
    with recorded() as found:
        assert close(case).closed_on == today()
    assert said(found) == [("closed", "case", case.code)]


def test_a_running_hand_over_keeps_a_case_open() -> None:
    case, aylin = opened(), actor("aylin")
    with tenant(aylin.organisation, aylin.account_id):
        handover = begin_handover(actor=aylin, case=case, occasion="change")
    with pytest.raises(Refused, match="läuft noch eine Übergabe"):
        close(case)
    with tenant(aylin.organisation, aylin.account_id):
        call_off_handover(actor=aylin, handover=handover)
    assert close(case).closed_on == today()


def test_handed_over_means_that_somebody_accepted() -> None:
    case, aylin = opened(), actor("aylin")
    allowed(case)
    with pytest.raises(Refused, match="Jemand hat angenommen") as refused:
        close(case, "handed_over")
    assert refused.value.field == "closing"
    referral = answered(sent(case), "accepted")
    with tenant(aylin.organisation, aylin.account_id):
        handover = begin_handover(actor=aylin, case=case, occasion="release", referral=referral)
        confirm_handover(actor=aylin, handover=handover, who="sender")
        complete_handover(actor=aylin, handover=handover)
    answered(referral, "closed", outcome="passed_on")
    assert close(case, "handed_over").closing == "handed_over"


def test_a_closed_case_says_who_led_it_last_and_can_be_taken_up_again() -> None:
    case, aylin = opened(), actor("aylin")
    close(case)
    with tenant(aylin.organisation, aylin.account_id):
        found = lead_of(case_for(aylin, case.code))
        assert found is not None
        assert (found.name, found.until) == ("Aylin", today())
        assert reopen_case(actor=aylin, case=case).closed_on is None


def test_closed_twice_is_closed_once() -> None:
    case = opened()
    close(case)
    with recorded() as found:
        close(case)
    assert found == []


@pytest.mark.parametrize("who", ["bernd", "doro", "helga", "guel", "mina"])
def test_nobody_else_closes_it(who: str) -> None:
    with pytest.raises(Http404):
        close(opened(), who=who)


def test_how_it_ends_has_to_be_chosen() -> None:
    with pytest.raises(Refused, match="wie die Begleitung endet"):
        close(opened(), "somehow")
