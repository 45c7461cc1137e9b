"""A request leaves the portal on paper."""

from django.db import transaction

from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import require
from nahtlos.foundation.audit import Verb
from nahtlos.referrals import policy
from nahtlos.referrals.models import Referral


@transaction.atomic
def note_sheet_printed(*, actor: Actor, referral: Referral) -> None:
    """Somebody takes the sheet of REFERRAL out of the portal."""
    require(policy.can_refer(actor))
    audit.record(actor, Verb.PRINTED, "referral", referral.code)
