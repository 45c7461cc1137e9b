"""How every deed begins here: the case locked for somebody who is on it, a code nobody has yet, and
who writes.
"""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from nahtlos.cases.actions.held import held, plausible
from nahtlos.cases.models import Case
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import today
from nahtlos.foundation.codes import free_code
from nahtlos.records import policy


def held_for(actor: Actor, case: Case) -> Case:
    """CASE as it is now, locked; Http404 for who is not on it, Refused where it is closed."""
    require(policy.can_read_records(actor))
    return held(actor, case)


def author_of(actor: Actor) -> UUID:
    """Who writes; LookupError where nobody does."""
    if actor.account_id is None:
        raise LookupError("records are written by somebody")
    return actor.account_id


def code_for(prefix: str, taken: Callable[[str], bool]) -> str:
    """A code with PREFIX that TAKEN says no to."""
    return free_code(prefix, taken)


def past(day: date | None, field: str) -> date:
    """DAY, Refused beside FIELD where it is missing, implausible or still to come."""
    if day is None:
        raise Refused("Bitte tragen Sie einen Tag ein.", field=field)
    plausible(day, field)
    if day > today():
        raise Refused("Dieser Tag liegt in der Zukunft.", field=field)
    return day


def note_read(*, actor: Actor, case: Case, part: str) -> None:
    """Somebody looks at a PART of the records: that stays in the organisation's chain."""
    require(policy.can_read_records(actor))
    audit.record(actor, Verb.OPENED, "records", case.code, {"part": part})


def note_goals_printed(*, actor: Actor, case: Case) -> None:
    """Somebody takes the sheet of goals out of the portal."""
    require(policy.can_read_records(actor))
    audit.record(actor, Verb.PRINTED, "case", case.code, {"paper": "goals"})
