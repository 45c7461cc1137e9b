"""A consent ends, and everything that rests on it stops in the same moment."""

from datetime import timedelta

import pytest

from nahtlos.cases.models import Case
from nahtlos.consents.models import Consent
from nahtlos.foundation import letters as post
from nahtlos.foundation import links
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.models import Letter
from nahtlos.foundation.tenancy import tenant
from nahtlos.referrals.actions import amend_referral, end_consents_on, withdraw_consent
from nahtlos.referrals.models import Package, Referral
from nahtlos.referrals.queries import events_of, package_of, received
from tests.cast import FOREIGN, actor, organisation_id
from tests.records import letters, recorded, said
from tests.referrals.referring import (
    THIRD,
    allowed,
    answered,
    drafted,
    fresh,
    opened,
    revocations,
    sent,
    verbs,
)

pytestmark = pytest.mark.django_db


def withdraw(consent: Consent, who: str = "aylin", channel: str = "phone") -> None:
    """WHO takes down that the person withdraws CONSENT."""
    acting = actor(who)
    with tenant(acting.organisation, acting.account_id):
        withdraw_consent(actor=acting, consent=consent, channel=channel)


def readable(referral: Referral) -> bool:
    """Whether the receiver reads the package."""
    with tenant(referral.to_organisation_id):
        current = Referral.objects.get(pk=referral.pk)
        return package_of("to", current, today()) is not None


def test_every_open_request_stops_and_nothing_is_readable() -> None:
    case = opened()
    consent = allowed(case)
    waiting, accepted, over = sent(case), sent(case), sent(case)
    answered(accepted, "accepted", words="Gern")
    answered(over, "accepted")
    answered(over, "closed", outcome="helped")
    draft = drafted(case)
    with recorded() as found:
        withdraw(consent)
    for stopped in (waiting, accepted):
        current = fresh(stopped)
        assert (current.state, current.stop_reason) == ("stopped", "consent_gone")
        assert current.key_for_receiver is None
        assert not readable(stopped)
        assert verbs(stopped)[-1] == ("system", "stopped", "")
    assert fresh(over).state == "closed"
    assert fresh(draft).state == "draft"
    with tenant(case.organisation_id):
        assert Case.objects.get(pk=case.pk).waiting_since is None
    codes = {code for verb, _, code in said(found) if verb == "stopped"}
    assert codes == {waiting.code, accepted.code}


def test_words_of_the_course_are_not_readable_either() -> None:
    case = opened()
    consent = allowed(case)
    referral = sent(case)
    answered(referral, "accepted", words="Zimmer 4 ist frei")
    withdraw(consent)
    cem, aylin = actor("cem"), actor("aylin")
    with tenant(cem.organisation, cem.account_id):
        lines = events_of(cem, received(cem, referral.code))
    assert not any(line.words for line in lines)
    with tenant(aylin.organisation, aylin.account_id):
        assert any(
            line.words.text == "Zimmer 4 ist frei" for line in events_of(aylin, fresh(referral))
        )


def test_requests_to_others_go_on() -> None:
    case = opened()
    consent = allowed(case)
    allowed(case, to=THIRD)
    mine, other = sent(case), sent(case, to=THIRD)
    withdraw(consent)
    assert fresh(mine).state == "stopped"
    assert fresh(other).state == "sent"
    assert readable(other)


def test_the_receiver_learns_that_and_never_why() -> None:
    case = opened()
    consent = allowed(case)
    referral = sent(case)
    withdraw(consent, channel="letter")
    letter = [one for one in letters(FOREIGN) if one.about == referral.pk][-1]
    assert letter.kind == "referral_closed"
    cem = actor("cem")
    with tenant(cem.organisation, cem.account_id):
        seen = received(cem, referral.code)
        lines = events_of(cem, seen)
    assert seen.get_stop_reason_display() == "Einwilligung entfallen"
    assert "letter" not in repr([line.channel for line in lines if line.verb == "stopped"])
    assert lines[-1].who == ""


def test_a_letter_that_still_waits_is_not_sent() -> None:
    """The mail server was away; when it is back, nothing of what ended is delivered."""
    case = opened()
    consent = allowed(case)
    referral = sent(case)
    waiting = [one for one in letters(FOREIGN) if one.about == referral.pk]
    withdraw(consent)
    kept = [one.kind for one in letters(FOREIGN) if one.about == referral.pk]
    assert kept == ["referral_closed"]
    for letter in waiting:
        post.deliver(letter.organisation_id, letter.pk)
        with tenant(letter.organisation_id):
            assert not Letter.objects.filter(pk=letter.pk).exists()


def test_the_link_opens_nothing_any_more() -> None:
    case = opened()
    consent = allowed(case)
    referral = sent(case)
    link = [one for one in letters(FOREIGN) if one.about == referral.pk][-1].link
    token = link.rstrip("/").rpartition("/")[2]
    found = links.find(token)
    assert found is not None
    assert found.opens
    withdraw(consent)
    found = links.find(token)
    assert found is not None
    assert not found.opens


def test_withdrawn_while_it_is_open_the_next_click_writes_nothing() -> None:
    case = opened()
    consent = allowed(case)
    referral = sent(case)
    withdraw(consent)
    with pytest.raises(Refused, match="beendet: gestoppt"):
        answered(referral, "accepted")
    with pytest.raises(Refused, match="beendet: gestoppt"), tenant(organisation_id()):
        amend_referral(actor=actor("aylin"), referral=referral, words="noch etwas")


def test_a_colleague_who_is_not_on_the_case_takes_it_down() -> None:
    case = opened()
    consent = allowed(case)
    referral = sent(case)
    with recorded() as found:
        withdraw(consent, "bernd")
    assert fresh(referral).state == "stopped"
    assert ("revoked", "consent", consent.number) in said(found)
    news = [one for one in letters() if one.about == referral.pk]
    assert [one.kind for one in news] == ["referral_closed"]


def test_withdrawn_twice_is_withdrawn_once() -> None:
    case = opened()
    consent = allowed(case)
    referral = sent(case)
    for _ in range(2):
        withdraw(consent)
    assert revocations(consent) == 1
    assert [verb for _, verb, _ in verbs(referral)] == ["sent", "stopped"]


def test_after_the_last_day_nothing_is_readable() -> None:
    case = opened()
    allowed(case, valid_until=today() + timedelta(days=3))
    referral = sent(case)
    with tenant(organisation_id(FOREIGN)):
        current = fresh(referral, FOREIGN)
        assert package_of("to", current, today() + timedelta(days=3)) is not None
        assert package_of("to", current, today() + timedelta(days=4)) is None


def test_the_night_after_the_last_day_stops_what_runs() -> None:
    case = opened()
    allowed(case, valid_until=today() + timedelta(days=3))
    referral = sent(case)
    answered(referral, "accepted")
    last = today() + timedelta(days=3)
    end_consents_on(organisation_id(), last)
    assert fresh(referral).state == "accepted"
    assert end_consents_on(organisation_id(), last + timedelta(days=1)) >= 1
    assert end_consents_on(organisation_id(), last + timedelta(days=1)) == 0
    current = fresh(referral)
    assert (current.state, current.stop_reason) == ("stopped", "consent_ended")
    with tenant(organisation_id()):
        assert Package.objects.filter(referral=referral).exists()


def test_a_notice_by_law_rests_on_no_will_and_says_so() -> None:
    case = opened()
    notice = allowed(
        case,
        kind="notice",
        legal_basis="supervision",
        valid_until=None,
        categories=("PERS", "TERM"),
    )
    referral = sent(case, categories=("PERS", "TERM"))
    assert referral.by_law
    assert referral.readable_until is None
    with pytest.raises(Refused):
        withdraw(notice)
    assert readable(referral)
