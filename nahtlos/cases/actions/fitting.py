"""The plan follows what it stands on: dates, kind of custody, circumstances. Only what changes
there changes here; what is done, not wanted or decided by a person stays.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Final

from django.db.models import Min

from nahtlos.cases.actions.held import touch
from nahtlos.cases.models import Case, Stay, Step, StepState
from nahtlos.cases.queries.ground import Ground
from nahtlos.cases.queries.moving import milestones, steps_now
from nahtlos.cases.rules import planning
from nahtlos.cases.rules.planning import Difference, PlannedStep
from nahtlos.cases.rules.template import CURRENT, version_after
from nahtlos.cases.rules.vocabulary import CustodyKind, Fits
from nahtlos.foundation.clock import now, today

NOT_SO: Final = "Umstand trifft nicht zu"
HAS_BEGUN: Final = "Die Haft hat begonnen, der Plan geht mit anderen Schritten weiter"
OTHER_KIND: Final = "In dieser Haftart nicht vorgesehen"
# Reasons the plan gave itself; what a person decided is left alone.
OURS: Final = frozenset({NOT_SO, HAS_BEGUN, OTHER_KIND})
UNFINISHED: Final = (StepState.OPEN, StepState.WAITING)
FITTED: Final = ("due_on", "by_hand", "shortened", "remind_on", "unclear", "state", "changed_at")


def touch_next_due(case: Case) -> None:
    """Keep the earliest date of what is open or waits, so that lists need no second look."""
    steps = Step.objects.filter(case=case, state__in=UNFINISHED)
    case.next_due_on = steps.aggregate(first=Min("due_on"))["first"]
    touch(case, "next_due_on")


def add_steps(case: Case, planned: Iterable[PlannedStep]) -> list[Step]:
    """Put template steps into the plan of CASE."""
    rows = [
        Step(
            organisation_id=case.organisation_id,
            case=case,
            code=step.code,
            area=step.milestone.area,
            unclear=step.fits is Fits.UNCLEAR,
            due_on=step.due.on,
            shortened=step.due.shortened,
            remind_on=step.remind_on,
        )
        for step in planned
    ]
    return Step.objects.bulk_create(rows)


def refit(
    case: Case, before: Ground, after: Ground, *, approved: Collection[str] = (), close: bool = True
) -> Difference:
    """Let the plan of CASE follow from the ground BEFORE to the one AFTER. APPROVED are the codes
    of steps dated by hand that move too. Without CLOSE nothing is closed, which is so for mere
    dates.
    """
    if case.plan_opened_on is None:
        touch(case, "land_code")
        return Difference(())
    version = case.plan_version
    if before.custody is not after.custody:
        case.plan_version = version_after(version, after.custody)
    steps = list(Step.objects.select_for_update(no_key=True).filter(case=case).order_by("code"))
    difference = planning.replan(
        steps_now(steps, version),
        before.anchors,
        after.anchors,
        becoming=steps_now(steps, case.plan_version),
        today=today(),
        land=after.land,
    )
    changed = _move(steps, difference, approved, after.land)
    was, will = before.plan(version), after.plan(case.plan_version)
    reason = _why(before.custody, version, case.plan_version) if close else ""
    changed |= {
        step for step in steps if _fit(step, was.get(step.code), will.get(step.code), reason)
    }
    _write(changed)
    there = {step.code for step in steps}
    add_steps(case, [step for code, step in will.items() if code not in there])
    touch(case, "land_code", "plan_version")
    touch_next_due(case)
    return difference


def _why(custody: CustodyKind, version: str, now: str) -> str:
    """Why steps of the plan of VERSION in CUSTODY are closed that the plan of now does not have."""
    if version == now:
        return NOT_SO
    return HAS_BEGUN if custody is CustodyKind.BEFORE else OTHER_KIND


def _write(steps: Collection[Step]) -> None:
    for step in steps:
        step.changed_at = now()
        if step.reason in OURS or step.state == StepState.OPEN:
            step.save(update_fields=["reason"])
    Step.objects.bulk_update(steps, FITTED)


def _move(
    steps: Iterable[Step], difference: Difference, approved: Collection[str], land: str
) -> set[Step]:
    """Give steps their new dates; which of them changed."""
    by_code = {step.code: step for step in steps}
    changed = set()
    for line in difference.written:
        if line.due is not None:
            step = by_code[line.key]
            step.due_on, step.shortened = line.due.on, line.due.shortened
            step.remind_on = line.remind_on
            changed.add(step)
    for line in difference.asked:
        if line.key in approved:
            step = by_code[line.key]
            step.due_on, step.shortened = line.proposal, False
            step.remind_on = planning.remind_on(line.proposal, today=today(), land=land)
            changed.add(step)
    return changed


def _fit(step: Step, was: PlannedStep | None, will: PlannedStep | None, reason: str) -> bool:
    """Let STEP follow what became known; whether it changed. Empty REASON: nothing is closed."""
    before, after = _fits(was), _fits(will)
    if before is after:
        return False
    if after is Fits.NO:
        return bool(reason) and _close(step, reason)
    if step.state == StepState.NOT_APPLICABLE and step.reason in OURS and will is not None:
        step.state, step.reason = StepState.OPEN, ""
        step.due_on, step.shortened = will.due.on, will.due.shortened
        step.by_hand, step.remind_on = False, will.remind_on
    elif step.state != StepState.OPEN:
        return False
    step.unclear = after is Fits.UNCLEAR
    return True


def _fits(planned: PlannedStep | None) -> Fits:
    return planned.fits if planned else Fits.NO


def _close(step: Step, reason: str) -> bool:
    if step.state != StepState.OPEN:
        return False
    step.state, step.reason = StepState.NOT_APPLICABLE, reason
    step.unclear, step.remind_on = False, None
    return True


def due_from_plan(case: Case, stay: Stay | None, code: str) -> tuple[date | None, bool]:
    """(date, shortened) a step has where nobody chose one; (None, False) for an own step."""
    if code not in milestones(case.plan_version):
        return None, False
    planned = Ground.of(case, stay).plan(case.plan_version or CURRENT).get(code)
    return (planned.due.on, planned.due.shortened) if planned else (None, False)
