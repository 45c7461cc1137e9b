"""Goals of the person's own and the small steps to them."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.http import Http404

from nahtlos.cases.actions import note_event
from nahtlos.cases.actions.held import plausible
from nahtlos.cases.models import Case
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import require_version
from nahtlos.records.actions.held import author_of, code_for, held_for
from nahtlos.records.models import Goal, GoalStep
from nahtlos.records.rules.goals import GoalState

LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class StepWords:
    """What a small step shall be."""

    words: str
    due_on: date | None = None
    state: str = str(GoalState.OPEN)


def _words(text: str) -> str:
    if not text.strip():
        raise Refused("Bitte schreiben Sie es in den Worten der Person auf.", field="words")
    if len(text.strip()) > LONGEST:
        raise Refused("Bitte schreiben Sie kürzer: höchstens 300 Zeichen.", field="words")
    return text.strip()


def _state(state: str) -> str:
    if state not in list(GoalState):
        raise Refused("Bitte wählen Sie, wie es darum steht.", field="state")
    return str(state)


def _told(actor: Actor, case: Case, verb: Verb, event: str, **detail: Any) -> None:
    """Say in the course and in the chain that something about a goal is new."""
    note_event(actor=actor, case=case, verb=event, about=str(detail["goal"]))
    audit.record(actor, verb, "goal", case.code, detail)


@transaction.atomic
def set_goal(*, actor: Actor, case: Case, words: str) -> Goal:
    """A new goal, in the person's own WORDS."""
    current = held_for(actor, case)
    said = _words(words)
    taken = Goal.objects.filter(case=current)
    goal = Goal(
        organisation_id=current.organisation_id,
        case=current,
        code=code_for("Z", lambda code: taken.filter(code=code).exists()),
        words=said,
        since=today(),
        author_id=author_of(actor),
    )
    goal.save(force_insert=True)
    _told(actor, current, Verb.CREATED, "goal_set", goal=goal.code)
    return goal


def _goal(case: Case, code: str) -> Goal:
    rows = Goal.objects.select_for_update(no_key=True)
    goal: Goal | None = rows.filter(case=case, code=code).first()
    if goal is None:
        raise Http404
    return goal


@transaction.atomic
def change_goal(
    *, actor: Actor, case: Case, code: str, words: str, state: str, version: str
) -> Goal:
    """Write the goal anew, or say how it stands. Stale where somebody was faster; the same again
    changes nothing.
    """
    current = held_for(actor, case)
    goal = _goal(current, code)
    fresh = {"words": _words(words), "state": _state(state)}
    if all(getattr(goal, name) == value for name, value in fresh.items()):
        return goal
    require_version(goal, version)
    event = f"goal_{state}" if goal.state != state else "goal_reworded"
    for name, value in fresh.items():
        setattr(goal, name, value)
    goal.save()
    _told(actor, current, Verb.CHANGED, event, goal=goal.code, state=goal.state)
    return goal


def _step_values(values: StepWords) -> dict[str, Any]:
    plausible(values.due_on, "due_on")
    return {
        "words": _words(values.words),
        "due_on": values.due_on,
        "state": _state(values.state),
    }


@transaction.atomic
def add_goal_step(*, actor: Actor, case: Case, code: str, values: StepWords) -> GoalStep:
    """A small step to the goal CODE."""
    current = held_for(actor, case)
    goal = _goal(current, code)
    fresh = _step_values(values)
    taken = GoalStep.objects.filter(goal=goal)
    step = GoalStep(
        organisation_id=current.organisation_id,
        goal=goal,
        code=code_for("S", lambda one: taken.filter(code=one).exists()),
        **fresh,
    )
    step.save(force_insert=True)
    _told(actor, current, Verb.CHANGED, "goal_step_added", goal=goal.code, step=step.code)
    return step


@transaction.atomic
def change_goal_step(
    *, actor: Actor, case: Case, code: str, step: str, values: StepWords, version: str
) -> GoalStep:
    """Write a small step anew, or say how it stands. Stale where somebody was faster; the same
    again changes nothing.
    """
    current = held_for(actor, case)
    goal = _goal(current, code)
    row: GoalStep | None = GoalStep.objects.filter(goal=goal, code=step).first()
    if row is None:
        raise Http404
    fresh = _step_values(values)
    if all(getattr(row, name) == value for name, value in fresh.items()):
        return row
    require_version(row, version)
    for name, value in fresh.items():
        setattr(row, name, value)
    row.save()
    _told(
        actor,
        current,
        Verb.CHANGED,
        "goal_step_changed",
        goal=goal.code,
        step=step,
        state=row.state,
    )
    return row
