"""The course of a case: verbs and codes, never text; and its larger turns: a stay begins or ends,
the accompaniment is closed or taken up again.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from nahtlos.cases import policy
from nahtlos.cases.actions.held import held, touch
from nahtlos.cases.models import Case, CaseEvent
from nahtlos.cases.queries.absence import stands_in
from nahtlos.cases.rules.closings import NEWEST, results
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import now, today


def note_event(
    *,
    actor: Actor,
    case: Case,
    verb: str,
    about: str = "",
    detail: Mapping[str, Any] | None = None,
) -> CaseEvent:
    """One line of the course, inside the transaction of the deed it tells of. DETAIL holds codes
    and numbers, never values of a person. Rooms above write theirs here too; the caller has fetched
    the case for ACTOR, who may also come through a link.
    """
    return CaseEvent.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        at=now(),
        account_id=actor.account_id,
        verb=verb,
        about=about,
        detail=dict(detail or {}),
    )


def note_opened(*, actor: Actor, case: Case) -> None:
    """Somebody looks at the case: that stays in the organisation's chain, and that she is there for
    another, where she is.
    """
    require(policy.can_work_on_cases(actor))
    detail = {"part": "standing_in"} if stands_in(actor, case) else {}
    audit.record(actor, Verb.OPENED, "case", case.code, detail)


def note_printed(*, actor: Actor, case: Case, paper: str) -> None:
    """Somebody takes a PAPER of the case (`card`) out of the portal."""
    require(policy.can_work_on_cases(actor))
    audit.record(actor, Verb.PRINTED, "case", case.code, {"paper": paper})


@transaction.atomic
def mark_closed(*, actor: Actor, case: Case, closing: str) -> Case:
    """The accompaniment ends with CLOSING. Whether referrals or a hand-over still run is asked by
    the deed above this one. Said twice it is said once.
    """
    current = held(actor, case, closed_too=True)
    if current.closed_on:
        return current
    if closing not in {result.code for result in results()}:
        raise Refused("Bitte wählen Sie, wie die Begleitung endet.", field="closing")
    current.closing, current.closed_on, current.waiting_since = closing, today(), None
    touch(current, "closing", "closed_on", "waiting_since")
    note_event(
        actor=actor, case=current, verb="closed", detail={"closing": closing, "list": NEWEST}
    )
    audit.record(actor, Verb.CLOSED, "case", current.code, {"closing": closing})
    return current


@transaction.atomic
def mark_reopened(*, actor: Actor, case: Case) -> Case:
    """Take a closed accompaniment up again, with everything it held."""
    current = held(actor, case, closed_too=True)
    if current.closed_on is None:
        return current
    current.closing, current.closed_on = "", None
    touch(current, "closing", "closed_on")
    note_event(actor=actor, case=current, verb="reopened")
    audit.record(actor, Verb.REOPENED, "case", current.code)
    return current
