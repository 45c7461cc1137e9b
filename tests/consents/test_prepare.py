"""Preparing: one receiver, one purpose, named kinds of data, an end; and it allows nothing yet."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import Http404

from nahtlos.consents import actions, queries
from nahtlos.consents.models import Consent
from nahtlos.consents.rules.scope import latest_until
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.codes import is_code
from nahtlos.foundation.tenancy import tenant
from tests.cast import FOREIGN, actor, organisation, organisation_id
from tests.consents.asking import CONDITION, FAMILY, WORDS, a_case, asked, prepared
from tests.records import assert_by, recorded, said
from tests.test_access_matrix import writes


def refused(**values: Any) -> Refused:
    """What preparing with VALUES is refused with; nothing is written."""
    case = a_case()
    with tenant(organisation_id()):
        before = writes()
        with pytest.raises(Refused) as caught:
            actions.prepare_consent(actor=actor("aylin"), case=case, values=asked(**values))
        assert writes() == before
        assert not Consent.objects.filter(case=case).exists()
    return caught.value


def test_a_prepared_consent_allows_nothing(db: None) -> None:
    case = a_case()
    with recorded() as found:
        consent = prepared(case)
    assert is_code(consent.number)
    assert consent.number.startswith("E-")
    with tenant(organisation_id()):
        assert queries.covering(case, organisation(FOREIGN).pk, today()) == []
        assert queries.consents_of(case) == [consent]
        (line,) = queries.who_may_know(case)
        assert line.standing.words == "noch nicht unterschrieben"
        assert line.categories == ("Name und Erreichbarkeit", "Entlassung: Tag und Ort", "Wohnen")
        assert line.special == ("Schulden und Konto",)
        assert next(event.verb for event in case.events.all()) == "consent_prepared"
    assert said(found) == [("created", "consent", consent.number)]
    assert_by(found, "aylin", FAMILY, WORDS, CONDITION, "SCH")


def test_free_agencies_and_prisons_ask_in_their_own_words(db: None) -> None:
    assert prepared(a_case()).text_version == "dsgvo-2026-1"
    assert prepared(a_case("doro"), "doro").text_version == "justiz-2026-1"


def test_there_is_no_code_for_everything(db: None) -> None:
    for codes in ([], ["alle"], ["PERS", "*"], ["DIS"]):
        assert refused(categories=codes).field == "plain"


def test_an_end_after_more_than_a_year_is_refused(db: None) -> None:
    late = latest_until(today()) + timedelta(days=1)
    assert refused(valid_until=late).reason.startswith("Länger als ein Jahr gilt keine")
    assert refused(valid_until=today() - timedelta(days=1)).field == "valid_until"
    with tenant(organisation_id()):
        assert prepared(a_case(), valid_until=latest_until(today())).valid_until


def test_purpose_and_extent_must_be_named(db: None) -> None:
    assert refused(purpose="alles").field == "purpose"
    assert refused(purpose="other", purpose_words=" ").field == "purpose_words"
    assert refused(extent=[]).field == "extent"
    assert refused(extent=["alles"]).field == "extent"
    assert refused(direction="überallhin").field == "direction"
    assert refused(to_function=" ").field == "to_function"


def test_nobody_asks_for_her_own_organisation(db: None) -> None:
    assert refused(to_organisation=organisation()).field == "receiver"


def test_who_is_not_on_the_case_prepares_nothing(db: None) -> None:
    case = a_case()
    for who in ("bernd", "helga", "fritz", "guel"):
        with tenant(organisation_id()), pytest.raises(Http404):
            actions.prepare_consent(actor=actor(who), case=case, values=asked())
    with tenant(organisation_id(FOREIGN)), pytest.raises(Http404):
        actions.prepare_consent(actor=actor("cem"), case=case, values=asked())
    with tenant(organisation_id()):
        assert not Consent.objects.filter(case=case).exists()


def test_what_says_something_about_her_is_sealed(db: None) -> None:
    consent = prepared(a_case(), categories=["PERS", "SUC"])
    with tenant(organisation_id()), connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(c)::text FROM consents_consent c")
        rows = " ".join(row[0] for row in cursor.fetchall())
        cursor.execute(
            "SELECT purpose_words, categories_text, condition FROM consents_consent"
            " WHERE number = %s",
            [consent.number],
        )
        raw = b" ".join(bytes(value) for value in cursor.fetchone())
    for secret in (WORDS, CONDITION, "SUC", "PERS", FAMILY):
        assert secret not in rows
        assert secret.encode() not in raw
    again = Consent()
    with tenant(organisation_id()):
        again = Consent.objects.get(pk=consent.pk)
        assert (again.purpose_words, again.condition) == (WORDS, CONDITION)
        assert again.categories == ["PERS", "SUC"]


def test_any_script_and_ten_thousand_characters_are_kept(db: None) -> None:
    words = "Şahin Łukasz Ї محمد 😀 <b>" + "x" * 10_000
    consent = prepared(a_case(), purpose_words=words)
    with tenant(organisation_id()):
        assert Consent.objects.get(pk=consent.pk).purpose_words == words


def test_every_word_and_every_value_counts(db: None) -> None:
    case = a_case()
    first = prepared(case)
    hashes = {first.text_hash}
    for values in (
        {"categories": ["PERS", "TERM", "WOH"]},
        {"extent": ["talk"]},
        {"direction": "both"},
        {"to_function": "Leitung"},
        {"valid_until": today() + timedelta(days=9)},
        {"condition": ""},
        {"purpose": "work"},
        {"to_organisation": organisation("jva-musterstadt")},
    ):
        hashes.add(prepared(case, **values).text_hash)
    assert len(hashes) == 9
    assert all(len(one) == 64 for one in hashes)


def test_who_has_not_signed_can_be_thrown_away(db: None) -> None:
    case = a_case()
    consent = prepared(case)
    with recorded() as found, tenant(organisation_id()):
        with pytest.raises(Http404):
            actions.discard_consent(actor=actor("bernd"), consent=consent)
        actions.discard_consent(actor=actor("aylin"), consent=consent)
        assert queries.consents_of(case) == []
    assert said(found) == [("ended", "consent", consent.number)]
