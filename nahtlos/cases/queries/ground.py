"""What a plan stands on, and what another kind of custody would make of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from django.db.models import prefetch_related_objects

from nahtlos.cases.models import Case, Stay, Step, StepState
from nahtlos.cases.queries.deadlines import deadlines_of, governed
from nahtlos.cases.queries.moving import milestones, title_of
from nahtlos.cases.queries.stays import anchors_at, custody_at, stay_of
from nahtlos.cases.rules import planning
from nahtlos.cases.rules.planning import Anchors, PlannedStep
from nahtlos.cases.rules.template import (
    Deadline,
    Milestone,
    PlanTemplate,
    template,
    version_after,
)
from nahtlos.cases.rules.vocabulary import CustodyKind, Fits
from nahtlos.foundation.clock import today


@dataclass(frozen=True, slots=True)
class Ground:
    """What a plan stands on."""

    anchors: Anchors
    custody: CustodyKind
    circumstances: Mapping[str, str]
    land: str
    # The version of the Land's profile whose deadlines count.
    law: str = ""

    @classmethod
    def of(cls, case: Case, stay: Stay | None) -> Self:
        """The ground of CASE as it is now, with the stay that counts."""
        return cls(
            anchors=anchors_at(stay),
            custody=custody_at(stay),
            circumstances=case.circumstances,
            land=case.land_code,
            law=case.plan_law,
        )

    def milestones(self, version: str) -> Mapping[str, Milestone]:
        """{code: milestone} as `milestones` knows them, on the days that the Land says."""
        return governed(milestones(version), deadlines_of(self.law, self.custody))

    def plan(self, version: str) -> dict[str, PlannedStep]:
        """{code: step} of plan VERSION on this ground, in its order."""
        known = self.milestones(version)
        fitted = [known.get(m.code, m) for m in template(version).milestones]
        steps = planning.plan(
            PlanTemplate(version, tuple(fitted)),
            self.anchors,
            self.circumstances,
            self.custody,
            today=today(),
            land=self.land,
        )
        return {step.code: step for step in steps if step.code in known}


@dataclass(frozen=True, slots=True)
class Moving:
    """A step that gets another day; None: no day yet. deadline: what the Land says about it."""

    title: str
    old: date | None
    new: date | None
    deadline: Deadline | None = None


@dataclass(frozen=True, slots=True)
class KindChange:
    """What another kind of custody, or another version, does to a plan: titles of the steps that
    come, that are closed as not planned for in it, and those that get another day. `kept`: how many
    stay as they are.
    """

    coming: tuple[str, ...]
    closing: tuple[str, ...]
    moving: tuple[Moving, ...]
    kept: int

    @property
    def is_empty(self) -> bool:
        """Whether the plan stays as it is."""
        return not (self.coming or self.closing or self.moving)


def kind_change(case: Case, custody: CustodyKind) -> KindChange | None:
    """What CUSTODY would make of the plan of CASE, all else being as it is; nothing is written.
    None where there is no plan.
    """
    if case.plan_opened_on is None:
        return None
    prefetch_related_objects([case], "steps")
    before = Ground.of(case, stay_of(case))
    after = replace(before, custody=custody)
    return plan_change(case, before, after, version_after(case.plan_version, custody))


def plan_change(case: Case, before: Ground, after: Ground, version: str) -> KindChange:
    """What it does to the plan of CASE to go on with VERSION on the ground AFTER."""
    was, will = before.plan(case.plan_version), after.plan(version)
    steps = {step.code: step for step in case.steps.all()}
    bases = {code: planning.series_of(code)[0] for code in steps}
    closing = [
        step
        for code, step in steps.items()
        if _closes(step, was.get(bases[code]), will.get(bases[code]))
    ]
    moving = [
        Moving(
            title_of(step, version),
            step.due_on,
            will[code].due.on,
            will[code].milestone.deadline,
        )
        for code, step in steps.items()
        if code in will and _moves(step, was.get(code), will[code])
    ]
    coming = [step.milestone.title for code, step in will.items() if code not in steps]
    return KindChange(
        coming=tuple(coming),
        closing=tuple(title_of(step, case.plan_version) for step in closing),
        moving=tuple(sorted(moving, key=lambda one: (one.new or date.max, one.title))),
        kept=len(steps) - len(closing) - len(moving),
    )


def _closes(step: Step, was: PlannedStep | None, will: PlannedStep | None) -> bool:
    gone = will is None or will.fits is Fits.NO
    return step.state == StepState.OPEN and was is not None and gone


def _moves(step: Step, was: PlannedStep | None, will: PlannedStep) -> bool:
    unfinished = step.state in (StepState.OPEN, StepState.WAITING)
    if not unfinished or step.by_hand or was is None:
        return False
    return bool(was.due.on != will.due.on and step.due_on != will.due.on)
