"""A request is drafted and sent: what goes along, what is refused, what both sides find."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TypeVar

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from nahtlos.cases.actions import answer_question
from nahtlos.cases.models import Step
from nahtlos.cases.queries import case_for
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.foundation.workdays import add_workdays
from nahtlos.organisations.models import Organisation
from nahtlos.referrals.actions import (
    ReferralDraft,
    discard_draft,
    draft_referral,
    edit_draft,
    record_agreed_reply,
    send_referral,
    withdraw_consent,
)
from nahtlos.referrals.models import Package, Referral
from nahtlos.referrals.queries import content_of, package_of, received, sent_referral
from nahtlos.referrals.queries import drafted as drafted_text
from tests.cast import FOREIGN, actor, organisation, organisation_id
from tests.records import assert_by, letters, recorded, said
from tests.referrals.referring import (
    FAMILY,
    GIVEN,
    HOUSING,
    PHONE,
    THIRD,
    WORDS,
    allowed,
    drafted,
    events,
    fresh,
    opened,
    sent,
    verbs,
)

pytestmark = pytest.mark.django_db
Found = TypeVar("Found")


def as_aylin(deed: Callable[[Actor], Found]) -> Found:
    """What Aylin does inside her organisation."""
    aylin = actor("aylin")
    with tenant(aylin.organisation, aylin.account_id):
        return deed(aylin)


def test_a_request_lies_in_both_places_at_once_and_the_case_waits() -> None:
    case = opened()
    allowed(case)
    with recorded() as found:
        referral = sent(case)
    assert referral.state == "sent"
    assert verbs(referral) == [("from", "sent", "")]
    cem = actor("cem")
    with tenant(cem.organisation, cem.account_id):
        assert received(cem, referral.code).reply_due_on == add_workdays(today(), 5, "MU")
    assert as_aylin(lambda aylin: case_for(aylin, case.code)).waiting_since == today()
    assert said(found) == [
        ("created", "referral", referral.code),
        ("sent", "referral", referral.code),
    ]
    assert_by(found, "aylin", GIVEN, FAMILY, WORDS)


def test_the_letter_goes_to_the_function_mailbox_and_names_nobody() -> None:
    case = opened()
    allowed(case)
    before = len(letters(FOREIGN))
    referral = sent(case)
    (letter,) = letters(FOREIGN)[before:]
    assert letter.kind == "referral"
    assert letter.about == referral.pk
    assert "@" in letter.address
    assert referral.way == "link"
    for word in (GIVEN, FAMILY, referral.code, case.code, "wohn"):
        assert word.lower() not in letter.link.lower()


def test_without_a_mailbox_it_lies_in_the_inbox_and_waits_for_paper() -> None:
    with tenant(organisation_id(THIRD)):
        Organisation.objects.filter(pk=organisation_id(THIRD)).update(email="")
        organisation(THIRD).sites.update(email="")
        organisation(THIRD).contacts.update(public_email="")
    case = opened()
    allowed(case, to=THIRD)
    referral = sent(case, to=THIRD)
    assert referral.way == "paper"
    assert not [one for one in letters(THIRD) if one.about == referral.pk]


def test_the_package_holds_exactly_what_the_consent_and_the_ticks_allow() -> None:
    case = opened()
    allowed(case, categories=("PERS", "TERM", "WOH", "GES", "SUC"))
    referral = sent(case, categories=("TERM", "WOH", "SUC"))
    with tenant(organisation_id(FOREIGN)):
        content = package_of("to", fresh(referral, FOREIGN), today())
    assert content is not None
    assert content.categories == ("TERM", "WOH", "SUC")
    told = " ".join(f"{line.label} {line.value}" for line in content.lines)
    for word in (GIVEN, FAMILY, PHONE, "1988"):
        assert word not in f"{content.heading} {told}"


def test_a_tick_that_the_consent_lost_does_not_go_along() -> None:
    """The draft was made under a wider consent than the one that holds when it is sent."""
    case = opened()
    consent = allowed(case, categories=("WOH", "SUC"))
    referral = drafted(case, categories=("WOH", "SUC"))
    origin = as_aylin(lambda aylin: sent_referral(aylin, referral.code)).origin
    consent.categories = ["WOH"]
    words, ticked = drafted_text(origin)
    assert ticked == ["WOH", "SUC"]
    content = as_aylin(
        lambda aylin: content_of(case, referral, consent, words=words, ticked=ticked)
    )
    assert content.categories == ("WOH",)


def test_the_preview_is_what_is_sent() -> None:
    case = opened()
    consent = allowed(case)
    referral = drafted(case)
    preview = as_aylin(
        lambda aylin: content_of(case, referral, consent, words=WORDS, ticked=HOUSING)
    )
    as_aylin(lambda aylin: send_referral(actor=aylin, referral=referral))
    with tenant(organisation_id(FOREIGN)):
        assert package_of("to", fresh(referral, FOREIGN), today()) == preview


def test_answers_and_steps_are_told_and_own_steps_and_places_are_not() -> None:
    case = opened()
    allowed(case)
    said_of = {"state": "in_progress", "words": "Zimmer ist angefragt", "place": "Geheimweg 3"}

    def answer(aylin: Actor) -> None:
        current = case_for(aylin, case.code)
        answer_question(actor=aylin, case=current, question="bed", values=said_of, version="")

    as_aylin(answer)
    referral = sent(case)
    with tenant(organisation_id(FOREIGN)):
        content = package_of("to", fresh(referral, FOREIGN), today())
    assert content is not None
    told = " ".join(f"{line.label}: {line.value}" for line in content.lines)
    assert "in Klärung: Zimmer ist angefragt" in told
    assert "Geheimweg" not in told


def test_a_request_without_a_name_shows_its_code_everywhere() -> None:
    case = opened()
    allowed(case)
    referral = sent(case, pseudonymous=True)
    with tenant(organisation_id(FOREIGN)):
        content = package_of("to", fresh(referral, FOREIGN), today())
        rows = list(Referral.objects.filter(pk=referral.pk).values())
    assert content is not None
    assert content.heading == f"Anfrage {referral.code}"
    for word in (GIVEN, FAMILY, PHONE):
        assert word not in repr((content, rows, events(referral)))


def test_a_request_without_a_name_does_not_tell_it_in_its_words() -> None:
    case = opened()
    allowed(case)
    with pytest.raises(Refused, match="Name der Person") as refused:
        drafted(case, pseudonymous=True, words=f"Herr {FAMILY.upper()} sucht ein Zimmer")
    assert refused.value.field == "words"
    assert drafted(case, words=f"{GIVEN} sucht ein Zimmer").state == "draft"


def test_a_consent_withdrawn_meanwhile_keeps_it_a_draft() -> None:
    case = opened()
    consent = allowed(case)
    before = len(letters(FOREIGN))
    referral = drafted(case)
    as_aylin(lambda aylin: withdraw_consent(actor=aylin, consent=consent, channel="phone"))
    with pytest.raises(Refused, match="gilt nicht mehr"):
        as_aylin(lambda aylin: send_referral(actor=aylin, referral=referral))
    assert fresh(referral).state == "draft"
    assert len(letters(FOREIGN)) == before
    with tenant(organisation_id()):
        assert not Package.objects.filter(referral=referral).exists()


def test_sent_twice_is_sent_once() -> None:
    case = opened()
    allowed(case)
    referral = sent(case)
    number = len(letters(FOREIGN))
    as_aylin(lambda aylin: send_referral(actor=aylin, referral=referral))
    assert len(letters(FOREIGN)) == number
    assert verbs(referral) == [("from", "sent", "")]


def test_two_requests_for_the_same_person_to_the_same_place_on_one_day_both_exist() -> None:
    case = opened()
    allowed(case)
    one, other = sent(case), sent(case)
    assert one.code != other.code
    cem = actor("cem")
    with tenant(cem.organisation, cem.account_id):
        assert received(cem, one.code).pk != received(cem, other.code).pk


@pytest.mark.parametrize("who", ["bernd", "doro", "cem", "fritz", "guel", "mina"])
def test_nobody_else_sends_edits_or_discards_it(who: str) -> None:
    case = opened()
    allowed(case)
    referral = drafted(case)
    acting = actor(who)
    values = ReferralDraft(to_organisation=organisation(FOREIGN), words="x", categories=HOUSING)
    deeds: list[Callable[[], Any]] = [
        lambda: send_referral(actor=acting, referral=referral),
        lambda: edit_draft(
            actor=acting, referral=referral, values=values, version=version_of(referral)
        ),
        lambda: discard_draft(actor=acting, referral=referral),
    ]
    for deed in deeds:
        with pytest.raises(Http404), tenant(acting.organisation, acting.account_id):
            deed()
    assert fresh(referral).state == "draft"


def test_the_step_it_serves_waits_from_now_on() -> None:
    case = opened()
    allowed(case)
    sent(case, step_code="M24")
    with tenant(organisation_id()):
        assert Step.objects.get(case=case, code="M24").state == "waiting"


def test_an_agreed_reply_counts_while_it_is_valid() -> None:
    helga = actor("helga")

    def agree(workdays: int, valid_until: date | None = None) -> None:
        with tenant(helga.organisation, helga.account_id):
            record_agreed_reply(
                actor=helga,
                to_organisation=organisation(FOREIGN),
                workdays=workdays,
                source="Vereinbarung vom 3.12.2026",
                valid_until=valid_until,
            )

    case = opened()
    allowed(case)
    agree(2)
    assert sent(case).reply_due_on == add_workdays(today(), 2, "MU")
    agree(2, today() - timedelta(days=1))
    assert sent(case).reply_due_on == add_workdays(today(), 5, "MU")
    with pytest.raises(Refused, match="1 bis 60"):
        agree(0)


def test_only_the_fachleitung_and_the_administration_note_what_was_agreed() -> None:
    aylin = actor("aylin")
    with pytest.raises(Http404), tenant(aylin.organisation, aylin.account_id):
        record_agreed_reply(
            actor=aylin, to_organisation=organisation(FOREIGN), workdays=3, source="so gesagt"
        )


def test_nothing_typed_is_readable_in_the_rows() -> None:
    case = opened()
    allowed(case)
    referral = sent(case)
    with tenant(organisation_id()), connection.cursor() as cursor:
        for table in ("referrals_referral", "referrals_package", "referrals_origin"):
            cursor.execute(f"SELECT encode({table}::text::bytea, 'escape') FROM {table}")  # noqa: S608
            rows = str(cursor.fetchall())
            for word in (GIVEN, FAMILY, PHONE, "Gesucht wird", "JVA Musterstadt"):
                assert word not in rows
    assert referral.package_version == 1


def test_drafting_and_sending_cost_few_statements() -> None:
    case = opened()
    allowed(case)
    sent(case)
    aylin, receiver = actor("aylin"), organisation(FOREIGN)
    values = ReferralDraft(to_organisation=receiver, words=WORDS, categories=HOUSING)
    with tenant(aylin.organisation, aylin.account_id):
        with CaptureQueriesContext(connection) as draft:
            referral = draft_referral(actor=aylin, case=case, values=values)
        with CaptureQueriesContext(connection) as send:
            send_referral(actor=aylin, referral=referral)
    assert len(draft) <= 8
    assert len(send) <= 22
