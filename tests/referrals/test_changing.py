"""A request on its way is added to, taken back, or goes to somebody else."""

from datetime import timedelta

import pytest
from django.http import Http404

from nahtlos.directory.models import Offer
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.people.models import Membership
from nahtlos.referrals.actions import (
    ConsentMissing,
    ReferralDraft,
    amend_referral,
    reroute_referral,
    withdraw_referral,
)
from nahtlos.referrals.models import Referral
from nahtlos.referrals.queries import (
    drafted as drafted_text,
)
from nahtlos.referrals.queries import (
    inbox,
    matched_offers,
    package_of,
    sent_referral,
    versions_of,
)
from nahtlos.referrals.rules.package import PackageContent
from tests.cast import FOREIGN, actor, organisation, organisation_id
from tests.records import letters, recorded, said
from tests.referrals.referring import (
    FAMILY,
    GIVEN,
    THIRD,
    WORDS,
    allowed,
    answered,
    drafted,
    fresh,
    opened,
    sent,
    verbs,
)

pytestmark = pytest.mark.django_db


def amend(referral: Referral, words: str, **values: object) -> Referral:
    """Aylin adds WORDS."""
    aylin = actor("aylin")
    with tenant(aylin.organisation, aylin.account_id):
        return amend_referral(actor=aylin, referral=referral, words=words, **values)  # type: ignore[arg-type]


def withdraw(referral: Referral, who: str = "aylin") -> Referral:
    """WHO takes it back."""
    acting = actor(who)
    with tenant(acting.organisation, acting.account_id):
        return withdraw_referral(actor=acting, referral=referral)


def reroute(referral: Referral, to: str) -> Referral:
    """Aylin asks somebody else instead."""
    aylin = actor("aylin")
    with tenant(aylin.organisation, aylin.account_id):
        values = ReferralDraft(to_organisation=organisation(to))
        return reroute_referral(actor=aylin, referral=referral, values=values)


def read(referral: Referral) -> PackageContent | None:
    """What the receiver reads."""
    with tenant(referral.to_organisation_id):
        current = Referral.objects.get(pk=referral.pk)
        return package_of("to", current, today())


def test_what_is_added_arrives_as_a_new_version() -> None:
    referral = sent()
    with recorded() as found:
        amend(referral, "Auch ein Zimmer im Norden wäre gut.")
    content = read(referral)
    assert content is not None
    assert content.words == f"{WORDS}\n\nErgänzt: Auch ein Zimmer im Norden wäre gut."
    with tenant(organisation_id()):
        assert len(versions_of(referral)) == 2
    assert verbs(referral)[-1] == ("from", "amended", "")
    assert said(found) == [("amended", "referral", referral.code)]
    kinds = [one.kind for one in letters(FOREIGN) if one.about == referral.pk]
    assert kinds == ["referral", "referral_changed"]


def test_nothing_is_added_to_what_is_over_or_not_sent_yet() -> None:
    referral = sent()
    withdraw(referral)
    with pytest.raises(Refused, match="schon beendet: zurückgezogen"):
        amend(referral, "noch etwas")
    case = opened()
    allowed(case)
    with pytest.raises(Refused, match="noch nicht gesendet"):
        amend(drafted(case), "noch etwas")
    with pytest.raises(Refused, match="was neu ist"):
        amend(sent(case), "  ")


def test_a_nameless_request_is_accepted_and_later_lifted_with_consent() -> None:
    case = opened()
    allowed(case, categories=("SUC",))
    referral = sent(case, categories=("SUC",))
    assert referral.pseudonymous
    answered(referral, "accepted")
    assert fresh(referral).state == "accepted"
    with pytest.raises(Refused, match="Name und Erreichbarkeit") as refused:
        amend(referral, "", categories=("PERS", "SUC"))
    assert refused.value.field == "categories"
    allowed(case, categories=("PERS", "SUC"), valid_until=today() + timedelta(days=200))
    amend(referral, "Die Person hat zugestimmt.", categories=("PERS", "SUC"))
    content = read(referral)
    assert content is not None
    assert content.heading == f"{GIVEN} K."
    assert not fresh(referral).pseudonymous
    assert fresh(referral).readable_until == today() + timedelta(days=200)


def test_even_a_request_that_tells_nothing_can_be_accepted() -> None:
    case = opened()
    allowed(case, categories=("SUC",))
    referral = sent(case, categories=(), words="Gibt es eine offene Sprechstunde?")
    content = read(referral)
    assert content is not None
    assert content.sections == ()
    answered(referral, "accepted")
    assert fresh(referral).state == "accepted"


def test_a_name_is_not_added_to_a_nameless_request_in_words() -> None:
    case = opened()
    allowed(case, categories=("WOH",))
    referral = sent(case, categories=("WOH",))
    with pytest.raises(Refused, match="Name der Person"):
        amend(referral, f"Es geht um {FAMILY}")


def test_taken_back_the_receiver_reads_nothing_and_both_lists_agree() -> None:
    referral = sent()
    withdraw(referral)
    assert read(referral) is None
    assert fresh(referral).state == "withdrawn"
    cem = actor("cem")
    with tenant(cem.organisation, cem.account_id):
        shown = {one.code: one.state for one in inbox(cem).lines}
    assert shown[referral.code] == "withdrawn"
    kinds = [one.kind for one in letters(FOREIGN) if one.about == referral.pk]
    assert kinds == ["referral_closed"]


def test_taken_back_twice_is_once_and_by_others_never() -> None:
    referral = sent()
    for who in ("bernd", "cem", "doro"):
        with pytest.raises(Http404):
            withdraw(referral, who)
    for _ in range(2):
        withdraw(referral)
    assert [verb for _, verb, _ in verbs(referral)] == ["sent", "withdrawn"]


def test_a_receiver_nobody_works_at_any_more_can_still_be_left() -> None:
    case = opened()
    allowed(case)
    allowed(case, to=THIRD)
    referral, other = sent(case), sent(case)
    with tenant(organisation_id(FOREIGN)):
        Membership.objects.update(ended_on=today())
    withdraw(referral)
    assert fresh(referral).state == "withdrawn"
    drawn = reroute(other, THIRD)
    assert fresh(other).state == "withdrawn"
    assert drawn.to_organisation_id == organisation_id(THIRD)


def test_rerouted_the_words_come_along_as_far_as_the_consent_goes() -> None:
    case = opened()
    allowed(case)
    allowed(case, to=THIRD, categories=("WOH",))
    referral = sent(case)
    drawn = reroute(referral, THIRD)
    assert drawn.state == "draft"
    aylin = actor("aylin")
    with tenant(aylin.organisation, aylin.account_id):
        assert drafted_text(sent_referral(aylin, drawn.code).origin) == (WORDS, ["WOH"])


def test_without_a_consent_for_the_other_one_the_request_stays_where_it_is() -> None:
    referral = sent()
    with pytest.raises(ConsentMissing, match="keine gültige Einwilligung"):
        reroute(referral, THIRD)
    assert fresh(referral).state == "sent"
    assert read(referral) is not None


def test_a_declined_request_is_asked_elsewhere_and_stays_declined() -> None:
    case = opened()
    allowed(case)
    allowed(case, to=THIRD)
    referral = sent(case)
    answered(referral, "declined", reason="full")
    assert reroute(referral, THIRD).state == "draft"
    assert fresh(referral).state == "declined"


def offer_at(key: str) -> Offer:
    """A published offer for housing of an organisation."""
    rows = Offer.objects.filter(organisation__key=key, state="published")
    return rows.filter(topics__contains=["wohnen_nach_haft"]).order_by("slug")[0]


def test_an_offer_whose_time_is_over_is_not_proposed_and_its_requests_stay_readable() -> None:
    case, offer, aylin = opened(), offer_at(FOREIGN), actor("aylin")
    allowed(case)
    referral = sent(case, offer_slug=offer.slug)

    def proposed() -> list[str]:
        with tenant(aylin.organisation, aylin.account_id):
            found = matched_offers(aylin, case, "wohnen_nach_haft")
        return [match.offer.slug for match in found]

    before = proposed()
    assert before
    with tenant(organisation_id(FOREIGN)):
        Offer.objects.filter(organisation__key=FOREIGN).update(
            valid_until=today() - timedelta(days=1)
        )
    after = proposed()
    assert set(before) - set(after) <= set(before)
    assert not any(
        slug in after
        for slug in Offer.objects.filter(organisation__key=FOREIGN).values_list("slug", flat=True)
    )
    assert read(referral) is not None
    assert fresh(referral).offer_title == offer.title


def test_an_offer_is_proposed_with_reasons_and_with_what_speaks_against_it() -> None:
    case, aylin = opened(), actor("aylin")
    allowed(case)
    with tenant(organisation_id(FOREIGN)):
        Offer.objects.filter(organisation__key=FOREIGN).update(
            places_free=None, waiting_weeks=None, capacity_on=None
        )
    with tenant(aylin.organisation, aylin.account_id):
        found = matched_offers(aylin, case, "wohnen_nach_haft")
    assert found
    for match in found:
        assert match.reasons[0].startswith(("Thema:", "Angebot in der"))
        assert match.offer.organisation_id != aylin.organisation
    theirs = [match for match in found if match.offer.organisation.key == FOREIGN]
    assert theirs
    assert all(match.consented for match in theirs)
    assert all("keine freien Plätze gemeldet" in match.warnings for match in theirs)


def test_an_offer_of_somebody_else_is_not_asked_there() -> None:
    case = opened()
    allowed(case, to=THIRD)
    with pytest.raises(Refused, match="einer anderen Stelle"):
        drafted(case, to=THIRD, offer_slug=offer_at(FOREIGN).slug)
