"""What happens when nobody answers."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.conf import settings

from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.models import Organisation
from nahtlos.referrals import jobs
from nahtlos.referrals.actions import expire_unanswered, pursue_silence
from nahtlos.referrals.models import Referral
from nahtlos.referrals.queries import package_of
from nahtlos.referrals.rules.states import escalations, expires_on
from tests.cast import FOREIGN, account, organisation_id
from tests.records import letters, recorded, said
from tests.referrals.referring import allowed, answered, fresh, opened, sent, verbs

pytestmark = pytest.mark.django_db
OFFICE = "landesfachstelle-kvi"


def levels(referral: Referral) -> list[date]:
    """The days on which each level is reached."""
    assert referral.reply_due_on is not None
    return [one.on for one in escalations(referral.reply_due_on, "MU")]


def kinds(key: str, referral: Referral) -> Counter[str]:
    """How many letters of each kind an organisation got about REFERRAL."""
    return Counter(one.kind for one in letters(key) if one.about == referral.pk)


def test_silence_climbs_three_steps_each_once() -> None:
    referral = sent()
    first, second, third = levels(referral)
    home = organisation_id()
    pursue_silence(home, first - timedelta(days=1))
    assert fresh(referral).escalation == 0
    for day, level in ((first, 1), (second, 2), (third, 3)):
        with recorded() as found:
            assert pursue_silence(home, day) >= 1
            assert pursue_silence(home, day) == 0
        assert fresh(referral).escalation == level
        assert [code for _, _, code in said(found)].count(referral.code) == 1
    assert kinds(FOREIGN, referral) == {"referral": 1, "referral_reminder": 2}
    assert kinds(OFFICE, referral) == {"escalation": 1}
    assert kinds("wegbegleitung-musterland", referral) == {"no_answer": 1}
    assert [verb for _, verb, _ in verbs(referral)[1:]] == ["reminded", "reminded", "escalated"]
    lead = [one for one in letters() if one.kind == "no_answer" and one.about == referral.pk]
    assert lead[0].address == account("aylin").email


def test_a_night_that_was_missed_is_made_up_for() -> None:
    referral = sent()
    assert pursue_silence(organisation_id(), levels(referral)[2]) >= 3
    assert fresh(referral).escalation == 3
    assert [verb for _, verb, _ in verbs(referral)[1:]] == ["reminded", "reminded", "escalated"]


def test_who_answered_is_reminded_of_nothing() -> None:
    referral = sent()
    answered(referral, "accepted")
    pursue_silence(organisation_id(), levels(referral)[2])
    assert fresh(referral).escalation == 0
    assert kinds(FOREIGN, referral) == {"referral": 1}


@pytest.mark.parametrize("operator", [OFFICE, ""])
def test_without_a_coordination_office_whoever_runs_the_portal_and_the_lead_learn_it(
    operator: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "OPERATOR", operator)
    with tenant(organisation_id(OFFICE)):
        Organisation.objects.filter(pk=organisation_id(OFFICE)).update(kind="advice_centre")
    referral = sent()
    pursue_silence(organisation_id(), levels(referral)[2])
    assert kinds(OFFICE, referral) == ({"escalation": 1} if operator else {})
    assert kinds("wegbegleitung-musterland", referral) == {"no_answer": 1}


def test_it_expires_once_after_six_weeks() -> None:
    referral = sent()
    assert referral.reply_due_on is not None
    last = expires_on(referral.reply_due_on)
    home = organisation_id()
    expire_unanswered(home, last)
    assert fresh(referral).state == "sent"
    assert expire_unanswered(home, last + timedelta(days=1)) >= 1
    assert expire_unanswered(home, last + timedelta(days=1)) == 0
    current = fresh(referral)
    assert current.state == "expired"
    assert [verb for _, verb, _ in verbs(referral)].count("expired") == 1
    with tenant(organisation_id(FOREIGN)):
        assert package_of("to", fresh(referral, FOREIGN), today()) is None


def test_the_night_goes_through_all_organisations_and_survives_one_that_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = opened()
    allowed(case)
    referral = sent(case)
    done = []

    def fails(organisation: object, day: date) -> int:
        if organisation != organisation_id():
            raise RuntimeError("disk is full")
        done.append(organisation)
        return 0

    monkeypatch.setattr(jobs, "NIGHTLY", (fails, pursue_silence))
    jobs.for_all(levels(referral)[0])
    assert done == [organisation_id()]
    assert fresh(referral).escalation == 1
