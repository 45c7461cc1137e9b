"""The plan follows what it stands on: dates, kind of custody, circumstances. Only what changes
there changes here; what is done, not wanted or decided by a person stays.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from django.db.models import Min

from nahtlos.cases.actions.held import touch
from nahtlos.cases.models import Case, Stay, Step, StepState
from nahtlos.cases.queries.deadlines import pin_of
from nahtlos.cases.queries.ground import Ground
from nahtlos.cases.queries.moving import milestone_of, steps_now
from nahtlos.cases.rules import planning
from nahtlos.cases.rules.planning import Difference, PlannedStep
from nahtlos.cases.rules.template import CURRENT, Milestone, version_after
from nahtlos.cases.rules.vocabulary import CustodyKind, Fits
from nahtlos.foundation.clock import now, today

NOT_SO: Final = "Umstand trifft nicht zu"
HAS_BEGUN: Final = "Die Haft hat begonnen, der Plan geht mit anderen Schritten weiter"
OTHER_KIND: Final = "In dieser Haftart nicht vorgesehen"
OTHER_VERSION: Final = "In dieser Fassung des Plans nicht vorgesehen"
# Reasons the plan gave itself; what a person decided is left alone.
OURS: Final = frozenset({NOT_SO, HAS_BEGUN, OTHER_KIND, OTHER_VERSION})
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
    case: Case,
    before: Ground,
    after: Ground,
    *,
    approved: Collection[str] = (),
    close: bool = True,
    to: str = "",
) -> Difference:
    """Let the plan of CASE follow from the ground BEFORE to the one AFTER, and go on with the
    version TO where one is named. APPROVED are the codes of steps dated by hand that move too.
    Without CLOSE nothing is closed, which is so for mere dates. In another Land its deadlines
    count.
    """
    if case.plan_opened_on is None:
        touch(case, "land_code")
        return Difference(())
    version = case.plan_version
    if before.custody is not after.custody:
        case.plan_version = version_after(version, after.custody)
    if before.land != after.land:
        after = replace(after, law=pin_of(after.land))
    case.plan_version, case.plan_law = to or case.plan_version, after.law
    steps = list(Step.objects.select_for_update(no_key=True).filter(case=case).order_by("code"))
    difference = planning.replan(
        steps_now(steps, before.milestones(version)),
        before.anchors,
        after.anchors,
        becoming=steps_now(steps, after.milestones(case.plan_version)),
        today=today(),
        land=after.land,
    )
    changed = _move(steps, difference, approved, after.land)
    was, will = before.plan(version), after.plan(case.plan_version)
    reason = OTHER_VERSION if to else _why(before.custody, version, case.plan_version)
    for step in steps:
        base = planning.series_of(step.code)[0]
        if _fit(step, was.get(base), will.get(base), reason if close else ""):
            changed.add(step)
    _write(changed)
    there = {step.code for step in steps}
    add_steps(case, [step for code, step in will.items() if code not in there])
    touch(case, "land_code", "plan_version", "plan_law")
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
        if step.code == will.code:  # the second of its kind keeps the day it had
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
    ground = Ground.of(case, stay)
    milestone = milestone_of(ground.milestones(case.plan_version), code)
    if milestone is None:
        return None, False
    if planning.series_of(code)[1] > 1:
        return _after_the_one_before(case, milestone, code), False
    planned = ground.plan(case.plan_version or CURRENT).get(code)
    return (planned.due.on, planned.due.shortened) if planned else (None, False)


def _after_the_one_before(case: Case, milestone: Milestone, code: str) -> date | None:
    """When step CODE, which comes again, is due after the one before it."""
    base, number = planning.series_of(code)
    former = f"{base}-{number - 1}" if number > 2 else base
    row = Step.objects.filter(case=case, code=former).first()
    if row is None or milestone.every is None:
        return None
    return planning.next_on(
        milestone.every, done_on=row.done_on, due_on=row.due_on, today=today(), land=case.land_code
    )
