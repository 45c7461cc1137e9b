"""A request before it leaves: what is refused, and that nobody else sees it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

import pytest

from nahtlos.cases.models import Case
from nahtlos.desk.cast import HOME
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.referrals.actions import (
    ConsentMissing,
    ReferralDraft,
    discard_draft,
    drafting,
    edit_draft,
)
from nahtlos.referrals.models import Referral
from nahtlos.referrals.queries import drafted as drafted_text
from nahtlos.referrals.queries import received, sent_referral
from tests.cast import FOREIGN, actor, organisation, organisation_id
from tests.referrals.referring import (
    HOUSING,
    allowed,
    drafted,
    fresh,
    opened,
    sent,
)

pytestmark = pytest.mark.django_db
Found = TypeVar("Found")


def as_aylin(deed: Callable[[Actor], Found]) -> Found:
    """What Aylin does inside her organisation."""
    aylin = actor("aylin")
    with tenant(aylin.organisation, aylin.account_id):
        return deed(aylin)


def test_what_the_consent_does_not_cover_cannot_be_ticked() -> None:
    case = opened()
    allowed(case, categories=("PERS", "WOH"))
    with pytest.raises(Refused, match="Sucht") as refused:
        drafted(case, categories=("WOH", "SUC"))
    assert refused.value.field == "categories"


def test_without_a_consent_there_are_two_other_ways() -> None:
    with pytest.raises(ConsentMissing, match="keine gültige Einwilligung") as refused:
        drafted(opened())
    assert refused.value.field == "to_organisation"


@pytest.mark.parametrize(
    "values",
    [
        {"signed_on": None},
        {"valid_until": today() - timedelta(days=1), "valid_from": today() - timedelta(days=9)},
        {"valid_from": today() + timedelta(days=1)},
    ],
    ids=["unsigned", "over", "not yet"],
)
def test_a_consent_that_is_not_in_force_allows_nothing(values: dict[str, Any]) -> None:
    case = opened()
    allowed(case, **values)
    with pytest.raises(ConsentMissing):
        drafted(case)


def test_a_draft_is_nowhere_at_the_receiver() -> None:
    case = opened()
    allowed(case)
    referral = drafted(case)
    cem = actor("cem")
    with tenant(cem.organisation, cem.account_id), pytest.raises(Referral.DoesNotExist):
        received(cem, referral.code)


def test_a_draft_is_written_anew_and_discarded() -> None:
    case = opened()
    allowed(case)
    referral = drafted(case)
    values = ReferralDraft(
        to_organisation=organisation(FOREIGN), words="Neu „gesagt“ 😀", categories=("WOH",)
    )
    as_aylin(
        lambda aylin: edit_draft(
            actor=aylin, referral=referral, values=values, version=version_of(referral)
        )
    )
    origin = as_aylin(lambda aylin: sent_referral(aylin, referral.code)).origin
    assert drafted_text(origin) == ("Neu „gesagt“ 😀", ["WOH"])
    assert fresh(referral).pseudonymous
    as_aylin(lambda aylin: discard_draft(actor=aylin, referral=referral))
    with pytest.raises(Referral.DoesNotExist):
        fresh(referral)


def test_what_was_sent_is_not_a_draft_any_more() -> None:
    case = opened()
    allowed(case)
    referral = sent(case)
    values = ReferralDraft(to_organisation=organisation(FOREIGN), words="x", categories=HOUSING)
    deeds: list[Callable[[Actor], Any]] = [
        lambda aylin: edit_draft(
            actor=aylin, referral=referral, values=values, version=version_of(referral)
        ),
        lambda aylin: discard_draft(actor=aylin, referral=referral),
    ]
    for deed in deeds:
        with pytest.raises(Refused, match="schon gesendet"):
            as_aylin(deed)


def test_ten_thousand_characters_are_refused_beside_the_field() -> None:
    case = opened()
    allowed(case)
    with pytest.raises(Refused, match="höchstens") as refused:
        drafted(case, words="ä" * 10_000)
    assert refused.value.field == "words"


def test_the_own_organisation_is_not_asked() -> None:
    case = opened()
    with pytest.raises(Refused, match="eigenen Organisation"):
        drafted(case, to=HOME)


def test_a_code_that_is_taken_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    case = opened()
    allowed(case)
    taken = drafted(case).code
    codes = iter([taken, taken, "R-2222-2"])
    monkeypatch.setattr(drafting, "new_code", lambda prefix: next(codes))
    assert drafted(case).code == "R-2222-2"


def test_a_code_taken_by_strangers_at_the_same_receiver_is_drawn_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    theirs = opened("doro", prison_code="")
    allowed(theirs)
    taken = drafted(theirs, who="doro").code
    case = opened()
    allowed(case)
    codes = iter([taken, "R-3333-3"])
    monkeypatch.setattr(drafting, "new_code", lambda prefix: next(codes))
    assert drafted(case).code == "R-3333-3"


def test_a_step_of_another_plan_is_unknown() -> None:
    case = opened()
    allowed(case)
    with pytest.raises(Refused, match="gibt es im Plan nicht"):
        drafted(case, step_code="S-7F3M-2")


def test_a_closed_accompaniment_asks_nobody() -> None:
    case = opened()
    allowed(case)
    with tenant(organisation_id()):
        Case.objects.filter(pk=case.pk).update(closed_on=today(), closing="reached")
        closed = Case.objects.select_related("client").get(pk=case.pk)
    with pytest.raises(Refused, match="abgeschlossen"):
        drafted(closed)
    assert version_of(closed)
