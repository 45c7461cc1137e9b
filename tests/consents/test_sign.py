"""Signing: from then on it allows what stands on the sheet, and nothing on it can change."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from nahtlos.cases.actions.opening import edit_client
from nahtlos.consents import actions, queries
from nahtlos.consents.models import Consent, Insight
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import Stale, version_of
from tests.cast import FOREIGN, actor, organisation, organisation_id
from tests.consents.asking import FAMILY, a_case, prepared, sign, signature, signed
from tests.records import assert_by, recorded, said

TOMORROW = timedelta(days=1)


def refused(consent: Consent, **values: Any) -> Refused:
    """What signing with VALUES is refused with; it stays unsigned."""
    with tenant(organisation_id()):
        with pytest.raises(Refused) as caught:
            actions.sign_consent(
                actor=actor("aylin"),
                consent=consent,
                values=signature(**values),
                version=version_of(consent),
            )
        assert Consent.objects.get(pk=consent.pk).signed_on is None
    return caught.value


def test_from_the_signature_on_it_covers_what_stands_on_it(db: None) -> None:
    case = a_case()
    consent = prepared(case)
    with recorded() as found:
        sign(consent)
    receiver = organisation(FOREIGN).pk
    with tenant(organisation_id()):
        for day in (today(), consent.valid_until):
            assert queries.covering(case, receiver, day) == [consent]
        for day in (today() - TOMORROW, consent.valid_until + TOMORROW):
            assert queries.covering(case, receiver, day) == []
        assert queries.covering(case, organisation("jva-musterstadt").pk, today()) == []
        (line,) = queries.who_may_know(case)
        assert line.standing.words == "gültig"
        assert "consent_signed" in [event.verb for event in case.events.all()]
    assert said(found) == [("consented", "consent", consent.number)]
    assert_by(found, "aylin", FAMILY)


def test_twice_is_once(db: None) -> None:
    consent = prepared(a_case())
    with recorded() as found:
        sign(consent)
        sign(consent)
    assert len(found) == 1


def test_another_day_for_what_is_signed_is_refused(db: None) -> None:
    consent = signed(a_case())
    with pytest.raises(Refused, match="schon als unterschrieben"):
        sign(consent, signed_on=today() - TOMORROW, informed_on=today() - TOMORROW)


def test_a_day_to_come_is_refused(db: None) -> None:
    assert refused(prepared(a_case()), signed_on=today() + TOMORROW).field == "signed_on"
    assert refused(prepared(a_case()), informed_on=today() + TOMORROW).field == "informed_on"
    assert refused(prepared(a_case()), signed_on=date(1826, 1, 1)).field == "signed_on"


def test_a_sheet_that_ran_out_before_it_was_signed_allows_nothing(db: None) -> None:
    past = today() - timedelta(days=200)
    consent = prepared(a_case(), valid_from=past, valid_until=today() - TOMORROW)
    assert "schon abgelaufen" in refused(consent).reason


def test_a_witness_is_named_where_nobody_could_sign(db: None) -> None:
    consent = prepared(a_case())
    assert refused(consent, form="witnessed").field == "interpreter"
    assert sign(consent, form="witnessed", interpreter="Frau Beispiel, Seelsorge").signed_on


def test_for_a_minor_somebody_must_choose_whose_will_counts(db: None) -> None:
    for years in (13, 15):
        consent = prepared(a_case(born_on=today().replace(year=today().year - years, day=1)))
        assert refused(consent).field == "insight"
        assert refused(consent, insight="auto").field == "insight"
        assert sign(consent, insight="self_and_guardian").insight == Insight.SELF_AND_GUARDIAN


def test_an_adult_and_somebody_of_unknown_age_decide_themselves(db: None) -> None:
    assert signed(a_case()).insight == Insight.SELF
    assert signed(a_case(born_on=None)).insight == Insight.SELF
    assert sign(prepared(a_case()), insight="guardian").insight == Insight.GUARDIAN


def test_what_changed_on_the_sheet_since_the_print_is_not_signed(db: None) -> None:
    case = a_case()
    consent = prepared(case)
    with tenant(organisation_id()):
        values = {"given_name": "Kamil"}
        version = version_of(case.client)
        edit_client(actor=actor("aylin"), case=case, values=values, version=version)
    assert "Seit dem Druck hat sich etwas geändert" in refused(consent).reason


def test_who_works_from_an_old_page_is_told(db: None) -> None:
    consent = prepared(a_case())
    with tenant(organisation_id()), pytest.raises(Stale):
        actions.sign_consent(
            actor=actor("aylin"), consent=consent, values=signature(), version="gestern"
        )


def test_who_is_not_on_the_case_signs_nothing(db: None) -> None:
    consent = prepared(a_case())
    for who, key in (("bernd", None), ("fritz", None), ("cem", FOREIGN)):
        with tenant(organisation_id(key) if key else organisation_id()), pytest.raises(Http404):
            actions.sign_consent(
                actor=actor(who),
                consent=consent,
                values=signature(),
                version=version_of(consent),
            )


def test_a_signed_consent_cannot_be_altered_even_in_the_database(db: None) -> None:
    consent = signed(a_case())
    with tenant(organisation_id()):
        for column in ("to_function", "text_hash", "valid_until", "signed_on"):
            value = "NULL" if column == "signed_on" else f"{column}"
            with (
                pytest.raises(DatabaseError, match="Cannot update rows"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(
                    f"UPDATE consents_consent SET {column} = {value} WHERE number = %s",  # noqa: S608 (two fixed words)
                    [consent.number],
                )
        with pytest.raises(Refused, match="sondern widerrufen"):
            actions.discard_consent(actor=actor("aylin"), consent=consent)


def test_widening_needs_a_signature_of_its_own(db: None) -> None:
    case = a_case()
    narrow = signed(case, categories=["PERS"])
    wide = prepared(case, categories=["PERS", "GES"])
    with tenant(organisation_id()):
        allowed = queries.covering(case, organisation(FOREIGN).pk, today())
        assert [one.number for one in allowed] == [narrow.number]
    sign(wide)
    with tenant(organisation_id()):
        allowed = queries.covering(case, organisation(FOREIGN).pk, today())
        assert {one.number for one in allowed} == {narrow.number, wide.number}
