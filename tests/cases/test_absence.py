"""Somebody is away, and a colleague is there in the meantime: on these days, and no longer."""

from collections.abc import Callable
from datetime import date

import pytest
from django.http import Http404
from django.test import Client as Browser

from nahtlos.cases import actions, queries
from nahtlos.cases.models import Case, CaseMember, Step
from nahtlos.cases.queries.absence import absences, absences_that_concern
from nahtlos.consents.models import Consent
from nahtlos.desk.cast import HOME
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import told
from nahtlos.foundation.tenancy import tenant
from nahtlos.people.models import Absence
from nahtlos.referrals.actions.telling import tell_lead
from nahtlos.referrals.models import Referral
from tests.cases.made import again, in_days, inside, membership, new_case, planned_case, step
from tests.cast import FOREIGN, organisation_id
from tests.records import assert_by, letters, recorded, said
from tests.test_access_matrix import writes
from tests.together import together
from tests.world import furnish_consent


def away(
    actor: Actor, first: int = 0, last: int = 3, who: str = "aylin", deputy: str = "bernd"
) -> Absence:
    """WHO is away from day to day, as ACTOR enters it."""
    return actions.begin_absence(
        actor=actor,
        member=membership(who),
        deputy=membership(deputy),
        first=in_days(first),
        last=in_days(last),
    )


@pytest.fixture
def nobody_away(db: None) -> None:
    """Without the absences of the demonstration."""
    with inside():
        Absence.objects.all().delete()


def reads(who: str, case: Case) -> bool:
    """Whether WHO finds the case in all her ways to it."""
    with inside(who) as actor:
        found = {
            case.code in {line.code for line in queries.caseload(actor, order=order).lines}
            for order in queries.ORDERS
        }
        found.add(Case.objects.visible_to(actor).filter(pk=case.pk).exists())
        found.add(Step.objects.visible_to(actor).filter(case=case).exists())
        found.add(Consent.objects.visible_to(actor).filter(case=case).exists())
    assert len(found) == 1, f"{who} reads some of {case.code} and some not: {found}"
    return found.pop()


def test_the_deputy_reads_and_acts_on_these_days_and_no_longer(nobody_away: None) -> None:
    with inside() as aylin:
        case = planned_case(aylin)
        furnish_consent(aylin, case, FOREIGN)
        away(aylin, first=1, last=3)
    for day, there in ((0, False), (1, True), (3, True), (4, False)):
        with told(-day):
            assert reads("bernd", case) is there, day
            assert reads("aylin", case)
            assert not reads("helga", case)
    with told(-2), inside("bernd") as bernd:
        mine = queries.case_for(bernd, case.code)
        assert queries.part_in(bernd, mine) == "deputy"
        actions.change_step(
            actor=bernd,
            step=step(case, "M01"),
            change=actions.StepChange(state="not_wanted", reason="Möchte nicht."),
            version=step(case, "M01").changed_at.isoformat(),
        )
        assert step(case, "M01").state == "not_wanted"
    with told(-4), inside("bernd") as bernd, pytest.raises(Http404):
        actions.mark_closed(actor=bernd, case=again(case), closing="reached")
    assert CaseMember.objects.filter(case=case).count() in (0, 1)


def test_what_she_only_takes_part_in_is_not_opened(nobody_away: None) -> None:
    with inside("bernd") as bernd:
        case = new_case(bernd)
        actions.add_member(actor=bernd, case=case, membership=membership("aylin"))
    with inside() as aylin:
        away(aylin, deputy="helga")
    with inside("helga") as helga:
        assert not Case.objects.visible_to(helga).filter(pk=case.pk).exists()


def test_somebody_on_the_case_who_stands_in_as_well_finds_it_once(nobody_away: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        actions.add_member(actor=aylin, case=case, membership=membership("bernd"))
        away(aylin)
    with inside("bernd") as bernd:
        lines = queries.caseload(bernd, order="name").lines
        assert [line.part for line in lines if line.code == case.code] == ["member"]
        running = Case.objects.visible_to(bernd).filter(closed_on=None)
        assert queries.caseload(bernd).total == len(running)
        assert queries.part_in(bernd, queries.case_for(bernd, case.code)) == "member"


def test_the_list_says_in_whose_place(nobody_away: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        away(aylin)
    with inside("bernd") as bernd:
        found = queries.caseload(bernd, order="name").lines
        line = next(one for one in found if one.code == case.code)
        assert (line.part, line.lead) == ("standing_in", "Aylin")


def test_the_fachleitung_sees_who_is_there_instead(nobody_away: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        away(aylin)
    with inside("helga") as helga:
        line = next(one for one in queries.roster(helga).lines if one.code == case.code)
        assert (line.lead, line.stands_in, line.away_until) == ("Aylin", "Bernd", in_days(3))


def test_the_file_says_who_is_there_today(nobody_away: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        away(aylin)
        lines = queries.members_of(queries.case_for(aylin, case.code))
        assert [(line.name, line.part_label) for line in lines] == [
            ("Aylin", "Fallführung"),
            ("Bernd", "in Vertretung für Aylin"),
        ]
        assert (lines[0].away_until, lines[1].until) == (in_days(3), in_days(3))


def test_she_is_back_before_the_last_day(nobody_away: None) -> None:
    with inside() as aylin, recorded() as found:
        case = planned_case(aylin)
        furnish_consent(aylin, case, FOREIGN)
        absence = away(aylin)
    with inside() as aylin:
        assert [line.mine for line in absences_that_concern(aylin)] == [True]
    assert reads("bernd", case)
    with inside() as aylin:
        for _ in range(2):
            actions.end_absence(actor=aylin, absence=absence)
        assert absences(aylin) == []
    assert not reads("bernd", case)
    deeds = [one for one in said(found) if one[1] == "absence"]
    assert deeds == [("created", "absence", absence.code)]


def test_the_chain_says_who_and_when_and_no_name(nobody_away: None) -> None:
    with inside() as aylin, recorded() as found:
        absence = away(aylin)
        actions.end_absence(actor=aylin, absence=absence)
    assert [one[0] for one in said(found)] == ["created", "ended"]
    assert membership("bernd").code in found[0].detail
    assert_by(found, "aylin", "Bernd")


def test_who_opens_a_file_in_anothers_place_stands_so_in_the_chain(nobody_away: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        away(aylin)
    with inside("bernd") as bernd, recorded() as found:
        actions.note_opened(actor=bernd, case=queries.case_for(bernd, case.code))
    assert "standing_in" in found[0].detail


def test_the_same_days_again_are_the_same_absence(nobody_away: None) -> None:
    with inside() as aylin:
        assert away(aylin) == away(aylin)
        assert Absence.objects.filter(membership=membership("aylin")).count() == 1


@pytest.mark.parametrize(
    ("first", "last", "deputy", "field"),
    [
        (3, 1, "bernd", "last_day"),
        (-5, -1, "bernd", "last_day"),
        (0, 500, "bernd", "last_day"),
        (0, 3, "aylin", "deputy"),
        (0, 3, "fritz", "deputy"),
        (0, 3, "doro", "deputy"),
        (12, 14, "bernd", "first_day"),
        (6, 8, "bernd", "deputy"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    nobody_away: None, first: int, last: int, deputy: str, field: str
) -> None:
    with inside("helga") as helga:
        away(helga, first=10, last=20)
        away(helga, first=5, last=7, who="bernd", deputy="helga")
        before = Absence.objects.count()
        with pytest.raises(Refused) as refused:
            away(helga, first=first, last=last, deputy=deputy)
        assert refused.value.field == field
        assert Absence.objects.count() == before


def test_only_oneself_and_the_fachleitung_enter_and_end_it(nobody_away: None) -> None:
    with inside("helga") as helga:
        absence = away(helga)
    for who, key in (("bernd", HOME), ("fritz", HOME), ("doro", "jva-musterstadt")):
        with inside(who, key) as other:
            before = writes()
            with pytest.raises(Http404):
                away(other, first=30, last=31)
            with pytest.raises(Http404):
                actions.end_absence(actor=other, absence=absence)
            assert writes() == before
    with inside("doro", "jva-musterstadt") as doro:
        assert absences(doro) == []


def test_an_ended_membership_opens_nothing(nobody_away: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        away(aylin)
    with inside("fritz") as fritz:
        actions.end_membership(
            actor=fritz, member=membership("aylin"), successor=membership("helga")
        )
    with inside("bernd") as bernd:
        assert not bernd.stands_in_for
        assert not Case.objects.visible_to(bernd).filter(pk=case.pk).exists()


def test_letters_reach_who_stands_in(nobody_away: None) -> None:
    with inside() as aylin:
        case = new_case(aylin)
        away(aylin)
        before = len(letters())
        nobody = Actor(kind=aylin.kind, organisation_id=aylin.organisation)
        tell_lead(case, "no_answer", "/intern/", actor=nobody, about=None)
        addresses = {letter.address for letter in letters()[before:]}
        assert addresses == {"aylin@nahtlos.example", "bernd@nahtlos.example"}
        assert not Referral.objects.sent_by(aylin).filter(origin__case=case).exists()


def test_two_at_once_enter_one(committing: None) -> None:
    def deed(last: int) -> Callable[[], str]:
        def act() -> str:
            with inside() as aylin:
                return away(aylin, last=last).code

        return act

    found = together(deed(1), deed(2))
    assert sorted(type(one).__name__ for one in found) == ["Refused", "str"], found
    with tenant(organisation_id(HOME)):
        mine = Absence.objects.filter(membership=membership("aylin"), first_day=in_days(0))
        assert mine.count() == 1


def test_the_pages_from_entering_to_being_back(as_: Callable[[str], Browser]) -> None:
    aylin, bernd = as_("aylin"), as_("bernd")
    with inside() as actor:
        case = new_case(actor)
    url = "/intern/abwesend/"
    wrong = aylin.post(url, {"first_day": "31.02.2027", "last_day": "", "deputy": ""})
    assert wrong.status_code == 422
    assert "31.02.2027" in wrong.content.decode()
    typed = {
        "first_day": f"{in_days(0):%d.%m.%Y}",
        "last_day": f"{in_days(2):%d.%m.%Y}",
        "deputy": membership("bernd").code,
        # Only the Fachleitung chooses who is away.
        "member": membership("helga").code,
    }
    assert aylin.post(url, typed).status_code == 302
    assert "in Vertretung für Aylin" in bernd.get("/intern/faelle/?ordnung=name").content.decode()
    assert "Sie vertreten Aylin" in bernd.get("/intern/faelle/").content.decode()
    file = bernd.get(f"/intern/faelle/{case.code}/").content.decode()
    assert "in Vertretung für Aylin" in file
    assert "heute da" in file
    with inside():
        code = Absence.objects.get(membership=membership("aylin")).code
    assert bernd.post(f"{url}{code}/beenden/").status_code == 404
    assert aylin.post(f"{url}{code}/beenden/").status_code == 302
    assert bernd.get(f"/intern/faelle/{case.code}/").status_code == 404


def test_days_are_those_of_berlin(nobody_away: None) -> None:
    with inside() as aylin:
        made = away(aylin, first=0, last=0)
        assert made.first_day == made.last_day == in_days(0)
        assert isinstance(made.last_day, date)
