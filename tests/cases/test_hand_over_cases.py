"""Nobody leaves an organisation while people rely on her and nobody has taken over."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from nahtlos.cases import actions, queries
from nahtlos.cases.models import Case
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.people.models import Membership
from tests.cases.made import inside, membership, new_case, planned_case, step
from tests.cases.test_members import parts
from tests.records import assert_by, recorded, said
from tests.test_access_matrix import writes


def end(who: str, successor: str | None, by: str = "fritz") -> None:
    """End WHO's membership by the administration's hand."""
    leaver, heir = membership(who), membership(successor) if successor else None
    with inside(by) as admin:
        actions.end_membership(actor=admin, member=leaver, successor=heir)


def test_open_cases_need_a_successor(db: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
    before = writes()
    for successor in (None, "aylin"):
        with pytest.raises(Refused, match="Nachfolge") as refused:
            end("aylin", successor)
        assert refused.value.field == "successor"
    assert writes() == before
    assert membership("aylin").ended_on is None
    with inside():
        assert parts(case) == {"Aylin": "lead"}


def test_a_successor_must_accompany_people_herself(db: None) -> None:
    with inside() as aylin:
        new_case(aylin)
    with pytest.raises(Refused) as refused:
        end("aylin", "guel")
    assert refused.value.field == "successor"


def test_the_successor_leads_from_now_on(db: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        own = actions.add_step(
            actor=aylin,
            case=case,
            title="x",
            area="MOB",
            due_on=None,
            assigned=membership("aylin"),
        )
        actions.reassign(
            actor=aylin, case=case, lead=membership("aylin"), deputy=membership("bernd")
        )
        code, left = case.code, membership("aylin")
    with recorded() as found:
        end("aylin", "bernd")
    with inside("bernd") as bernd:
        assert parts(case) == {"Bernd": "lead"}
        assert step(case, own.code).assigned == membership("bernd")
        fresh = queries.case_for(bernd, code)
        assert queries.course(fresh)[0].sentence == "Fallführung jetzt bei Bernd"
        assert queries.course(fresh)[0].who == "Fritz"
        assert Membership.objects.get(pk=left.pk).ended_on == today()
    assert ("handed_over", "case", code) in said(found)
    assert said(found)[-1] == ("membership_ended", "membership", left.code)
    assert_by(found, "fritz", "Aylin", "Bernd", "Kasimir")


def test_who_only_deputises_leaves_without_a_successor(db: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        deputy = Membership.objects.get(account__name="Rolle coach", ended_on=None)
        led = Case.objects.filter(members__membership=deputy, members__part="lead")
        for one in list(led):
            with inside("role:coach") as coach:
                actions.mark_closed(actor=coach, case=one, closing="reached")
        actions.reassign(actor=aylin, case=case, lead=membership("aylin"), deputy=deputy)
    end("role:coach", None)
    with inside():
        assert parts(case) == {"Aylin": "lead"}


def test_a_closed_case_still_shows_who_led_it(db: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        actions.add_member(actor=aylin, case=case, membership=membership("bernd"))
        actions.mark_closed(actor=aylin, case=case, closing="reached")
    end("aylin", "bernd")
    with inside("bernd") as bernd:
        lead = queries.lead_of(queries.case_for(bernd, case.code))
        assert lead is not None
        assert (lead.name, lead.until) == ("Aylin", today())


def test_only_the_administration_ends_and_never_her_own(db: None) -> None:
    with inside() as aylin:
        new_case(aylin)
    for who in ("aylin", "helga"):
        with pytest.raises(Http404):
            end("bernd", "aylin", by=who)
    with pytest.raises(PermissionDenied):
        end("fritz", "aylin")


def test_ended_twice_is_ended_once(db: None) -> None:
    with inside() as aylin:
        new_case(aylin)
    leaver = membership("aylin")
    end("aylin", "bernd")
    before = writes()
    with inside("fritz") as fritz:
        actions.end_membership(actor=fritz, member=leaver, successor=membership("bernd"))
    assert writes() == before
