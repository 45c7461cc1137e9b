"""A case goes from one person to the next, who says yes herself."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from nahtlos.cases.actions import add_member
from nahtlos.cases.models import Case
from nahtlos.cases.queries import case_for, lead_of, member_choice, member_choices
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.people.models import Membership
from nahtlos.people.queries import own_membership
from nahtlos.referrals.actions import (
    begin_handover,
    call_off_handover,
    complete_handover,
    confirm_handover,
    tick,
    withdraw_referral,
)
from nahtlos.referrals.models import Handover, Referral
from nahtlos.referrals.queries import handover_check, handover_for, handovers_for
from tests.cast import account, actor, organisation_id
from tests.records import assert_by, letters, recorded, said
from tests.referrals.referring import FAMILY, GIVEN, allowed, answered, opened, sent

pytestmark = pytest.mark.django_db


def member(who: str) -> Membership:
    """The membership of WHO."""
    acting = actor(who)
    with tenant(acting.organisation, acting.account_id):
        return own_membership(acting)


def do(deed: Any, by: str = "aylin", **values: Any) -> Any:  # noqa: ANN401 (any of the deeds)
    """BY does DEED."""
    acting = actor(by)
    with tenant(acting.organisation, acting.account_id):
        return deed(actor=acting, **values)


def begun(case: Case, **to: Any) -> Handover:
    """A hand-over of CASE."""
    found: Handover = do(begin_handover, case=case, occasion="change", **to)
    return found


def lead(case: Case) -> str:
    """Who leads CASE."""
    with tenant(case.organisation_id):
        found = lead_of(Case.objects.get(pk=case.pk))
    return found.name if found else ""


def test_a_colleague_leads_once_she_accepted() -> None:
    case = opened()
    handover = begun(case, to_membership=member("bernd"))
    assert lead(case) == "Aylin"
    do(confirm_handover, "bernd", handover=handover, who="receiver")
    assert lead(case) == "Aylin"
    do(confirm_handover, handover=handover, who="sender")
    do(confirm_handover, handover=handover, who="client")
    with recorded() as found:
        do(complete_handover, handover=handover)
    assert lead(case) == "Bernd"
    assert ("handed_over", "case", case.code) in said(found)
    assert_by(found, "aylin", GIVEN, FAMILY)
    bernd = actor("bernd")
    with tenant(bernd.organisation, bernd.account_id):
        assert case_for(bernd, case.code).pk == case.pk


def test_without_acceptance_nothing_is_handed_over() -> None:
    case = opened()
    nobody = begun(case)
    with pytest.raises(Refused, match="noch niemand benannt"):
        do(complete_handover, handover=nobody)
    handover = begun(case, to_membership=member("bernd"))
    do(confirm_handover, handover=handover, who="sender")
    with pytest.raises(Refused, match="noch nicht angenommen"):
        do(complete_handover, handover=handover)
    assert lead(case) == "Aylin"


def test_nobody_confirms_for_the_next_person() -> None:
    handover = begun(opened(), to_membership=member("bernd"))
    with pytest.raises(Refused, match="Das bestätigt Bernd selbst"):
        do(confirm_handover, handover=handover, who="receiver")


def test_the_next_person_is_asked_and_finds_the_question_and_nothing_else() -> None:
    case = opened()
    handover = begun(case, to_membership=member("bernd"))
    letter = letters()[-1]
    assert (letter.kind, letter.address) == ("hand_over", account("bernd").email)
    bernd = actor("bernd")
    with tenant(bernd.organisation, bernd.account_id):
        assert handover_for(bernd, case.code).pk == handover.pk
        assert [one.pk for one in handovers_for(bernd)] == [handover.pk]
        with pytest.raises(Case.DoesNotExist):
            case_for(bernd, case.code)
    for deed, values in (
        (tick, {"code": "bed", "value": "fine"}),
        (confirm_handover, {"who": "sender"}),
        (complete_handover, {}),
        (call_off_handover, {}),
    ):
        with pytest.raises(Http404):
            do(deed, "bernd", handover=handover, **values)


@pytest.mark.parametrize("who", ["doro", "cem", "guel", "fritz", "helga"])
def test_others_find_no_hand_over(who: str) -> None:
    case = opened()
    handover = begun(case, to_membership=member("bernd"))
    acting = actor(who)
    with tenant(acting.organisation, acting.account_id), pytest.raises(Handover.DoesNotExist):
        handover_for(acting, case.code)
    with pytest.raises(Http404):
        do(confirm_handover, who, handover=handover, who="receiver")


def accepted(case: Case) -> Referral:
    """A request out of CASE that Wohnhilfe Süd accepted."""
    referral = sent(case)
    return answered(referral, "accepted")


def test_another_organisation_confirms_by_accepting() -> None:
    case = opened()
    allowed(case)
    referral = sent(case)
    handover = begun(case, referral=referral)
    do(confirm_handover, handover=handover, who="sender")
    with pytest.raises(Refused, match="noch nicht angenommen"):
        do(confirm_handover, handover=handover, who="receiver")
    answered(referral, "accepted")
    done = do(complete_handover, handover=handover)
    assert done.receiver_confirmed_at is not None
    assert lead(case) == "Aylin"


def test_a_request_that_ends_meanwhile_accepts_nothing() -> None:
    case = opened()
    allowed(case)
    referral = accepted(case)
    handover = begun(case, referral=referral)
    do(confirm_handover, handover=handover, who="sender")
    do(withdraw_referral, referral=referral)
    with pytest.raises(Refused, match="noch nicht angenommen"):
        do(complete_handover, handover=handover)
    with pytest.raises(Refused, match="läuft nicht"):
        do(begin_handover, case=case, occasion="release", referral=referral)


def test_whoever_hands_over_confirms_first() -> None:
    case = opened()
    allowed(case)
    handover = begun(case, referral=accepted(case))
    with pytest.raises(Refused, match="zuerst, dass alles übergeben ist"):
        do(complete_handover, handover=handover)


def test_naming_somebody_else_begins_anew() -> None:
    case = opened()
    handover = begun(case, to_membership=member("bernd"))
    do(confirm_handover, "bernd", handover=handover, who="receiver")
    again = begun(case, to_membership=member("bernd"))
    assert again.receiver_confirmed_at is not None
    other = begun(case, to_membership=member("role:coach"))
    assert other.pk == handover.pk
    assert other.receiver_confirmed_at is None


def test_somebody_who_accompanies_nobody_or_works_elsewhere_cannot_go_on() -> None:
    case = opened()
    for who in ("guel", "fritz", "cem"):
        with pytest.raises(Refused, match="kann den Fall nicht übernehmen"):
            begun(case, to_membership=member(who))
    aylin = actor("aylin")
    with tenant(aylin.organisation, aylin.account_id):
        assert member("bernd").code in {one.code for one in member_choices(aylin)}
        with pytest.raises(Membership.DoesNotExist):
            member_choice(aylin, member("cem").code)


def test_a_tick_by_hand_stands_until_the_plan_says_it_itself() -> None:
    case = opened()
    handover = begun(case)

    def lines() -> dict[str, str]:
        aylin = actor("aylin")
        with tenant(aylin.organisation, aylin.account_id):
            check = handover_check(case_for(aylin, case.code))
        return {line.code: line.state for line in check.lines}

    assert lines()["papers"] in ("open", "unclear")
    handover = do(tick, handover=handover, code="papers", value="fine")
    assert lines()["papers"] == "fine"
    do(tick, handover=handover, code="papers", value="")
    assert lines()["papers"] in ("open", "unclear")
    for code, value in (("papers", "great"), ("shoes", "fine")):
        with pytest.raises(Refused):
            do(tick, handover=handover, code=code, value=value)


def test_called_off_everything_stays_and_another_one_may_begin() -> None:
    case = opened()
    handover = begun(case, to_membership=member("bernd"))
    for _ in range(2):
        do(call_off_handover, handover=handover)
    assert lead(case) == "Aylin"
    with pytest.raises(Refused, match="schon beendet"):
        do(confirm_handover, handover=handover, who="sender")
    with tenant(organisation_id()):
        assert Handover.objects.get(pk=handover.pk).called_off_at is not None
    assert begun(case).pk != handover.pk


def test_confirmed_twice_is_confirmed_once() -> None:
    handover = begun(opened(), to_membership=member("bernd"))
    one = do(confirm_handover, handover=handover, who="sender")
    other = do(confirm_handover, handover=handover, who="sender")
    assert one.sender_confirmed_at == other.sender_confirmed_at
    assert one.sender_confirmed_at.date() <= today()


def test_a_plain_member_finishes_no_change_of_lead() -> None:
    case = opened()
    do(add_member, case=case, membership=member("role:coach"))
    handover = begun(case, to_membership=member("bernd"))
    do(confirm_handover, "bernd", handover=handover, who="receiver")
    do(confirm_handover, "role:coach", handover=handover, who="sender")
    with pytest.raises(PermissionDenied):
        do(complete_handover, "role:coach", handover=handover)
    assert lead(case) == "Aylin"
