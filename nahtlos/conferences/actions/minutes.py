"""What was said, and who does what."""

from datetime import date

from django.db import transaction

from nahtlos.cases.actions import add_step
from nahtlos.cases.actions.held import held
from nahtlos.cases.models import Case, Step
from nahtlos.conferences.actions.held import OVER, held_conference, save, tell
from nahtlos.conferences.actions.posting import close_links
from nahtlos.conferences.models import Conference, ConferenceState, ConferenceTask
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import BERLIN, now, today
from nahtlos.foundation.ruling import states
from nahtlos.foundation.versions import require_version
from nahtlos.people.models import Membership


@transaction.atomic
def write_minutes(*, actor: Actor, conference: Conference, text: str, version: str) -> None:
    """A draft of the minutes. VERSION is that of the conference; Stale where somebody was
    faster.
    """
    case, current = held_conference(actor, conference)
    if (current.minutes or "") == text.strip():
        return
    require_version(current, version)
    save(current, minutes=text.strip())
    tell(actor, case, current, "conference_minutes", Verb.CHANGED)


@states(
    "Begleitung",
    "Ein abgeschlossenes Protokoll ändert sich nicht mehr.",
    checked_on=date(2026, 11, 27),
    proven_by=("tests/conferences/test_conferences.py::test_finished_minutes_never_change",),
)
@transaction.atomic
def finish_minutes(*, actor: Actor, conference: Conference, version: str) -> None:
    """The minutes are finished: the conference was held. VERSION is what was read."""
    case, current = held_conference(actor, conference)
    require_version(current, version)
    if not current.minutes:
        raise Refused("Bitte schreiben Sie zuerst auf, was besprochen wurde.")
    if current.starts_at.astimezone(BERLIN).date() > today():
        raise Refused("Die Besprechung war noch nicht. Stimmt der Tag?")
    save(
        current,
        state=ConferenceState.HELD,
        finished_at=now(),
        finished_by=actor.account_id,
    )
    close_links(current)
    tell(actor, case, current, "conference_held", Verb.CLOSED)


@transaction.atomic
def add_task(
    *,
    actor: Actor,
    conference: Conference,
    title: str,
    area: str,
    due_on: date | None,
    assigned: Membership | None,
) -> Step:
    """What was agreed, with who and until when: a step of the plan that names its conference. Also
    after the minutes are finished, not where it was called off.
    """
    case = held(actor, Case(pk=conference.case_id))
    current = Conference.objects.get(pk=conference.pk, case=case)
    if current.state == ConferenceState.CANCELLED:
        raise Refused(OVER)
    if assigned is None:
        raise Refused("Wer kümmert sich darum?", field="assigned")
    if due_on is None:
        raise Refused("Bis wann?", field="due_on")
    step = add_step(
        actor=actor, case=case, title=title, area=area, due_on=due_on, assigned=assigned
    )
    task = ConferenceTask(organisation_id=case.organisation_id, conference=current, step=step)
    task.save(force_insert=True)
    return step
