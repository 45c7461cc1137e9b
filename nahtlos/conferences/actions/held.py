"""How every deed on a conference begins and ends: locked, still planned, told in course and
chain.
"""

from typing import Any, Final

from nahtlos.cases.actions import note_event
from nahtlos.cases.actions.held import held
from nahtlos.cases.models import Case
from nahtlos.conferences.models import Conference, ConferenceState, Invited
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import now

OVER: Final = "Diese Besprechung ist abgeschlossen oder abgesagt. Daran ändert sich nichts mehr."


def add(conference: Conference, **values: Any) -> Invited:
    """Somebody more at the table."""
    row = Invited(
        organisation_id=conference.organisation_id,
        conference=conference,
        changed_at=now(),
        **values,
    )
    row.save(force_insert=True)
    return row


def tell(
    actor: Actor, case: Case, conference: Conference, verb: str, audited: Verb, **detail: Any
) -> None:
    """One line in the course and one in the chain: codes, never words."""
    note_event(actor=actor, case=case, verb=verb, about=conference.code)
    audit.record(actor, audited, "conference", case.code, {"conference": conference.code, **detail})


def held_conference(actor: Actor, conference: Conference) -> tuple[Case, Conference]:
    """(case, conference) as they are now, locked; Refused where it is over."""
    case = held(actor, Case(pk=conference.case_id))
    rows = Conference.objects.select_for_update(no_key=True)
    current = rows.get(pk=conference.pk, case=case)
    if current.state != ConferenceState.PLANNED:
        raise Refused(OVER)
    return case, current


def save(conference: Conference, **values: Any) -> None:
    """Write VALUES into CONFERENCE, and that it changed."""
    for name, value in values.items():
        setattr(conference, name, value)
    conference.changed_at = now()
    conference.save(update_fields=[*values, "changed_at"])
