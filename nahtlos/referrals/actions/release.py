"""The date moves, or the day has come: the plan follows, partners learn it, nobody is lost."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Final

from django.db import transaction

from nahtlos.cases.actions import begin_stay, end_stay, write_release
from nahtlos.cases.models import Case, Stay, StayEnd
from nahtlos.cases.rules.planning import Difference
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import now, today
from nahtlos.foundation.ruling import states
from nahtlos.referrals.actions.changing import repack
from nahtlos.referrals.actions.held import lock_consents
from nahtlos.referrals.actions.packing import note
from nahtlos.referrals.actions.telling import note_in_case, tell_receiver
from nahtlos.referrals.models import Handover, Occasion, Referral
from nahtlos.referrals.queries.facts import drafted
from nahtlos.referrals.queries.handovers import running_handover
from nahtlos.referrals.rules.package import RELEASE
from nahtlos.referrals.rules.states import RUNNING, WAITING

CARRIED: Final = ("custody", "summons_on")


def _partners(case: Case) -> list[Referral]:
    """The running requests of CASE whose receiver may know the release date, locked."""
    rows = Referral.objects.filter(origin__case=case, state__in=(*WAITING, *RUNNING))
    held = rows.select_for_update(of=("self",), no_key=True).select_related(
        "to_organisation", "origin__case__client", "origin__consent"
    )
    return [one for one in held.order_by("sent_at", "pk") if _knows_release(one)]


def _knows_release(referral: Referral) -> bool:
    consent, (_, ticked) = referral.origin.consent, drafted(referral.origin)
    return RELEASE in ticked and RELEASE in consent.categories and consent.is_in_force(today())


def _tell_partners(actor: Actor, referrals: Iterable[Referral]) -> list[str]:
    """A new version for each request, one letter an organisation; the codes of what was renewed."""
    told = set()
    codes = []
    for referral in referrals:
        repack(referral, referral.origin)
        referral.save()
        note(referral, "release_moved", side="from", actor=actor)
        if referral.to_organisation_id not in told:
            told.add(referral.to_organisation_id)
            tell_receiver(referral, "release_moved")
        note_in_case(referral.origin.case, "partner_told", referral, actor)
        codes.append(referral.code)
    return codes


@states(
    "Entlassung",
    "Verschiebt sich der Termin, erfahren es alle Stellen, die ihn kennen dürfen und bei denen eine"
    " Anfrage läuft: jede mit genau einer Nachricht.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/referrals/test_release.py::test_each_partner_who_may_know_gets_one_letter_and_a_new_version",
        "tests/referrals/test_release.py::test_who_may_not_know_the_date_learns_nothing",
    ),
)
@transaction.atomic
def move_release(
    *,
    actor: Actor,
    case: Case,
    scenario: str,
    on: date | None,
    approved: Collection[str],
    version: str,
) -> Difference:
    """Write the release date that counts from now on; the plan follows as in the proposal, and
    those partners who may know it are told. The same date again changes nothing and tells nobody.
    """
    lock_consents(case)
    partners = _partners(case)
    before = Stay.objects.filter(case=case, ended_on=None).values_list("release_on", flat=True)
    was = before.first()
    difference = write_release(
        actor=actor, case=case, scenario=scenario, on=on, approved=approved, version=version
    )
    if was != on:
        codes = _tell_partners(actor, partners)
        if codes:
            audit.record(actor, Verb.AMENDED, "case", case.code, {"referrals": codes})
    return difference


def _begin_check(case: Case, stay: Stay, occasion: Occasion) -> Handover:
    """The check that belongs to what happened; one that runs already goes on."""
    running = running_handover(case, lock=True)
    if running is not None:
        return running
    return Handover.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        stay=stay,
        occasion=occasion,
        begun_at=now(),
    )


@states(
    "Entlassung",
    "Mit der Entlassung endet der Aufenthalt, nie die Begleitung: Wer den Fall führt, führt ihn"
    " weiter, bis die nächste Person angenommen hat.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/referrals/test_release.py::test_released_today_without_a_next_person_keeps_its_lead_and_alarms",
    ),
)
@transaction.atomic
def release_case(*, actor: Actor, case: Case, on: date) -> Handover:
    """The person went out ON this day: the stay ends, the check begins, the lead stays."""
    stay = end_stay(actor=actor, case=case, how=StayEnd.RELEASED, on=on)
    return _begin_check(case, stay, Occasion.RELEASE)


@transaction.atomic
def transfer_case(*, actor: Actor, case: Case, prison_code: str, on: date) -> Handover:
    """The person was brought to another prison ON this day: the stay ends, the next one begins in
    the same case with the same release date, and the hand-over check begins.
    """
    running = Stay.objects.filter(case=case, ended_on=None).first()
    if running is not None and running.prison_code == prison_code:
        if running.admitted_on == on:
            return _begin_check(case, running, Occasion.TRANSFER)
        raise Refused("Dort ist die Person schon.", field="prison")
    current = running.scenarios.filter(current=True).first() if running else None
    ended = end_stay(actor=actor, case=case, how=StayEnd.TRANSFERRED, on=on)
    if running is None:
        return _begin_check(case, ended, Occasion.TRANSFER)
    values = {name: getattr(ended, name) for name in CARRIED}
    if current is not None:
        values |= {"scenario": current.kind, "release_on": current.on}
    values |= {"prison_code": prison_code, "admitted_on": on}
    stay = begin_stay(actor=actor, case=case, values=values)
    return _begin_check(case, stay, Occasion.TRANSFER)
