"""How soon another organisation answers, where that was agreed."""

from datetime import date

from django.db import transaction

from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.organisations.models import Organisation
from nahtlos.referrals import policy
from nahtlos.referrals.models import AgreedReply

LONGEST = 60


@transaction.atomic
def record_agreed_reply(
    *,
    actor: Actor,
    to_organisation: Organisation,
    workdays: int,
    source: str,
    valid_until: date | None = None,
) -> AgreedReply:
    """Note within how many WORKDAYS an organisation answers and where that stands (SOURCE:
    "Vereinbarung vom 3.12.2026"). Requests sent from now on count with it; a later figure replaces
    it.
    """
    require(policy.can_record_agreed_reply(actor))
    if not 1 <= workdays <= LONGEST:
        raise Refused("Bitte nennen Sie 1 bis 60 Werktage.", field="workdays")
    if not source.strip():
        raise Refused("Bitte nennen Sie, wo das steht.", field="source")
    agreed, _ = AgreedReply.objects.update_or_create(
        organisation_id=actor.organisation,
        to_organisation=to_organisation,
        defaults={
            "workdays": workdays,
            "source": source.strip()[:120],
            "valid_until": valid_until,
        },
    )
    detail = {"organisation": to_organisation.slug, "workdays": workdays}
    audit.record(actor, Verb.CHANGED, "agreed_reply", to_organisation.key, detail)
    return agreed
