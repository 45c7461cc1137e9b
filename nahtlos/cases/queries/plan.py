"""The plan by areas of life, the four questions, and what a new date would change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, cast

from django.db.models import Q, prefetch_related_objects

from nahtlos.cases.models import Answer, Case, Evidence, Step, StepState
from nahtlos.cases.queries.ground import Ground
from nahtlos.cases.queries.moving import milestone_of, steps_now, title_of
from nahtlos.cases.queries.stays import anchors_at, stay_of
from nahtlos.cases.rules.planning import (
    Anchors,
    Difference,
    Standing,
    blocked_by,
    due_of,
    replan,
    series_of,
    standing,
)
from nahtlos.cases.rules.questions import question_states
from nahtlos.cases.rules.template import Milestone
from nahtlos.cases.rules.vocabulary import FINISHED, AnswerState, LifeArea, Question
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import today as present_day
from nahtlos.foundation.versions import version_of

SOON: Final = 300


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step as the plan shows it. `step` is the row; `milestone` is None for an own step.
    `fallback` is what to do where the time is too short for the usual way; `questions` are to be
    asked before it is known whether the step applies; `blocked_by` are the titles it waits for.
    """

    step: Step
    title: str
    standing: Standing
    milestone: Milestone | None
    fallback: str
    questions: tuple[str, ...]
    blocked_by: tuple[str, ...]
    assigned: str

    @property
    def code(self) -> str:
        """The code of the step."""
        return str(self.step.code)

    @property
    def every_words(self) -> str:
        """How often it comes again, in German; empty where it comes once."""
        every = self.milestone.every if self.milestone else None
        return every.words if every else ""

    @property
    def own(self) -> bool:
        """Whether somebody added it to this plan."""
        return self.milestone is None

    @property
    def unclear(self) -> bool:
        """Whether it is a question still."""
        return bool(self.step.unclear) and not self.finished

    @property
    def finished(self) -> bool:
        """Whether it has come to one of its three ends."""
        return self.standing is Standing.FINISHED

    @property
    def state_label(self) -> str:
        """Where it stands, in German."""
        return str(StepState(self.step.state).label)

    @property
    def evidence_label(self) -> str:
        """How one knows, in German; empty where it is not done."""
        return str(Evidence(self.step.evidence).label) if self.step.evidence else ""

    @property
    def version(self) -> str:
        """For the hidden field of a form."""
        return version_of(self.step)


@dataclass(frozen=True, slots=True)
class PlanArea:
    """The steps of one area of life, what comes first first and what is finished last."""

    area: LifeArea
    lines: tuple[StepLine, ...]

    @property
    def label(self) -> str:
        """The area in German."""
        return self.area.label

    @property
    def open(self) -> int:
        """How many steps are not finished."""
        return len([line for line in self.lines if not line.finished])


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan. `opened_on` is None while there is none but own steps."""

    areas: tuple[PlanArea, ...]
    opened_on: date | None

    @property
    def lines(self) -> tuple[StepLine, ...]:
        """All steps, area by area."""
        return tuple(line for area in self.areas for line in area.lines)

    @property
    def finished(self) -> int:
        """How many steps have come to one of their ends."""
        return len([line for line in self.lines if line.finished])

    @property
    def next_lines(self) -> tuple[StepLine, ...]:
        """The unfinished steps with a date, the earliest first."""
        dated = [line for line in self.lines if not line.finished and line.step.due_on]
        return tuple(sorted(dated, key=lambda line: (line.step.due_on or date.max, line.code)))

    @property
    def unclear(self) -> tuple[StepLine, ...]:
        """The questions to clear."""
        return tuple(line for line in self.lines if line.unclear)


@dataclass(frozen=True, slots=True)
class _View:
    """What every line of one plan is judged by."""

    case: Case
    known: Mapping[str, Milestone]
    states: Mapping[str, str]
    titles: Mapping[str, str]
    names: Mapping[object, str]
    anchors: Anchors
    today: date

    @classmethod
    def of(cls, case: Case, today: date) -> "_View":
        version = case.plan_version
        steps = case.steps.all()
        return cls(
            case=case,
            known=Ground.of(case, stay_of(case)).milestones(version),
            states={step.code: step.state for step in steps},
            titles={step.code: title_of(step, version) for step in steps},
            names={m.membership_id: m.membership.account.name for m in case.members.all()},
            anchors=anchors_at(stay_of(case)),
            today=today,
        )

    def line(self, step: Step) -> StepLine:
        """STEP as the plan shows it."""
        milestone = milestone_of(self.known, step.code)
        blockers = blocked_by(milestone, self.states) if milestone else ()
        return StepLine(
            step=step,
            title=self.titles[step.code],
            standing=standing(step, self.today),
            milestone=milestone,
            fallback=self._fallback(step, milestone),
            questions=tuple(tag.label for tag in milestone.tags) if milestone else (),
            blocked_by=tuple(self.titles[code] for code in blockers),
            assigned=self.names.get(step.assigned_id, ""),
        )

    def _fallback(self, step: Step, milestone: Milestone | None) -> str:
        if milestone is None or step.state in FINISHED:
            return ""
        if series_of(step.code)[1] > 1:
            return ""
        due = due_of(milestone, self.anchors, today=self.today, land=self.case.land_code)
        return milestone.fallback if due.use_fallback else ""


def _rank(line: StepLine) -> tuple[bool, date, str]:
    return line.finished, line.step.due_on or date.max, line.code


def case_plan(case: Case, today: date) -> PlanPage:
    """The plan of a case that `case_for` fetched: one statement, none where its steps are there
    already.
    """
    prefetch_related_objects([case], "steps")
    view = _View.of(case, today)
    lines = sorted((view.line(step) for step in case.steps.all()), key=_rank)
    areas = [
        PlanArea(area, tuple(line for line in lines if line.step.area == area)) for area in LifeArea
    ]
    return PlanPage(tuple(area for area in areas if area.lines), case.plan_opened_on)


def step_of(case: Case, code: str) -> Step:
    """One step of a case; Step.DoesNotExist where it has none of that code."""
    prefetch_related_objects([case], "steps")
    for step in case.steps.all():
        if step.code == code:
            return cast("Step", step)
    raise Step.DoesNotExist


def step_line(case: Case, step: Step, today: date) -> StepLine:
    """STEP of CASE as the plan shows it."""
    prefetch_related_objects([case], "steps")
    return _View.of(case, today).line(step)


@dataclass(frozen=True, slots=True)
class FourAnswer:
    """One of the four questions. `source_code` names the step the state follows from; None where a
    person said it or nobody knows. `version` is for the hidden field of a form.
    """

    question: Question
    state: AnswerState
    words: str = ""
    place: str = ""
    phone: str = ""
    at: datetime | None = None
    by_hand: bool = False
    source_code: str | None = None
    source_title: str = ""
    version: str = ""

    @property
    def label(self) -> str:
        """The question."""
        return self.question.label

    @property
    def state_label(self) -> str:
        """How far it is answered, in German."""
        return self.state.label


def four_questions(case: Case) -> list[FourAnswer]:
    """The four questions in their order, answered by hand or by the steps; two statements, fewer
    where the plan was read before.
    """
    prefetch_related_objects([case], "steps", "answers")
    rows = {Question(row.question): row for row in case.answers.all()}
    by_hand = {question: AnswerState(row.state) for question, row in rows.items()}
    found = question_states(case.steps.all(), by_hand)
    titles = {step.code: step for step in case.steps.all()}
    return [
        FourAnswer(
            question=one.question,
            state=one.state,
            by_hand=one.by_hand,
            source_code=one.source_code,
            source_title=(
                title_of(titles[one.source_code], case.plan_version) if one.source_code else ""
            ),
            **_written(rows.get(one.question)),
        )
        for one in found
    ]


def _written(row: Answer | None) -> dict[str, Any]:
    if row is None:
        return {}
    words = {name: getattr(row, name) or "" for name in ("words", "place", "phone")}
    return {**words, "at": row.at, "version": version_of(row)}


def proposal(case: Case, scenario: str, on: date | None, today: date) -> Difference:
    """What the release moving to ON would change, step by step; nothing is written. SCENARIO is
    what the date rests on; the steps follow the date alone.
    """
    prefetch_related_objects([case], "steps")
    before = anchors_at(stay_of(case))
    after = Anchors(before.admission, on, before.summons)
    steps = sorted(case.steps.all(), key=lambda step: step.code)
    now = steps_now(steps, Ground.of(case, stay_of(case)).milestones(case.plan_version))
    return replan(now, before, after, today=today, land=case.land_code)


@dataclass(frozen=True, slots=True)
class DueStep:
    """A step that is due soon, in whichever case."""

    case_code: str
    name: str
    code: str
    title: str
    due_on: date
    standing: Standing
    asks: bool


def due_soon(actor: Actor, days: int) -> list[DueStep]:
    """What is due within DAYS in the cases ACTOR is on: the earliest first, questions to clear
    after what is clear, at most three hundred; one statement.
    """
    day = present_day()
    rows = Step.objects.visible_to(actor).filter(
        state__in=[StepState.OPEN, StepState.WAITING],
        due_on__lte=day + timedelta(days=days),
        case__closed_on=None,
    )
    ordered = rows.select_related("case__client").annotate(late=Q(due_on__lt=day))
    listed = ordered.order_by("late", "unclear", "due_on", "case__code", "code")
    return [
        DueStep(
            case_code=step.case.code,
            name=step.case.client.shown_name,
            code=step.code,
            title=title_of(step, step.case.plan_version),
            due_on=step.due_on,
            standing=standing(step, day),
            asks=step.unclear,
        )
        for step in listed[:SOON]
    ]
