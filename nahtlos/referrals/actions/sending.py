"""The moment a request leaves: package, key, letter and chain in one transaction, or none of it."""

from datetime import date
from typing import Final

from django.db import transaction

from nahtlos.cases.actions import mark_waiting
from nahtlos.consents.models import Consent
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import now, today
from nahtlos.foundation.ruling import states
from nahtlos.referrals.actions.drafting import check_words
from nahtlos.referrals.actions.held import held_by_sender, require_draft
from nahtlos.referrals.actions.packing import give_key, note, pack
from nahtlos.referrals.actions.steps import let_step_wait
from nahtlos.referrals.actions.telling import note_in_case, tell_receiver
from nahtlos.referrals.models import AgreedReply, Referral, ReferralState, Way
from nahtlos.referrals.queries.facts import content_of, drafted
from nahtlos.referrals.rules.states import reply_due

NO_LONGER: Final = (
    "Die Einwilligung gilt nicht mehr. Es wurde nichts gesendet, die Anfrage bleibt ein Entwurf."
)


def require_consent_now(consent: Consent, day: date) -> Consent:
    """CONSENT as it is now, locked: a withdrawal at the same moment waits, or is seen here. Refused
    where it is not in force on DAY.
    """
    Consent.objects.select_for_update(no_key=True).filter(pk=consent.pk).first()
    # A statement of its own: the one that waited for the lock would not see the withdrawal.
    current = Consent.objects.in_force(day).filter(pk=consent.pk).first()
    if current is None:
        raise Refused(NO_LONGER)
    return current


def _agreed_workdays(referral: Referral, day: date) -> int | None:
    agreed = AgreedReply.objects.filter(to_organisation_id=referral.to_organisation_id).first()
    if agreed is None or (agreed.valid_until is not None and agreed.valid_until < day):
        return None
    return agreed.workdays


@states(
    "Überleitung",
    "Eine Anfrage geht nur hinaus, wenn die Einwilligung in diesem Augenblick gilt. Sonst bleibt"
    " sie ein Entwurf.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/referrals/test_sending.py::test_a_consent_withdrawn_meanwhile_keeps_it_a_draft",
        "tests/referrals/test_together.py::test_sending_and_withdrawing_at_once_never_leave_a_readable_request",
    ),
)
@transaction.atomic
def send_referral(*, actor: Actor, referral: Referral) -> Referral:
    """Send a draft: it lies in the receiver's inbox, and a letter with a link goes to its function
    mailbox where one is known. Sent twice it is sent once.
    """
    current = held_by_sender(actor, referral)
    if current.state == ReferralState.SENT:
        return current
    require_draft(current)
    origin, day = current.origin, today()
    if origin.case.closed_on:
        raise Refused("Diese Begleitung ist abgeschlossen. Zum Anfragen öffnen Sie sie wieder.")
    consent = require_consent_now(origin.consent, day)
    words, ticked = drafted(origin)
    check_words(origin.case, words, pseudonymous=current.pseudonymous)
    content = content_of(origin.case, current, consent, words=words, ticked=ticked)
    current.pseudonymous = content.pseudonymous
    current.state, current.sent_at = ReferralState.SENT, now()
    current.readable_until = consent.valid_until
    land = current.to_organisation.land_id or ""
    current.reply_due_on = reply_due(day, land, _agreed_workdays(current, day))
    give_key(current)
    pack(current, content)
    current.way = Way.LINK if tell_receiver(current, "referral") else Way.PAPER
    current.save()
    note(current, "sent", side="from", actor=actor)
    note_in_case(origin.case, "referral_sent", current, actor)
    if origin.case.waiting_since is None:
        mark_waiting(case=origin.case, since=day)
    let_step_wait(actor, origin)
    audit.record(actor, Verb.SENT, "referral", current.code)
    return current
