"""Withdrawing: whoever takes the call, at once, and without seeing more than needed."""

from dataclasses import asdict
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from nahtlos.consents import actions, queries
from nahtlos.consents.models import Consent, Revocation
from nahtlos.consents.queries import WithdrawalSearch
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.models import RateCount
from nahtlos.foundation.tenancy import tenant
from tests.cast import FOREIGN, actor, organisation, organisation_id
from tests.consents.asking import BORN, FAMILY, GIVEN, a_case, prepared, signed
from tests.records import assert_by, recorded, said


def search(who: str, key: str | None = None, **typed: object) -> list[queries.WithdrawalHit]:
    """What WHO finds."""
    acting = actor(who)
    with tenant(organisation_id(key) if key else acting.organisation):
        return queries.withdrawable(acting, WithdrawalSearch(**typed))  # type: ignore[arg-type]


def withdraw(consent: Consent, who: str, channel: str = "phone") -> Revocation:
    """WHO takes the call."""
    acting = actor(who)
    with tenant(acting.organisation):
        return actions.mark_withdrawn(actor=acting, consent=consent, channel=channel)


def test_it_allows_nothing_from_this_moment_on(db: None) -> None:
    case = a_case()
    consent = signed(case)
    with recorded() as found:
        revocation = withdraw(consent, "aylin", "letter")
    assert revocation.channel == "letter"
    with tenant(organisation_id()):
        assert queries.covering(case, organisation(FOREIGN).pk, today()) == []
        assert not Consent.objects.get(pk=consent.pk).is_in_force(today())
        (line,) = queries.who_may_know(case)
        assert (line.standing.words, line.over) == ("widerrufen", True)
        assert "consent_withdrawn" in [event.verb for event in case.events.all()]
    assert said(found) == [("revoked", "consent", consent.number)]
    assert_by(found, "aylin", FAMILY)


def test_twice_is_once(db: None) -> None:
    consent = signed(a_case())
    with recorded() as found:
        assert withdraw(consent, "aylin") == withdraw(consent, "bernd", "letter")
    assert len(found) == 1
    with tenant(organisation_id()):
        assert Revocation.objects.get(consent=consent).channel == "phone"


@pytest.mark.parametrize("who", ["bernd", "helga", "fritz", "role:partner_intake"])
def test_a_colleague_who_is_not_on_the_case_takes_it_down(db: None, who: str) -> None:
    consent = signed(a_case())
    (hit,) = search(who, code=consent.number)
    acting = actor(who)
    with tenant(organisation_id()):
        found = queries.consent_to_withdraw(acting, hit.number)
        actions.mark_withdrawn(actor=acting, consent=found, channel="phone")
        assert not Consent.objects.get(pk=consent.pk).is_in_force(today())
        with pytest.raises(Consent.DoesNotExist):
            queries.consent_for(acting, consent.number)


def test_a_hit_says_number_day_and_receiver_only(db: None) -> None:
    consent = signed(a_case())
    (hit,) = search("bernd", code=consent.number)
    assert asdict(hit) == {
        "number": consent.number,
        "signed_on": today(),
        "receiver": organisation(FOREIGN).name,
    }


@pytest.mark.parametrize("who", ["guel", "role:ministry"])
def test_who_answers_no_telephone_takes_nothing(db: None, who: str) -> None:
    consent = signed(a_case())
    with pytest.raises(Http404):
        search(who, code=consent.number)
    with pytest.raises(Http404):
        withdraw(consent, who)
    with tenant(organisation_id()), pytest.raises(Consent.DoesNotExist):
        queries.consent_to_withdraw(actor(who), consent.number)


def test_another_organisation_finds_and_withdraws_nothing(db: None) -> None:
    consent = signed(a_case())
    assert search("cem", code=consent.number) == []
    assert search("cem", name=f"{GIVEN} {FAMILY}", born_on=BORN) == []
    with tenant(organisation_id(FOREIGN)):
        with pytest.raises(Consent.DoesNotExist):
            queries.consent_to_withdraw(actor("cem"), consent.number)
        with pytest.raises(Consent.DoesNotExist):
            actions.mark_withdrawn(actor=actor("cem"), consent=consent, channel="phone")


@pytest.mark.parametrize(
    "name",
    [
        f"{GIVEN} {FAMILY}",
        f"{FAMILY}, {GIVEN}",
        "karim KASSMANN-WEISSDORN",
        "  Kassmann-Weissdorn   Karim ",
    ],
)
def test_the_full_name_with_the_birth_date_finds_it_however_it_is_typed(
    db: None, name: str
) -> None:
    consent = signed(a_case())
    assert [hit.number for hit in search("bernd", name=name, born_on=BORN)] == [consent.number]


def test_a_part_of_the_name_or_another_birth_date_finds_nothing(db: None) -> None:
    signed(a_case())
    assert search("bernd", name="Karim Kaßmann", born_on=BORN) == []
    assert search("bernd", name=f"{GIVEN} {FAMILY}", born_on=date(1990, 3, 1)) == []
    for typed in ({}, {"name": f"{GIVEN} {FAMILY}"}, {"name": FAMILY, "born_on": BORN}):
        with pytest.raises(Refused, match="Vorname und Nachname mit dem Geburtsdatum"):
            search("bernd", **typed)


def test_every_code_of_the_person_finds_all_of_hers(db: None) -> None:
    case = a_case()
    numbers = {signed(case).number, signed(case, categories=["PERS"]).number}
    signed(a_case())
    for code in (case.code, case.client.code, case.code.lower().replace("-", " ")):
        assert {hit.number for hit in search("bernd", code=code)} == numbers
    assert search("bernd", code="F-2222-2") == []
    assert search("bernd", code="😀" * 5_000) == []


def test_what_allows_nothing_is_not_found(db: None) -> None:
    case = a_case()
    prepared(case)
    withdraw(signed(case), "aylin")
    assert search("aylin", code=case.code) == []


def test_an_unsigned_one_is_not_withdrawn(db: None) -> None:
    with pytest.raises(Refused, match="nicht unterschrieben"):
        withdraw(prepared(a_case()), "aylin")
    with pytest.raises(Refused, match="wie der Widerruf kam"):
        withdraw(signed(a_case()), "aylin", "Brieftaube")


def test_every_search_is_recorded_without_what_was_typed(db: None) -> None:
    consent = signed(a_case())
    with recorded() as found:
        search("bernd", name=f"{GIVEN} {FAMILY}", born_on=BORN)
        search("bernd", code=consent.number)
    assert said(found) == [("searched", "consent", "")] * 2
    assert [entry.detail for entry in found] == [
        '{"by":"name","found":1}',
        '{"by":"code","found":1}',
    ]
    assert_by(found, "bernd", GIVEN, FAMILY, BORN.isoformat())


def test_thirty_searches_an_hour_are_enough(db: None) -> None:
    for _ in range(30):
        search("bernd", code="E-2222-2")
    with pytest.raises(Refused, match="schon oft gesucht"):
        search("bernd", code="E-2222-2")
    search("helga", code="E-2222-2")
    stored = RateCount.objects.filter(bucket="person_search").values_list("who", flat=True)
    assert len(stored) == 2
    assert str(actor("bernd").account_id) not in str(list(stored))


def test_a_withdrawal_stays_as_it_was_taken_down(db: None) -> None:
    revocation = withdraw(signed(a_case()), "aylin")
    with (
        tenant(organisation_id()),
        pytest.raises(DatabaseError, match="Cannot update rows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE consents_revocation SET channel = 'fax' WHERE id = %s", [revocation.pk]
        )
