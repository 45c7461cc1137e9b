"""A consent ends, by the person's will or by its date: every request that rests on it stops in the
same moment.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction

from nahtlos.consents.actions import mark_withdrawn
from nahtlos.consents.models import Consent, Revocation
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor, Kind
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import today
from nahtlos.foundation.ruling import states
from nahtlos.foundation.tenancy import tenant
from nahtlos.referrals.actions.packing import note
from nahtlos.referrals.actions.telling import silence_receiver, tell_sender
from nahtlos.referrals.models import Referral, ReferralState, StopReason
from nahtlos.referrals.rules.states import RUNNING, WAITING


def _stop(actor: Actor, referrals: Iterable[Referral], reason: StopReason) -> None:
    for referral in referrals:
        referral.state, referral.stop_reason = ReferralState.STOPPED, reason
        referral.key_for_receiver = None
        referral.closed_on = today()
        referral.save()
        note(referral, "stopped", side=None, actor=actor)
        silence_receiver(referral, closed=True)
        tell_sender(referral, "referral_closed", verb="referral_stopped", actor=actor)
        audit.record(actor, Verb.STOPPED, "referral", referral.code, {"reason": str(reason)})


def _open_on(consent: Consent) -> list[Referral]:
    rows = Referral.objects.filter(origin__consent=consent, state__in=(*WAITING, *RUNNING))
    return list(
        rows.select_for_update(of=("self",), no_key=True)
        .select_related("to_organisation")
        .order_by("pk")
    )


@states(
    "Widerruf",
    "Ein Widerruf wirkt sofort: Laufende Anfragen stoppen, und die Empfangsstelle kann ab dem"
    " nächsten Klick nichts mehr lesen. Sie erfährt, dass es so ist, nie warum.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/referrals/test_withdrawing_consent.py::test_every_open_request_stops_and_nothing_is_readable",
        "tests/referrals/test_withdrawing_consent.py::test_the_receiver_learns_that_and_never_why",
        "tests/referrals/test_withdrawing_consent.py::test_a_letter_that_still_waits_is_not_sent",
    ),
)
@transaction.atomic
def withdraw_consent(*, actor: Actor, consent: Consent, channel: str) -> Revocation:
    """Take down that the person withdraws CONSENT, and stop everything that rests on it. Whoever
    takes it down need not be on the case. Twice is once.
    """
    revocation = mark_withdrawn(actor=actor, consent=consent, channel=channel)
    _stop(actor, _open_on(consent), StopReason.CONSENT_GONE)
    return revocation


def end_consents_on(organisation_id: UUID, day: date) -> int:
    """Stop every open request of an organisation whose last day was before DAY; how many. Two
    workers at once stop each of them once.
    """
    actor = Actor(kind=Kind.JOB, organisation_id=organisation_id)
    with tenant(organisation_id):
        rows = Referral.objects.filter(
            from_organisation_id=organisation_id,
            readable_until__lt=day,
            state__in=(*WAITING, *RUNNING),
        ).order_by("pk")
        ended = list(
            rows.select_for_update(of=("self",), skip_locked=True, no_key=True).select_related(
                "to_organisation"
            )
        )
        _stop(actor, ended, StopReason.CONSENT_ENDED)
    return len(ended)
