"""What is told by law: on a worker's own view, dated, and nobody can withdraw it."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404

from nahtlos.cases.models import Case
from nahtlos.consents import actions, queries
from nahtlos.consents.models import Consent, ConsentKind
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from tests.cast import FOREIGN, actor, organisation, organisation_id
from tests.consents.asking import FAMILY, a_case, noticed
from tests.records import assert_by, recorded, said


def record(case: Case, who: str = "aylin", **values: Any) -> Consent:
    """A notice that WHO records."""
    acting = actor(who)
    with tenant(acting.organisation):
        return actions.record_notice(actor=acting, case=case, values=noticed(**values))


def test_it_covers_the_named_office_until_its_day(db: None) -> None:
    case = a_case()
    with recorded() as found:
        notice = record(case)
    assert (notice.kind, notice.text_version) == (ConsentKind.NOTICE, "mitteilung-2026-1")
    receiver = organisation(FOREIGN).pk
    with tenant(organisation_id()):
        assert queries.covering(case, receiver, today()) == [notice]
        assert queries.covering(case, receiver, notice.valid_until + timedelta(days=1)) == []
        (line,) = queries.who_may_know(case)
        assert line.by_law
        assert "notice_recorded" in [event.verb for event in case.events.all()]
    assert said(found) == [("created", "notice", notice.number)]
    assert_by(found, "aylin", FAMILY, "Brand")


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("legal_basis", {"legal_basis": ""}),
        ("legal_basis", {"legal_basis": "weil_ich_es_sage"}),
        ("legal_basis", {"legal_basis": "prison_notice"}),
        ("purpose_words", {"purpose_words": " "}),
        ("informed_on", {"informed_on": None}),
        ("informed_on", {"informed_on": today() + timedelta(days=1)}),
        ("plain", {"categories": []}),
        ("valid_until", {"valid_until": today() + timedelta(days=400)}),
    ],
)
def test_what_is_missing_is_said(db: None, field: str, values: dict[str, Any]) -> None:
    case = a_case()
    with pytest.raises(Refused) as caught:
        record(case, **values)
    assert caught.value.field == field
    with tenant(organisation_id()):
        assert not Consent.objects.filter(case=case).exists()


def test_prisons_have_their_own_notices(db: None) -> None:
    notice = record(a_case("doro"), "doro", legal_basis="prison_notice")
    assert notice.legal_basis == "prison_notice"


def test_who_is_not_told_yet_has_a_reason(db: None) -> None:
    notice = record(a_case(), informed_on=None, condition="Sonst wäre das Kind in Gefahr.")
    assert notice.informed_on is None


def test_nobody_withdraws_a_law(db: None) -> None:
    notice = record(a_case())
    with tenant(organisation_id()):
        with pytest.raises(Refused, match="beruht nicht auf einer Einwilligung"):
            actions.mark_withdrawn(actor=actor("aylin"), consent=notice, channel="phone")
        search = queries.WithdrawalSearch(code=notice.number)
        assert queries.withdrawable(actor("aylin"), search) == []


def test_who_is_not_on_the_case_records_nothing(db: None) -> None:
    case = a_case()
    for who in ("bernd", "fritz"):
        with pytest.raises(Http404):
            record(case, who)
