"""The release date moves, or the day has come."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.http import Http404

from nahtlos.cases.models import Case, Stay
from nahtlos.cases.queries import case_for, lead_of
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import Stale, version_of
from nahtlos.referrals.actions import move_release, release_case, transfer_case
from nahtlos.referrals.models import Handover, Package, Referral
from nahtlos.referrals.queries import handover_check, musthaves_by_site, package_of
from tests.cast import FOREIGN, actor, organisation_id
from tests.records import letters, recorded, said
from tests.referrals.referring import (
    GIVEN,
    THIRD,
    allowed,
    answered,
    drafted,
    opened,
    sent,
    verbs,
)

pytestmark = pytest.mark.django_db
LATER = today() + timedelta(days=80)


def current(case: Case) -> Case:
    """The case as Aylin finds it."""
    aylin = actor("aylin")
    with tenant(aylin.organisation, aylin.account_id):
        return case_for(aylin, case.code)


def move(case: Case, on: date, who: str = "aylin", version: str = "") -> Any:  # noqa: ANN401 (the difference of another room)
    """WHO lets the release be ON this day."""
    acting = actor(who)
    given = version or version_of(current(case))
    with tenant(acting.organisation, acting.account_id):
        return move_release(
            actor=acting, case=case, scenario="fixed", on=on, approved=(), version=given
        )


def told(key: str, case: Case) -> list[str]:
    """The kinds of letters that an organisation got about the requests of CASE."""
    with tenant(case.organisation_id):
        ids = set(Referral.objects.filter(origin__case=case).values_list("pk", flat=True))
    return [one.kind for one in letters(key) if one.about in ids]


def versions(referral: Referral) -> int:
    """How many versions of the package there are."""
    with tenant(referral.from_organisation_id):
        return Package.objects.filter(referral=referral).count()


def test_each_partner_who_may_know_gets_one_letter_and_a_new_version() -> None:
    case = opened()
    allowed(case)
    allowed(case, to=THIRD)
    one, accepted, elsewhere = sent(case), sent(case), sent(case, to=THIRD)
    answered(accepted, "accepted")
    with recorded() as found:
        assert move(case, LATER).written
    assert told(FOREIGN, case).count("release_moved") == 1
    assert told(THIRD, case).count("release_moved") == 1
    for referral in (one, accepted, elsewhere):
        assert versions(referral) == 2
        assert verbs(referral)[-1] == ("from", "release_moved", "")
    with tenant(organisation_id(FOREIGN)):
        content = package_of("to", Referral.objects.get(pk=one.pk), today())
    assert content is not None
    assert str(LATER.year) in " ".join(line.value for line in content.lines)
    assert ("moved", "case", case.code) in said(found)


def test_who_may_not_know_the_date_learns_nothing() -> None:
    case = opened()
    allowed(case, categories=("PERS", "WOH"))
    allowed(case, to=THIRD)
    silent = sent(case, categories=("PERS", "WOH"))
    over = sent(case, to=THIRD)
    answered(
        over, "declined", by=actor("aylin"), channel="phone", reason="full", who="X", on=today()
    )
    unsent = drafted(case, to=THIRD)
    move(case, LATER)
    for key in (FOREIGN, THIRD):
        assert "release_moved" not in told(key, case)
    assert (versions(silent), versions(over), versions(unsent)) == (1, 1, 0)


def test_the_same_date_again_tells_nobody() -> None:
    case = opened()
    allowed(case)
    sent(case)
    move(case, LATER)
    move(case, LATER)
    assert told(FOREIGN, case).count("release_moved") == 1


def test_a_proposal_that_was_overtaken_tells_nobody() -> None:
    case = opened()
    allowed(case)
    referral = sent(case)
    old = version_of(current(case))
    move(case, LATER)
    with pytest.raises(Stale):
        move(case, LATER + timedelta(days=9), version=old)
    assert versions(referral) == 2


@pytest.mark.parametrize("who", ["bernd", "doro", "guel"])
def test_nobody_else_moves_or_releases(who: str) -> None:
    case = opened()
    acting = actor(who)
    with pytest.raises(Http404):
        move(case, LATER, who)
    with pytest.raises(Http404), tenant(acting.organisation, acting.account_id):
        release_case(actor=acting, case=case, on=today())
    with tenant(case.organisation_id):
        assert Stay.objects.get(case=case).ended_on is None


def release(case: Case, on: date | None = None) -> Handover:
    """Aylin notes that the person went out."""
    aylin = actor("aylin")
    with tenant(aylin.organisation, aylin.account_id):
        return release_case(actor=aylin, case=case, on=on or today())


def test_released_today_without_a_next_person_keeps_its_lead_and_alarms() -> None:
    case = opened(release_on=today())
    release(case)
    lead = lead_of(current(case))
    assert lead is not None
    assert (lead.name, lead.until) == ("Aylin", None)
    aylin = actor("aylin")
    with tenant(aylin.organisation, aylin.account_id):
        check = handover_check(current(case))
        sites = musthaves_by_site(aylin, today())
    assert "Es ist noch niemand benannt" in check.blocked
    ((site, person),) = [
        (site, one) for site in sites for one in site.persons if one.case.pk == case.pk
    ]
    assert person.alarm
    assert site.prison == "JVA Musterstadt"
    assert site.missing["Bett für heute Nacht"] >= 1


def test_a_release_date_that_passed_alarms_too() -> None:
    case = opened(release_on=today() - timedelta(days=1))
    aylin = actor("aylin")
    with tenant(aylin.organisation, aylin.account_id):
        sites = musthaves_by_site(aylin, today())
    persons = [one for site in sites for one in site.persons if one.case.pk == case.pk]
    assert [one.alarm for one in persons] == [True]


def test_who_goes_out_much_later_is_not_on_the_list() -> None:
    case = opened(release_on=today() + timedelta(days=200))
    aylin = actor("aylin")
    with tenant(aylin.organisation, aylin.account_id):
        sites = musthaves_by_site(aylin, today())
    assert case.pk not in {one.case.pk for site in sites for one in site.persons}


def test_released_twice_is_released_once() -> None:
    case = opened(release_on=today())
    assert release(case).pk == release(case).pk
    with tenant(case.organisation_id):
        assert Stay.objects.filter(case=case).count() == 1


def test_a_day_to_come_is_refused() -> None:
    with pytest.raises(Refused, match="Zukunft"):
        release(opened(), today() + timedelta(days=1))


def test_brought_to_another_prison_the_case_goes_on_with_the_same_date() -> None:
    case, aylin = opened(), actor("aylin")
    with tenant(aylin.organisation, aylin.account_id):
        release_on = Stay.objects.get(case=case).release_on
        handovers = [
            transfer_case(actor=aylin, case=case, prison_code="MU-03", on=today()) for _ in range(2)
        ]
        with pytest.raises(Refused, match="ist die Person schon"):
            transfer_case(
                actor=aylin, case=case, prison_code="MU-03", on=today() - timedelta(days=1)
            )
    with tenant(case.organisation_id):
        stays = list(Stay.objects.filter(case=case).order_by("admitted_on"))
        assert Case.objects.filter(client_id=case.client_id).count() == 1
    assert [one.occasion for one in handovers] == ["transfer", "transfer"]
    assert handovers[0].pk == handovers[1].pk
    assert (len(stays), stays[0].ended_by) == (2, "transferred")
    assert (stays[-1].prison_code, stays[-1].ended_on) == ("MU-03", None)
    assert stays[-1].release_on == release_on
    lead = lead_of(current(case))
    assert lead is not None
    assert lead.name == "Aylin"


def test_brought_elsewhere_without_a_next_person_the_lead_stays_and_nothing_is_handed_over() -> (
    None
):
    case, aylin = opened(), actor("aylin")
    with tenant(aylin.organisation, aylin.account_id):
        transfer_case(actor=aylin, case=case, prison_code="MU-03", on=today())
        check = handover_check(current(case))
    assert "Es ist noch niemand benannt" in check.blocked
    lead = lead_of(current(case))
    assert lead is not None
    assert (lead.name, lead.until) == ("Aylin", None)


def test_what_is_missing_is_counted_and_never_named() -> None:
    case = opened(release_on=today() + timedelta(days=3))
    aylin = actor("aylin")
    with tenant(aylin.organisation, aylin.account_id):
        sites = musthaves_by_site(aylin, today())
    mine = [one for site in sites for one in site.persons if one.case.pk == case.pk]
    assert len(mine[0].missing) >= 4
    assert GIVEN not in repr([site.missing for site in sites])
