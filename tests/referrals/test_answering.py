"""An answer comes over four ways and is the same answer; the first one counts."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.http import Http404
from django.test import Client

from nahtlos.cases.models import Case, Step
from nahtlos.foundation import links
from nahtlos.foundation.access import Actor, Kind, LinkHold
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import BERLIN, now, today
from nahtlos.foundation.tenancy import tenant
from nahtlos.referrals.actions import see_referral, send_code
from nahtlos.referrals.models import Reception, Referral
from nahtlos.referrals.queries import events_of, inbox, inbox_count, meeting_place, sent_count
from tests.cast import FOREIGN, account, actor, organisation_id
from tests.records import assert_by, letters, recorded, said
from tests.referrals.referring import (
    GIVEN,
    allowed,
    answered,
    by_link,
    events,
    fresh,
    opened,
    sent,
    verbs,
)

pytestmark = pytest.mark.django_db
SAID = {"who": "Frau M., Aufnahme", "on": today()}


def tomorrow(hour: int = 10) -> datetime:
    """An hour of tomorrow."""
    return datetime.combine(today() + timedelta(days=1), time(hour), BERLIN)


def waiting_since(case: Case) -> date | None:
    """Since when the case waits for others."""
    with tenant(case.organisation_id):
        return Case.objects.get(pk=case.pk).waiting_since


def test_all_four_ways_lead_to_the_same_answer() -> None:
    case = opened()
    allowed(case)
    ways: list[tuple[str, dict[str, Any]]] = [
        ("inbox", {}),
        ("link", {}),
        ("phone", SAID),
        ("fax", SAID),
    ]
    for channel, values in ways:
        referral = sent(case)
        who = {"inbox": actor("cem"), "link": by_link(referral)}.get(channel, actor("aylin"))
        answered(referral, "accepted", by=who, channel=channel, **values)
        assert fresh(referral).state == "accepted"
        assert fresh(referral).answered_at is not None
        assert verbs(referral)[-1] == ("to", "accepted", channel)


def test_an_answer_is_news_to_the_lead_and_the_case_waits_no_more() -> None:
    case = opened()
    allowed(case)
    referral = sent(case)
    with recorded(FOREIGN) as found:
        answered(referral, "accepted", words="Gern, Zimmer 4")
    letter = [one for one in letters() if one.about == referral.pk][-1]
    assert (letter.kind, letter.address) == ("answer", account("aylin").email)
    assert waiting_since(case) is None
    assert said(found) == [("accepted", "referral", referral.code)]
    assert_by(found, "cem", GIVEN, "Zimmer")


def test_a_case_waits_since_the_earliest_open_request() -> None:
    case = opened()
    allowed(case)
    one, other = sent(case), sent(case)
    answered(one, "declined", reason="full")
    assert waiting_since(case) == today()
    answered(other, "accepted")
    assert waiting_since(case) is None


def test_the_step_goes_on_when_the_answer_is_there_and_is_done_with_the_end() -> None:
    case = opened()
    allowed(case)
    referral = sent(case, step_code="M24")
    answered(referral, "accepted")
    with tenant(organisation_id()):
        assert Step.objects.get(case=case, code="M24").state == "open"
    values = {"outcome": "helped", "finish_step": True}
    answered(referral, "closed", by=actor("aylin"), channel="", **values)
    with tenant(organisation_id()):
        step = Step.objects.get(case=case, code="M24")
    assert (step.state, step.evidence) == ("done", "partner_confirmed")


def test_accepting_takes_one_off_the_count_and_both_lists_agree() -> None:
    case = opened()
    allowed(case)
    referral = sent(case)
    sent(case)
    cem, aylin = actor("cem"), actor("aylin")

    def counts() -> tuple[int, int]:
        with tenant(cem.organisation, cem.account_id):
            ours = inbox_count(cem)
        with tenant(aylin.organisation, aylin.account_id):
            return ours, sent_count(aylin)

    before = counts()
    answered(referral, "accepted")
    assert counts() == (before[0] - 1, before[1] - 1)
    with tenant(cem.organisation, cem.account_id):
        shown = {one.code: one.state for one in inbox(cem).lines}
    assert shown[referral.code] == fresh(referral).state == "accepted"


def test_who_opens_it_first_is_seen_by_the_sender_and_every_opening_is_noted() -> None:
    referral, cem = sent(), actor("cem")
    with recorded(FOREIGN) as found, tenant(cem.organisation, cem.account_id):
        see_referral(actor=cem, referral=referral)
        see_referral(actor=cem, referral=referral)
    assert verbs(referral)[-1] == ("to", "seen", "inbox")
    assert fresh(referral).seen_at is not None
    assert said(found) == [
        ("seen", "referral", referral.code),
        ("opened", "referral", referral.code),
    ]


def test_a_link_answers_its_own_request_and_no_other() -> None:
    case = opened()
    allowed(case)
    one, other = sent(case), sent(case)
    strangers = [
        by_link(other),
        Actor(
            kind=Kind.LINK,
            organisation_id=organisation_id(FOREIGN),
            link=LinkHold("referral", one.pk, "read_referral"),
        ),
    ]
    for stranger in strangers:
        with pytest.raises(Http404):
            answered(one, "accepted", by=stranger, channel="link")
    assert fresh(one).state == "sent"


@pytest.mark.parametrize("who", ["bernd", "doro", "guel", "mina", "edda", "helga"])
def test_nobody_else_answers(who: str) -> None:
    referral = sent()
    with pytest.raises(Http404):
        answered(referral, "accepted", by=actor(who), channel="inbox")
    assert fresh(referral).state == "sent"


def test_a_third_organisation_reads_404_changes_nothing_and_is_noted(
    as_: Callable[[str], Client],
) -> None:
    referral = sent()
    client = as_("doro")
    with recorded("jva-musterstadt") as found:
        for page in ("anfragen/{}/zurueckziehen/", "eingang/{}/antwort/"):
            address = f"/intern/{page.format(referral.code)}"
            assert client.post(address, {"deed": "accept"}).status_code == 404
    assert {verb for verb, _, _ in said(found)} == {"denied"}
    assert fresh(referral).state == "sent"


def test_a_third_organisation_finds_no_request_and_changes_nothing() -> None:
    referral, doro = sent(), actor("doro")
    with tenant(doro.organisation, doro.account_id):
        assert not Referral.objects.filter(pk=referral.pk).exists()
        assert Referral.objects.filter(pk=referral.pk).update(state="accepted") == 0
    assert fresh(referral).state == "sent"


def test_taken_down_says_who_and_when() -> None:
    referral, aylin = sent(), actor("aylin")
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("who", {**SAID, "who": " "}),
        ("on", {**SAID, "on": None}),
        ("on", {**SAID, "on": today() + timedelta(days=1)}),
        ("on", {**SAID, "on": today() - timedelta(days=1)}),
    ]
    for field, values in wrong:
        with pytest.raises(Refused) as refused:
            answered(referral, "accepted", by=aylin, channel="phone", **values)
        assert refused.value.field == field
    with pytest.raises(Refused, match="wie die Antwort kam"):
        answered(referral, "accepted", by=aylin, channel="", **SAID)
    answered(referral, "accepted", by=aylin, channel="phone", **SAID)
    with tenant(aylin.organisation, aylin.account_id):
        line = events_of(aylin, fresh(referral))[-1]
    assert (line.words.who, line.channel, line.who) == (SAID["who"], "am Telefon", "Aylin")
    assert "Frau M" not in repr([event.__dict__ for event in events(referral)])


def test_a_receiver_without_accounts_is_answered_for_on_paper() -> None:
    case = opened()
    allowed(case, to="suchthilfe-musterfluss")
    referral = sent(case, to="suchthilfe-musterfluss")
    answered(referral, "accepted", by=actor("aylin"), channel="letter", **SAID)
    assert fresh(referral).state == "accepted"


def test_the_same_click_twice_is_one_answer() -> None:
    referral = sent()
    for _ in range(2):
        answered(referral, "accepted")
    assert [verb for _, verb, _ in verbs(referral)] == ["sent", "accepted"]
    link = sent()
    for _ in range(2):
        answered(link, "accepted", by=by_link(link), channel="link")
    assert [verb for _, verb, _ in verbs(link)] == ["sent", "accepted"]


def test_the_second_person_reads_who_was_first() -> None:
    referral = sent()
    answered(referral, "accepted")
    with pytest.raises(Refused, match="schon angenommen von Cem"):
        _second(referral)


def _second(referral: Referral) -> None:
    """A colleague of Cem's, who did not see that he was faster."""
    cem = actor("cem")
    other = Actor(
        kind=Kind.STAFF,
        account_id=account("edda").pk,
        organisation_id=cem.organisation_id,
        roles=cem.roles,
    )
    answered(referral, "accepted", by=other)


def test_over_the_link_it_is_said_that_the_house_was_faster() -> None:
    referral = sent()
    answered(referral, "declined", reason="full")
    with pytest.raises(Refused, match="beendet: abgelehnt"):
        answered(referral, "accepted", by=by_link(referral), channel="link")


def test_a_meeting_has_an_hour_that_exists_and_is_to_come() -> None:
    referral = sent()
    wrong = [
        None,
        now() - timedelta(minutes=1),
        datetime(2027, 3, 28, 2, 30, tzinfo=BERLIN),
    ]
    for at in wrong:
        with pytest.raises(Refused) as refused:
            answered(referral, "meeting", meeting_at=at)
        assert refused.value.field == "meeting_at"
    twice = datetime(2027, 10, 31, 2, 30, tzinfo=BERLIN)
    answered(referral, "meeting", meeting_at=twice, place="Feldstraße 11")
    current = fresh(referral)
    assert current.meeting_at == twice.astimezone(UTC)
    assert current.meeting_at.astimezone(BERLIN).time() == time(2, 30)
    cem = actor("cem")
    with tenant(cem.organisation, cem.account_id):
        assert meeting_place(events_of(cem, fresh(referral, FOREIGN))) == "Feldstraße 11"


def test_attended_then_another_meeting_still_asks_how_it_ended() -> None:
    referral = sent()
    answered(referral, "meeting", meeting_at=tomorrow())
    answered(referral, "attended", by=actor("aylin"), channel="")
    answered(referral, "meeting", meeting_at=tomorrow(15))
    assert fresh(referral).state == "meeting"
    with pytest.raises(Refused, match="was daraus geworden") as refused:
        answered(referral, "closed")
    assert refused.value.field == "outcome"
    answered(referral, "closed", outcome="helped")
    assert fresh(referral).outcome == "helped"


@pytest.mark.parametrize("why", ["called_off", "called_off_there", "not_come"])
def test_a_missed_meeting_is_no_end(why: str) -> None:
    referral = sent()
    answered(referral, "meeting", meeting_at=tomorrow())
    answered(referral, "missed", reason=why)
    assert fresh(referral).missed == why
    answered(referral, "meeting", meeting_at=tomorrow(16))
    assert (fresh(referral).state, fresh(referral).missed) == ("meeting", "")


def test_what_has_to_be_chosen_is_asked_beside_its_field() -> None:
    referral = sent()
    with pytest.raises(Refused) as refused:
        answered(referral, "declined", reason="bad")
    assert refused.value.field == "reason"
    answered(referral, "meeting", meeting_at=tomorrow())
    with pytest.raises(Refused) as refused:
        answered(referral, "missed", reason="")
    assert refused.value.field == "reason"


def test_what_nobody_accepted_cannot_have_happened() -> None:
    for move in ("attended", "closed"):
        with pytest.raises(Refused, match="erst angenommen"):
            answered(sent(), move, outcome="helped")


def test_who_says_no_reads_no_more() -> None:
    referral = sent()
    answered(referral, "declined", reason="not_responsible", words="Bitte im Norden fragen")
    current = fresh(referral)
    assert current.key_for_receiver is None
    aylin = actor("aylin")
    with tenant(aylin.organisation, aylin.account_id):
        assert events_of(aylin, current)[-1].words.text == "Bitte im Norden fragen"


def test_who_took_it_is_known_to_the_receiver_alone() -> None:
    referral = sent()
    answered(referral, "accepted")
    with tenant(organisation_id(FOREIGN)):
        assert Reception.objects.get(referral=referral).taken_by == account("cem").pk
    with tenant(organisation_id()):
        assert not Reception.objects.exists()


def token_of(referral: Referral) -> str:
    """The token in the newest letter about REFERRAL."""
    letter = [
        one for one in letters(FOREIGN) if one.about == referral.pk and "/antwort/" in one.link
    ]
    return letter[-1].link.rstrip("/").rpartition("/")[2]


def test_a_mail_scanner_that_follows_the_link_changes_nothing() -> None:
    referral = sent()
    token = token_of(referral)
    for _ in range(3):
        found = links.find(token)
        assert found is not None
        assert found.opens
    assert found.actor.link == by_link(referral).link
    assert verbs(referral) == [("from", "sent", "")]
    assert fresh(referral).seen_at is None


def test_a_code_goes_to_the_function_mailbox_only() -> None:
    referral = sent()
    token, holder = token_of(referral), by_link(referral)
    mailbox = next(one.address for one in letters(FOREIGN) if one.about == referral.pk)
    with recorded(FOREIGN) as found, tenant(holder.organisation):
        assert send_code(actor=holder, referral=referral, token=token)
    letter = letters(FOREIGN)[-1]
    assert (letter.kind, letter.address) == ("referral_code", mailbox)
    assert said(found) == [("code_requested", "referral", referral.code)]
    assert letter.code not in repr([entry.__dict__ for entry in found])
