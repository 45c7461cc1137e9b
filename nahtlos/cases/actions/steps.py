"""The steps of a plan: own ones are added, each one is changed by somebody who was asked for what
it needs.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from nahtlos.cases.actions.course import note_event
from nahtlos.cases.actions.fitting import UNFINISHED, due_from_plan, touch_next_due
from nahtlos.cases.actions.held import held, plausible
from nahtlos.cases.actions.recurring import bring_next
from nahtlos.cases.models import Case, CaseMember, Evidence, Step, StepState
from nahtlos.cases.queries.stays import latest_stay
from nahtlos.cases.rules import planning
from nahtlos.cases.rules.vocabulary import LifeArea
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import today
from nahtlos.foundation.codes import free_code
from nahtlos.foundation.ruling import states
from nahtlos.foundation.versions import require_version
from nahtlos.people.models import Membership


@dataclass(frozen=True, slots=True)
class StepChange:
    """What a step shall be. `due_on` is a date chosen by a person; None leaves it to the plan."""

    state: str
    done_on: date | None = None
    evidence: str = ""
    reason: str = ""
    due_on: date | None = None
    assigned: Membership | None = None


@transaction.atomic
def add_step(
    *,
    actor: Actor,
    case: Case,
    title: str,
    area: str,
    due_on: date | None,
    assigned: Membership | None,
) -> Step:
    """A step of one's own. A date given with it is chosen by a person: a moved release asks."""
    current = held(actor, case)
    if not title.strip():
        raise Refused("Bitte schreiben Sie, was zu tun ist.", field="title")
    if area not in list(LifeArea) or area == LifeArea.DIS:
        raise Refused("Bitte wählen Sie einen Lebensbereich.", field="area")
    plausible(due_on, "due_on")
    _check_assigned(current, assigned)
    codes = set(current.steps.values_list("code", flat=True))
    step = Step(
        organisation_id=current.organisation_id,
        case=current,
        code=free_code("S", codes.__contains__),
        title=title.strip(),
        area=area,
        due_on=due_on,
        by_hand=due_on is not None,
        remind_on=planning.remind_on(due_on, today=today(), land=current.land_code),
        assigned=assigned,
    )
    step.save(force_insert=True)
    touch_next_due(current)
    note_event(actor=actor, case=current, verb="step_added", about=step.code)
    audit.record(actor, Verb.CREATED, "step", current.code, {"step": step.code})
    return step


def _check_assigned(case: Case, assigned: Membership | None) -> None:
    now = CaseMember.objects.filter(case=case, until=None)
    if assigned is not None and not now.filter(membership_id=assigned.pk).exists():
        raise Refused("Bitte wählen Sie jemanden, der hier beteiligt ist.", field="assigned")


@states(
    "Plan",
    "Erledigt ist ein Schritt mit einem Datum und damit, woher man es weiß. Hochgeladen wird"
    " nichts.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/cases/test_steps.py::test_done_needs_evidence_and_a_day_that_has_come",
        "tests/cases/test_steps.py::test_a_step_is_done_with_evidence",
    ),
)
@states(
    "Plan",
    "„Nicht gewünscht“ ist ein gutes Ende. „Trifft nicht zu“ braucht einen Grund.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/cases/test_steps.py::test_not_wanted_is_a_normal_end",
        "tests/cases/test_steps.py::test_not_applicable_needs_a_reason",
    ),
)
@transaction.atomic
def change_step(*, actor: Actor, step: Step, change: StepChange, version: str) -> Step:
    """Say where a step stands, by when and who sees to it; a finished one can be opened again.
    VERSION is that of the step; Stale where somebody was faster. The same again changes nothing.
    """
    current = held(actor, Case(pk=step.case_id))
    row: Step = Step.objects.select_for_update(no_key=True).get(pk=step.pk, case=current)
    _check(current, row, change)
    before = row.state
    if not _put(current, row, change):
        return row
    require_version(row, version)
    row.save()
    if row.state == StepState.DONE:
        bring_next(current, latest_stay(current.stays.all()), row, today())
    touch_next_due(current)
    detail = {"step": row.code, "from": before, "to": row.state}
    if row.evidence:
        detail["evidence"] = row.evidence
    verb = f"step_{row.state}" if row.state != before else "step_changed"
    note_event(actor=actor, case=current, verb=verb, about=row.code, detail=detail)
    audit.record(actor, Verb.CHANGED, "step", current.code, detail)
    return row


def _check(case: Case, step: Step, change: StepChange) -> None:
    if change.state not in StepState.values:
        raise Refused("Bitte wählen Sie, wie es um den Schritt steht.", field="state")
    if change.state == StepState.DONE:
        _check_done(change)
    if change.state == StepState.NOT_APPLICABLE and not change.reason.strip():
        raise Refused(
            "Bitte schreiben Sie in wenigen Worten, warum der Schritt nicht zutrifft.",
            field="reason",
        )
    plausible(change.due_on, "due_on")
    if change.assigned is not None and change.assigned.pk != step.assigned_id:
        _check_assigned(case, change.assigned)


def _check_done(change: StepChange) -> None:
    if change.evidence not in Evidence.values:
        raise Refused("Bitte wählen Sie, woher Sie es wissen.", field="evidence")
    if change.done_on is None:
        raise Refused("Bitte tragen Sie ein, wann es erledigt war.", field="done_on")
    plausible(change.done_on, "done_on")
    if change.done_on > today():
        raise Refused("Dieser Tag liegt in der Zukunft.", field="done_on")


def _put(case: Case, step: Step, change: StepChange) -> bool:
    """Write CHANGE into STEP, not yet into the database; whether something is new."""
    done = change.state == StepState.DONE
    fresh = {
        "state": change.state,
        "done_on": change.done_on if done else None,
        "evidence": change.evidence if done else "",
        "reason": change.reason.strip(),
        "assigned_id": change.assigned.pk if change.assigned else None,
        # Somebody has dealt with it, so it is no question any more.
        "unclear": False,
        **_dates(case, step, change),
    }
    new = {
        name: value
        for name, value in fresh.items()
        if (getattr(step, name) or None) != (value or None)
    }
    for name, value in new.items():
        setattr(step, name, value)
    if {"due_on", "state"} & set(new):
        running = step.state in UNFINISHED
        day = planning.remind_on(step.due_on, today=today(), land=case.land_code)
        step.remind_on = day if running else None
    return bool(new)


def _dates(case: Case, step: Step, change: StepChange) -> dict[str, object]:
    """What changes about the date: chosen by a person, given back to the plan, or nothing."""
    if change.due_on is not None:
        by_hand = step.by_hand or change.due_on != step.due_on
        shortened = step.shortened and not by_hand
        return {"due_on": change.due_on, "by_hand": by_hand, "shortened": shortened}
    if not step.by_hand:
        return {}
    due_on, shortened = due_from_plan(case, latest_stay(case.stays.all()), step.code)
    return {"due_on": due_on, "by_hand": False, "shortened": shortened}
