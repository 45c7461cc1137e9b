"""Whoever holds a link asks for the code to it: it goes to the function mailbox and nowhere else,
so that a link somebody passed on opens nothing.
"""

from datetime import date

from django.db import transaction
from django.urls import reverse

from nahtlos.foundation import audit, letters, links
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.ruling import states
from nahtlos.referrals import policy
from nahtlos.referrals.models import Referral
from nahtlos.referrals.queries.receivers import mailbox_of


@states(
    "Links ohne Anmeldung",
    "Ein weitergeleiteter Link genügt nicht: Der Code zum Lesen geht nur an das Funktionspostfach"
    " der Stelle, nie auf die Seite.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/referrals/test_pages_reply.py::test_a_forwarded_link_without_the_mailbox_reads_nothing",
    ),
)
@transaction.atomic
def send_code(*, actor: Actor, referral: Referral, token: str) -> bool:
    """Send a new code for the link TOKEN to the mailbox of REFERRAL. False where none is sent: no
    mailbox is known any more, or enough codes were sent within the hour.
    """
    require(policy.can_answer(actor, referral))
    box = mailbox_of(referral)
    code = links.request_code(token) if box else None
    if code is None:
        return False
    letters.post(
        "referral_code", box, reverse("reply:request", args=[token]), about=referral.pk, code=code
    )
    audit.record(actor, Verb.CODE_REQUESTED, "referral", referral.code)
    return True
