"""Whoever is invited by mail gets a letter that says nothing, and a link that needs no account."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.http import Http404
from django.test import Client

from nahtlos.cases.models import Case, CaseMember
from nahtlos.conferences import actions
from nahtlos.conferences.models import Conference, Invited
from nahtlos.conferences.queries import conference_page
from nahtlos.desk.cast import HOME
from nahtlos.foundation import stamps
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import now, today
from nahtlos.foundation.letters import deliver
from nahtlos.foundation.models import Letter
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from tests.cases.made import FAMILY, GIVEN, inside, membership, planned_case
from tests.cast import FOREIGN, actor, organisation, organisation_id, sign_in
from tests.conferences.sampled import conference, details, invited_partner
from tests.conferences.test_conferences import allowed, ask_partner
from tests.reading import Page
from tests.records import assert_by, letters, recorded, said

BOX = "aufnahme@stelle.example"


@pytest.fixture
def aylin(db: None) -> Iterator[Actor]:
    """Aylin, inside her organisation."""
    with inside() as who:
        yield who


def planned(who: Actor, days: int = 10) -> tuple[Case, Conference, Invited]:
    """A case with a conference in some days, to which another agency is invited by the person."""
    case = planned_case(who)
    one = actions.plan_conference(
        actor=who, case=case, details=details(starts_at=now() + timedelta(days=days))
    )
    ask_partner(who, one, "herself")
    return case, one, one.invited.get(kind="partner")


def asked(who: Actor, one: Conference, row: Invited, address: str = BOX) -> Letter:
    """ROW is asked by mail; the letter."""
    actions.ask_by_mail(actor=who, conference=one, row=row, address=address)
    return letters()[-1]


def move(who: Actor, one: Conference, **other: object) -> None:
    """Another appointment."""
    fresh = Conference.objects.get(pk=one.pk)
    values = {"starts_at": fresh.starts_at, "place": fresh.place, **other}
    actions.change_conference(
        actor=who, conference=fresh, details=details(**values), version=version_of(fresh)
    )


def about(row: Invited) -> list[str]:
    """The kinds of the letters about ROW, the newest last."""
    return [letter.kind for letter in letters() if letter.about == row.pk]


def sent(row: Invited) -> None:
    """The letters about ROW go out."""
    for letter in letters():
        if letter.about == row.pk and letter.sent_at is None:
            deliver(letter.organisation_id, letter.pk)


def opened(letter: Letter) -> Page:
    """The page behind the link of LETTER."""
    return Page(Client().get(str(letter.link).removeprefix(settings.ADDRESS)))


def test_a_letter_with_a_link_and_no_name_goes_out(aylin: Actor) -> None:
    case, one, row = planned(aylin)
    with recorded() as found:
        letter = asked(aylin, one, row)
    assert said(found)[-1] == ("sent", "conference", case.code)
    assert_by(found, "aylin", BOX, GIVEN, FAMILY)
    assert (letter.kind, letter.address) == ("conference", BOX)
    deliver(letter.organisation_id, letter.pk)
    message = mail.outbox[-1]
    assert message.to == [BOX]
    text = f"{message.subject} {message.body}"
    for word in (GIVEN, FAMILY, case.code, one.code, "Raum 3", "Aylin", "Haft", "Entlassung"):
        assert word not in text
    assert "/termin/" in message.body


def test_the_letter_waits_for_the_deed_to_be_done(aylin: Actor) -> None:
    _, one, row = planned(aylin)
    with transaction.atomic():
        asked(aylin, one, row)
        transaction.set_rollback(True)
    assert about(row) == []
    assert mail.outbox == []


def test_the_person_herself_is_asked_on_paper(aylin: Actor) -> None:
    _, one, _ = planned(aylin)
    with pytest.raises(Refused, match="auf Papier"):
        asked(aylin, one, one.invited.get(kind="person"))


def test_a_colleague_is_written_to_at_her_own_address(aylin: Actor) -> None:
    _, one, _ = planned(aylin)
    own = one.invited.get(kind="member")
    letter = asked(aylin, one, own, "jemand@anders.example")
    assert letter.address == own.membership.account.email
    CaseMember.objects.filter(case_id=one.case_id, membership=membership("aylin")).update(
        until=today()
    )
    assert "Dieser Link öffnet nichts mehr" in opened(letter).text


def test_without_an_address_nothing_is_written(aylin: Actor) -> None:
    _, one, row = planned(aylin)
    with pytest.raises(Refused) as refused, transaction.atomic():
        asked(aylin, one, row, "  ")
    assert refused.value.field == "address"
    row.refresh_from_db()
    assert (row.asked_at, about(row)) == (None, [])


def test_where_no_consent_covers_the_day_nobody_is_written_to(aylin: Actor) -> None:
    case = planned_case(aylin)
    later = details(starts_at=now() + timedelta(days=5))
    one = actions.plan_conference(actor=aylin, case=case, details=later)
    allowed(aylin, case, "talk")
    ask_partner(aylin, one, "consent")
    row = one.invited.get(kind="partner")
    letter = asked(aylin, one, row)
    assert "Einladung zu einem Termin" in opened(letter).text
    Conference.objects.filter(pk=one.pk).update(starts_at=now() + timedelta(days=60))
    one.refresh_from_db()
    with pytest.raises(Refused, match="keine Einwilligung"):
        asked(aylin, one, row)
    assert "Dieser Link öffnet nichts mehr" in opened(letter).text
    before = about(row)
    move(aylin, one, place="Raum 4")
    assert about(row) == before


def test_written_again_the_former_link_ends(aylin: Actor) -> None:
    _, one, row = planned(aylin)
    former = asked(aylin, one, row)
    sent(row)
    fresh = asked(aylin, one, row, "andere@stelle.example")
    assert "Dieser Link öffnet nichts mehr" in opened(former).text
    assert "Kommen Sie?" in opened(fresh).text
    assert fresh.address == "andere@stelle.example"


def test_another_day_asks_again_and_says_so_by_mail(aylin: Actor) -> None:
    _, one, row = planned(aylin)
    first = asked(aylin, one, row)
    sent(row)
    for invited in one.invited.all():
        actions.note_reply(actor=aylin, conference=one, row=invited, reply="stays_away")
    move(aylin, one, starts_at=now() + timedelta(days=12))
    assert set(one.invited.values_list("reply", flat=True)) == {"open"}
    assert about(row) == ["conference", "conference_changed"]
    assert "Kommen Sie?" in opened(first).text
    assert "Kommen Sie?" in opened(letters()[-1]).text


def test_another_room_is_told_and_asks_nobody_again(aylin: Actor) -> None:
    _, one, row = planned(aylin)
    asked(aylin, one, row)
    actions.note_reply(actor=aylin, conference=one, row=row, reply="comes")
    move(aylin, one, place="Raum 4")
    row.refresh_from_db()
    assert row.reply == "comes"
    # The first one had not gone out yet: one letter, and it is the newer one.
    assert about(row) == ["conference_changed"]
    assert "Raum 4" in opened(letters()[-1]).text


def test_called_off_the_link_closes_with_a_sentence(aylin: Actor) -> None:
    _, one, row = planned(aylin)
    letter = asked(aylin, one, row)
    sent(row)
    actions.cancel_conference(actor=aylin, conference=one)
    assert about(row) == ["conference", "conference_closed"]
    for told in (letter, letters()[-1]):
        page = opened(told)
        assert "Dieser Termin ist abgesagt" in page.text
        assert "Raum 3" not in page.text
    row.refresh_from_db()
    assert not row.address


def test_called_off_before_the_mail_went_out_nobody_hears_of_it(aylin: Actor) -> None:
    _, one, row = planned(aylin)
    asked(aylin, one, row)
    actions.cancel_conference(actor=aylin, conference=one)
    assert about(row) == []


def test_taken_off_the_list_the_link_tells_nothing(aylin: Actor) -> None:
    _, one, row = planned(aylin)
    letter = asked(aylin, one, row)
    sent(row)
    actions.uninvite(actor=aylin, conference=one, row=row)
    assert about(row) == ["conference", "conference_closed"]
    page = opened(letter)
    assert "Dieser Link öffnet nichts mehr" in page.text
    assert one.code not in page.text


def test_finished_minutes_forget_the_address_and_close_the_link(aylin: Actor) -> None:
    _, one, row = planned(aylin)
    letter = asked(aylin, one, row)
    Conference.objects.filter(pk=one.pk).update(starts_at=now() - timedelta(hours=3))
    one.refresh_from_db()
    actions.write_minutes(actor=aylin, conference=one, text="Gut.", version=version_of(one))
    one.refresh_from_db()
    actions.finish_minutes(actor=aylin, conference=one, version=version_of(one))
    assert "Dieser Termin ist vorbei" in opened(letter).text
    row.refresh_from_db()
    assert (row.address, about(row)) == ("", [])


def test_for_a_time_that_has_passed_nobody_is_asked(aylin: Actor) -> None:
    _, one, row = planned(aylin, days=-1)
    with pytest.raises(Refused, match="schon vorbei"):
        asked(aylin, one, row)


def test_while_the_mail_server_is_away_the_page_says_so(aylin: Actor) -> None:
    case, one, row = planned(aylin)
    asked(aylin, one, row)
    case = Case.objects.get(pk=case.pk)
    assert [line.waiting for line in conference_page(case, one).invited] == [False, False, True]
    sent(row)
    assert not any(line.waiting for line in conference_page(case, one).invited)


def test_a_stranger_and_a_colleague_who_is_not_on_the_case_ask_nobody(db: None) -> None:
    with inside() as who:
        _, one, row = planned(who)
    for stranger in ("bernd", "cem"):
        with (
            pytest.raises(Http404),
            tenant(organisation_id(FOREIGN if stranger == "cem" else HOME)),
        ):
            asked(actor(stranger), one, row)


def test_two_clicks_write_one_letter(db: None) -> None:
    client, row, one = sign_in("role:coach"), invited_partner(HOME), conference(HOME)
    url = f"/intern/faelle/{one.case.code}/besprechungen/{one.code}/eingeladen/{row.pk}/fragen/"
    page = Page(client.get(url))
    assert "Einladung zu einem Termin" in page.text
    body = {"address": BOX, "stamp": stamps.issue()}
    for _ in range(2):
        assert client.post(url, body).status_code == 302
    assert about(row) == ["conference"]
    assert "ist noch nicht hinaus" in Page(client.get(url.partition("eingeladen")[0])).text


@pytest.mark.parametrize("typed", ["", "kein Postfach", "a@b", "x" * 300 + "@stelle.example"])
def test_an_address_that_cannot_be_is_said_beside_it(db: None, typed: str) -> None:
    client, row, one = sign_in("role:coach"), invited_partner(HOME), conference(HOME)
    url = f"/intern/faelle/{one.case.code}/besprechungen/{one.code}/eingeladen/{row.pk}/fragen/"
    answer = client.post(url, {"address": typed, "stamp": stamps.issue()})
    assert answer.status_code == 422
    assert Page(answer).typed("address") == typed
    assert about(row) == []


def test_the_mailbox_of_the_agency_is_offered(db: None) -> None:
    client, row, one = sign_in("role:coach"), invited_partner(HOME), conference(HOME)
    there = organisation(FOREIGN)
    with tenant(there.pk):
        type(there).objects.filter(pk=there.pk).update(email="post@stelle.example")
    url = f"/intern/faelle/{one.case.code}/besprechungen/{one.code}/eingeladen/{row.pk}/fragen/"
    assert Page(client.get(url)).typed("address") == "post@stelle.example"
