"""Two act at the same moment, in transactions that really commit."""

import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from nahtlos.desk.cast import HOME
from nahtlos.foundation.access import Actor, Kind
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.referrals.actions import (
    Answered,
    ReferralDraft,
    amend_referral,
    answer_referral,
    edit_draft,
    pursue_silence,
    send_referral,
    sending,
    withdraw_consent,
    withdraw_referral,
)
from nahtlos.referrals.models import Package, Referral
from nahtlos.referrals.queries import package_of
from nahtlos.referrals.queries.facts import content_of
from nahtlos.referrals.rules.states import escalations
from tests.cast import FOREIGN, account, actor, organisation_id
from tests.records import letters
from tests.referrals.referring import (
    allowed,
    answered,
    by_link,
    drafted,
    events,
    fresh,
    opened,
    revocations,
    sent,
    verbs,
)
from tests.together import together

pytestmark = pytest.mark.usefixtures("committing")


def inside(acting: Actor, deed: Callable[[Actor], Any]) -> Callable[[], Any]:
    """DEED done by ACTING inside her organisation, on whichever connection calls it."""

    def do() -> Any:  # noqa: ANN401 (whatever the deed gives)
        with tenant(acting.organisation, acting.account_id):
            return deed(acting)

    return do


def accept(referral: Referral, channel: str) -> Callable[[Actor], Any]:
    """Somebody accepts."""
    return lambda acting: answer_referral(
        actor=acting, referral=referral, answer=Answered("accepted"), channel=channel
    )


def test_two_people_accept_at_once_and_the_second_reads_who_was_first() -> None:
    referral, cem = sent(), actor("cem")
    colleague = Actor(
        kind=Kind.STAFF,
        account_id=account("edda").pk,
        organisation_id=cem.organisation_id,
        roles=cem.roles,
    )
    outcomes = together(
        inside(cem, accept(referral, "inbox")),
        inside(colleague, accept(referral, "inbox")),
        inside(by_link(referral), accept(referral, "link")),
    )
    refused = [str(one) for one in outcomes if isinstance(one, Refused)]
    assert len(refused) == 2
    assert all("schon angenommen" in sentence for sentence in refused)
    assert [verb for _, verb, _ in verbs(referral)] == ["sent", "accepted"]
    answers = [one for one in letters() if one.about == referral.pk and one.kind == "answer"]
    assert len(answers) == 1


def test_a_double_click_on_sending_is_one_request_and_one_letter() -> None:
    case = opened()
    allowed(case)
    referral, aylin = drafted(case), actor("aylin")
    send = inside(aylin, lambda acting: send_referral(actor=acting, referral=referral))
    outcomes = together(send, send)
    assert [type(one) for one in outcomes] == [Referral, Referral]
    with tenant(organisation_id()):
        assert Package.objects.filter(referral=referral).count() == 1
    assert len([one for one in letters(FOREIGN) if one.about == referral.pk]) == 1


@pytest.mark.parametrize("_", range(4))
def test_sending_and_withdrawing_at_once_never_leave_a_readable_request(_: int) -> None:
    case = opened()
    consent = allowed(case)
    referral = drafted(case)
    outcomes = together(
        inside(actor("aylin"), lambda acting: send_referral(actor=acting, referral=referral)),
        inside(
            actor("bernd"),
            lambda acting: withdraw_consent(actor=acting, consent=consent, channel="phone"),
        ),
    )
    assert not [one for one in outcomes if isinstance(one, Exception) and type(one) is not Refused]
    assert revocations(consent) == 1
    assert fresh(referral).state in ("draft", "stopped")
    with tenant(organisation_id(FOREIGN)):
        found = Referral.objects.get(pk=referral.pk)
        assert package_of("to", found, today()) is None


@pytest.mark.parametrize("_", range(4))
def test_adding_and_withdrawing_the_consent_at_once_never_wait_for_each_other(_: int) -> None:
    case = opened()
    consent = allowed(case)
    referral = sent(case)
    outcomes = together(
        inside(
            actor("aylin"),
            lambda acting: amend_referral(actor=acting, referral=referral, words="Neu"),
        ),
        inside(
            actor("bernd"),
            lambda acting: withdraw_consent(actor=acting, consent=consent, channel="phone"),
        ),
    )
    assert not [one for one in outcomes if isinstance(one, Exception) and type(one) is not Refused]
    assert fresh(referral).state == "stopped"
    with tenant(organisation_id(FOREIGN)):
        found = Referral.objects.get(pk=referral.pk)
        assert package_of("to", found, today()) is None


def test_answering_and_withdrawing_at_once_end_in_one_state_for_both() -> None:
    case = opened()
    allowed(case)
    referral = sent(case)
    outcomes = together(
        inside(actor("cem"), accept(referral, "inbox")),
        inside(actor("aylin"), lambda acting: withdraw_referral(actor=acting, referral=referral)),
    )
    assert not [one for one in outcomes if isinstance(one, Exception) and type(one) is not Refused]
    assert fresh(referral).state == fresh(referral, FOREIGN).state == "withdrawn"


@pytest.mark.parametrize("_", range(4))
def test_accepting_while_the_person_withdraws_ends_stopped_and_unreadable(_: int) -> None:
    case = opened()
    consent = allowed(case)
    referral = sent(case)
    outcomes = together(
        inside(actor("cem"), accept(referral, "inbox")),
        inside(by_link(referral), accept(referral, "link")),
        inside(
            actor("bernd"),
            lambda acting: withdraw_consent(actor=acting, consent=consent, channel="phone"),
        ),
    )
    assert not [one for one in outcomes if isinstance(one, Exception) and type(one) is not Refused]
    assert revocations(consent) == 1
    assert fresh(referral).state == "stopped"
    assert [verb for _, verb, _ in verbs(referral)][-1] == "stopped"
    with tenant(organisation_id(FOREIGN)):
        found = Referral.objects.get(pk=referral.pk)
        assert package_of("to", found, today()) is None


def test_what_one_tab_unticks_is_not_sent_by_the_other() -> None:
    """Sending waits until the other tab has saved, and then sends what was saved."""
    case = opened()
    allowed(case)
    referral, saving = drafted(case), threading.Event()
    values = ReferralDraft(referral.to_organisation, "Aus dem zweiten Reiter.", ("PERS", "TERM"))

    def edit(acting: Actor) -> Referral:
        saved = edit_draft(
            actor=acting, referral=referral, values=values, version=version_of(referral)
        )
        saving.set()
        time.sleep(0.7)  # until the other tab waits
        return saved

    def send(acting: Actor) -> Referral:
        assert saving.wait(5)
        return send_referral(actor=acting, referral=referral)

    outcomes = together(inside(actor("aylin"), edit), inside(actor("aylin"), send))
    assert [type(one) for one in outcomes] == [Referral, Referral]
    with tenant(organisation_id(FOREIGN)):
        content = package_of("to", Referral.objects.get(pk=referral.pk), today())
    assert content is not None
    assert content.words == "Aus dem zweiten Reiter."
    assert [section.category for section in content.sections] == ["PERS", "TERM"]


def test_a_mail_scanner_that_follows_every_link_of_every_letter_changes_nothing() -> None:
    referral = sent()
    answered(referral, "accepted", by=by_link(referral), channel="link")
    waiting = sent()
    posted = [one for key in (FOREIGN, HOME) for one in letters(key)]
    paths = {urlsplit(one.link).path for one in posted if one.about in (referral.pk, waiting.pk)}
    assert len(paths) == 3  # a link for each request, and the answer for whoever leads
    before = [events(one) for one in (referral, waiting)]
    scanner = Client()
    for path in paths:
        for _ in range(5):
            assert scanner.get(path).status_code in (200, 302)
            assert scanner.head(path).status_code in (200, 302)
    assert [events(one) for one in (referral, waiting)] == before
    assert [one.pk for key in (FOREIGN, HOME) for one in letters(key)] == [one.pk for one in posted]
    assert fresh(waiting).state == "sent"


def test_a_draft_is_written_while_another_request_of_the_person_is_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One holds the consent and then wants the case, the other one's rows point at both."""
    case = opened()
    allowed(case)
    referral, locked = drafted(case), threading.Event()

    def slowly(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 (as the real one)
        locked.set()
        time.sleep(0.7)  # until the other one commits
        return content_of(*args, **kwargs)

    def write() -> Referral:
        assert locked.wait(5)
        return drafted(case)

    monkeypatch.setattr(sending, "content_of", slowly)
    outcomes = together(
        inside(actor("aylin"), lambda acting: send_referral(actor=acting, referral=referral)), write
    )
    assert [type(one) for one in outcomes] == [Referral, Referral]


def test_two_workers_at_once_remind_once() -> None:
    referral = sent()
    assert referral.reply_due_on is not None
    day = escalations(referral.reply_due_on, "MU")[0].on
    outcomes = together(*[lambda: pursue_silence(organisation_id(), day)] * 3)
    assert [type(one) for one in outcomes] == [int] * 3
    reminders = [one for one in letters(FOREIGN) if one.about == referral.pk]
    assert [one.kind for one in reminders].count("referral_reminder") == 1
    assert [event.verb for event in events(referral)].count("reminded") == 1
