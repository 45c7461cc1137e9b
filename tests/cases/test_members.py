"""Who reads a case: colleagues come and go, one leads, one deputises, and the Fachleitung gives a
case to others without reading it.
"""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from nahtlos.cases import actions, queries
from nahtlos.cases.models import Case, CaseMember
from nahtlos.foundation.access.actor import Refused
from tests.cases.made import again, inside, membership, new_case, planned_case, step
from tests.cast import FOREIGN
from tests.records import assert_by, recorded, said
from tests.test_access_matrix import writes

HOME = "wegbegleitung-musterland"


def parts(case: Case) -> dict[str, str]:
    """{name: part} of who is on the case now."""
    rows = CaseMember.objects.filter(case=case, until=None)
    return dict(rows.values_list("membership__account__name", "part"))


def test_a_colleague_joins_and_reads_from_then_on(db: None) -> None:
    with inside() as aylin, recorded() as found:
        case = new_case(aylin)
        for _ in range(2):
            actions.add_member(actor=aylin, case=case, membership=membership("bernd"))
        assert parts(case) == {"Aylin": "lead", "Bernd": "member"}
        fresh = queries.case_for(aylin, case.code)
        assert queries.course(fresh)[0].sentence == "Bernd gehört jetzt dazu"
    with inside("bernd") as bernd:
        assert queries.case_for(bernd, case.code).client.given_name == "Kasimir"
        assert case.code in {line.code for line in queries.caseload(bernd, order="name").lines}
    assert [one for one in said(found) if one[0] == "joined"] == [("joined", "case", case.code)]
    assert membership("bernd").code in found[-1].detail
    assert_by(found, "aylin", "Bernd")


def test_somebody_of_another_organisation_is_as_unknown_as_nobody(db: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        with pytest.raises(Refused) as refused:
            actions.add_member(actor=aylin, case=case, membership=membership("doro"))
        assert refused.value.field == "member"
        assert refused.value.reason == "Diese Person kennen wir in Ihrem Team nicht."
        for code in (membership("doro").code, "M-2222-2"):
            with pytest.raises(type(membership("doro")).DoesNotExist):
                queries.member_choice(aylin, code)
        assert queries.member_choice(aylin, membership("bernd").code) == membership("bernd")
        assert parts(case) == {"Aylin": "lead"}


def test_who_accompanies_nobody_cannot_be_on_a_case(db: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        with pytest.raises(Refused) as refused:
            actions.add_member(actor=aylin, case=case, membership=membership("fritz"))
        assert refused.value.field == "member"
        names = {member.account.name for member in queries.member_choices(aylin)}
        assert {"Aylin", "Bernd", "Helga"} <= names
        assert not names & {"Fritz", "Gül", "Doro"}


def test_who_is_taken_off_reads_no_more_and_her_steps_are_free(db: None) -> None:
    with inside() as aylin, recorded() as found:
        case = planned_case(aylin)
        bernd = membership("bernd")
        actions.add_member(actor=aylin, case=case, membership=bernd)
        own = actions.add_step(
            actor=aylin, case=case, title="x", area="MOB", due_on=None, assigned=bernd
        )
        for _ in range(2):
            actions.remove_member(actor=aylin, case=case, membership=bernd)
        assert step(case, own.code).assigned_id is None
        assert parts(case) == {"Aylin": "lead"}
    with inside("bernd") as other, pytest.raises(Case.DoesNotExist):
        queries.case_for(other, case.code)
    ended = [one for one in said(found) if one[1] == "case_member"]
    assert ended == [("ended", "case_member", case.code)]


def test_the_lead_cannot_be_taken_off(db: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        with pytest.raises(Refused, match="Fallführung"):
            actions.remove_member(actor=aylin, case=case, membership=membership("aylin"))
        assert parts(case) == {"Aylin": "lead"}


def test_the_fachleitung_reassigns_without_reading(db: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
    with inside("helga") as helga, recorded() as found:
        line = next(one for one in queries.roster(helga).lines if one.code == case.code)
        assert (line.lead, line.deputy) == ("Aylin", "")
        fetched, before = queries.case_to_reassign(helga, case.code)
        assert before.lead_code == membership("aylin").code
        assert "circumstances_text" in fetched.get_deferred_fields()
        for _ in range(2):
            actions.reassign(
                actor=helga, case=fetched, lead=membership("bernd"), deputy=membership("helga")
            )
        assert parts(case) == {"Bernd": "lead", "Helga": "deputy", "Aylin": "member"}
    assert said(found) == [("reassigned", "case", case.code)]
    assert_by(found, "helga", "Bernd", "Aylin", "Kasimir")


def test_the_fachleitung_reads_no_case_she_is_not_on(db: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
    with inside("helga") as helga:
        with pytest.raises(Case.DoesNotExist):
            queries.case_for(helga, case.code)
        assert "Kasimir" not in str(queries.roster(helga))
        assert case.client.code not in str(queries.roster(helga))


def test_the_lead_gives_her_own_case_away_and_stays_until_she_is_taken_off(db: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        actions.reassign(actor=aylin, case=case, lead=membership("bernd"), deputy=None)
        assert parts(case) == {"Bernd": "lead", "Aylin": "member"}
        fresh = queries.case_for(aylin, case.code)
        assert queries.lead_of(fresh).name == "Bernd"  # type: ignore[union-attr]
        assert queries.course(fresh)[0].sentence == "Fallführung jetzt bei Bernd"


def test_deputy_and_lead_change_places(db: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        both = membership("aylin"), membership("bernd")
        actions.reassign(actor=aylin, case=case, lead=both[0], deputy=both[1])
        actions.reassign(actor=aylin, case=case, lead=both[1], deputy=both[0])
        assert parts(case) == {"Bernd": "lead", "Aylin": "deputy"}


def test_a_plain_member_reads_why_she_cannot_reassign(db: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        actions.add_member(actor=aylin, case=case, membership=membership("bernd"))
    with inside("bernd") as bernd:
        fetched, _ = queries.case_to_reassign(bernd, case.code)
        with pytest.raises(PermissionDenied, match="wer den Fall führt"):
            actions.reassign(actor=bernd, case=fetched, lead=membership("bernd"), deputy=None)
    with inside():
        assert parts(case)["Aylin"] == "lead"


def test_others_reassign_nothing(db: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
    bernd = membership("bernd")
    for who, key in (("bernd", HOME), ("fritz", HOME), ("doro", "jva-musterstadt")):
        with inside(who, key) as other:
            before = writes()
            with pytest.raises(Case.DoesNotExist):
                queries.case_to_reassign(other, case.code)
            for deed in (
                lambda: actions.reassign(actor=other, case=case, lead=bernd, deputy=None),
                lambda: actions.add_member(actor=other, case=case, membership=bernd),
                lambda: actions.remove_member(actor=other, case=case, membership=bernd),
            ):
                with pytest.raises(Http404):
                    deed()
            assert writes() == before
    with inside("cem", FOREIGN) as cem:
        assert queries.roster(cem).lines == ()


@pytest.mark.parametrize(
    ("lead", "deputy", "field"),
    [("bernd", "bernd", "deputy"), ("doro", None, "lead"), ("bernd", "fritz", "deputy")],
)
def test_a_reassignment_that_cannot_be_is_refused(
    db: None, lead: str, deputy: str | None, field: str
) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        with pytest.raises(Refused) as refused:
            actions.reassign(
                actor=aylin,
                case=case,
                lead=membership(lead),
                deputy=membership(deputy) if deputy else None,
            )
        assert refused.value.field == field
        assert parts(case) == {"Aylin": "lead"}


def test_a_closed_case_changes_no_hands(db: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        actions.mark_closed(actor=aylin, case=case, closing="reached")
        with pytest.raises(Refused, match="abgeschlossen"):
            actions.reassign(actor=aylin, case=again(case), lead=membership("bernd"), deputy=None)
    with inside("helga") as helga, pytest.raises(Case.DoesNotExist):
        queries.case_to_reassign(helga, case.code)
