"""How every deed begins: the referral as it is now, locked, for somebody who may touch it. Consents
are locked first, then referrals, then cases, so that no two deeds wait for each other. Every lock
leaves the key of its row alone: new rows that point at it are written meanwhile in any order.
"""

from typing import Final

from django.http import Http404

from nahtlos.cases.models import Case
from nahtlos.consents.models import Consent
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.referrals import policy
from nahtlos.referrals.models import Referral, ReferralState
from nahtlos.referrals.rules.states import FINAL

NOT_A_DRAFT: Final = "Diese Anfrage ist schon gesendet."
STILL_A_DRAFT: Final = "Diese Anfrage ist noch nicht gesendet."
OVER: Final = "Diese Anfrage ist schon beendet: {state}."


def _one(referral: Referral, found: Referral | None) -> Referral:
    if found is None:
        raise Http404
    return found


def held_by_sender(actor: Actor, referral: Referral) -> Referral:
    """REFERRAL, locked, for somebody on its case; Http404 for everybody else."""
    require(policy.can_refer(actor))
    rows = Referral.objects.sent_by(actor).filter(pk=referral.pk)
    rows = rows.select_related(
        "to_organisation", "origin__case__client", "origin__consent", "origin__step"
    )
    held = _one(referral, rows.select_for_update(of=("self",), no_key=True).first())
    if held.changed_at == referral.changed_at:
        return held
    # Somebody wrote meanwhile. What is joined to a row that was waited for is as it was before: it
    # would be sent with what was just taken out. Whoever writes an origin saves its referral too.
    return _one(referral, rows.first())


def lock_consents(case: Case) -> None:
    """Let a withdrawal of what allows something in CASE wait, or wait for it: before its requests
    are locked, because a withdrawal takes them in this order too.
    """
    list(
        Consent.objects.select_for_update(no_key=True)
        .filter(case=case)
        .order_by("pk")
        .values_list("pk")
    )


def held_by_receiver(actor: Actor, referral: Referral) -> Referral:
    """REFERRAL, locked, for who answers requests here or holds its link; Http404 for others."""
    require(policy.can_answer(actor, referral))
    rows = Referral.objects.filter(to_organisation_id=actor.organisation).exclude(
        state=ReferralState.DRAFT
    )
    rows = rows.select_for_update(of=("self",), no_key=True).select_related("to_organisation")
    return _one(referral, rows.filter(pk=referral.pk).first())


def require_draft(referral: Referral) -> None:
    """Refused where it has left already."""
    if referral.state != ReferralState.DRAFT:
        raise Refused(NOT_A_DRAFT)


def require_running(referral: Referral) -> None:
    """Refused where it has not left yet, and where it is over."""
    if referral.state == ReferralState.DRAFT:
        raise Refused(STILL_A_DRAFT)
    if referral.state in FINAL:
        raise Refused(OVER.format(state=ReferralState(referral.state).label))
