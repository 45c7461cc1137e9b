"""Which steps of a template a person has, and in which order."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from nahtlos.cases.rules.planning.dates import Anchors, Due, due_of
from nahtlos.cases.rules.planning.standing import remind_on
from nahtlos.cases.rules.template import Milestone, PlanTemplate, dependency_order
from nahtlos.cases.rules.vocabulary import (
    ASKED,
    FINISHED,
    CustodyKind,
    Fact,
    Fits,
    StepState,
    Tag,
)

LONG_STAY_DAYS: Final = 30
LONG_REMAINDER_DAYS: Final = 180
# In a house for mothers and children some serve a sentence and some wait for their trial.
_PERHAPS_SENTENCED: Final = frozenset({CustodyKind.UNKNOWN, CustodyKind.MOTHER_CHILD})
_SENTENCED: Final = frozenset(
    {CustodyKind.SENTENCE, CustodyKind.YOUTH, CustodyKind.OPEN, CustodyKind.PREVENTIVE}
)


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step of the plan. Where `fits` is unclear, it stands there as a question to clear, with its
    date.
    """

    milestone: Milestone
    due: Due
    fits: Fits
    blocked_by: tuple[str, ...]
    remind_on: date | None

    @property
    def code(self) -> str:
        """The milestone's code."""
        return self.milestone.code


def known_circumstances(
    stored: Mapping[str, str], custody: CustodyKind, anchors: Anchors, *, today: date
) -> dict[Tag, Fact]:
    """What is known about every tag: the STORED answers {tag: "yes" | "no"}, where a missing one is
    unknown, and what follows from the kind of CUSTODY and the dates.
    """
    facts = {tag: Fact(stored.get(tag, Fact.UNKNOWN)) for tag in ASKED}
    remaining = _longer_than(LONG_REMAINDER_DAYS, today, anchors.release)
    return facts | {
        Tag.ALL: Fact.YES,
        Tag.SENTENCE: _fact(custody in _SENTENCED, unknown=custody in _PERHAPS_SENTENCED),
        Tag.EFF: _fact(custody is CustodyKind.SHORT_FINE, unknown=custody is CustodyKind.UNKNOWN),
        Tag.STAY_OVER_30D: _stay_over_30d(anchors, today),
        Tag.REMAINING_OVER_180D: remaining,
        Tag.ASAP: _fact(remaining is not Fact.YES),
    }


def _fact(yes: bool, *, unknown: bool = False) -> Fact:
    if unknown:
        return Fact.UNKNOWN
    return Fact.YES if yes else Fact.NO


def _longer_than(days: int, begin: date | None, end: date | None) -> Fact:
    if begin is None or end is None:
        return Fact.UNKNOWN
    return _fact((end - begin).days > days)


def _stay_over_30d(anchors: Anchors, today: date) -> Fact:
    """Known from the dates, or because it has already been so long."""
    if anchors.release is None and anchors.admission is not None:
        already = _longer_than(LONG_STAY_DAYS, anchors.admission, today)
        return already if already is Fact.YES else Fact.UNKNOWN
    return _longer_than(LONG_STAY_DAYS, anchors.admission, anchors.release)


def applicability(
    milestone: Milestone, circumstances: Mapping[Tag, Fact], custody: CustodyKind
) -> Fits:
    """Whether MILESTONE is for somebody with these CIRCUMSTANCES in this kind of CUSTODY; one tag
    that is true is enough, and what nobody knows is a question.
    """
    if milestone.custody and custody not in milestone.custody:
        return Fits.NO
    facts = {circumstances.get(tag, Fact.UNKNOWN) for tag in milestone.tags}
    if Fact.YES in facts:
        return Fits.YES
    if facts == {Fact.NO} or custody in milestone.quiet_for:
        return Fits.NO
    return Fits.UNCLEAR


def plan(
    template: PlanTemplate,
    anchors: Anchors,
    circumstances: Mapping[str, str],
    custody: CustodyKind,
    *,
    today: date,
    land: str,
    finished: Collection[str] = (),
) -> tuple[PlannedStep, ...]:
    """The steps of TEMPLATE for a person, what comes first first; those without a date stand last.
    CIRCUMSTANCES are the stored answers, FINISHED the codes nobody waits for any more.
    """
    facts = known_circumstances(circumstances, custody, anchors, today=today)
    fits = {m.code: applicability(m, facts, custody) for m in template.milestones}
    chosen = [m for m in template.milestones if fits[m.code] is not Fits.NO]
    dues = in_order(
        {m.code: due_of(m, anchors, today=today, land=land) for m in chosen},
        {m.code: m.depends_on for m in chosen},
    )
    waiting = {m.code for m in chosen} - set(finished)
    steps = [
        PlannedStep(
            milestone=m,
            due=dues[m.code],
            fits=fits[m.code],
            blocked_by=tuple(code for code in m.depends_on if code in waiting),
            remind_on=remind_on(dues[m.code].on, today=today, land=land),
        )
        for m in chosen
    ]
    return tuple(sorted(steps, key=lambda step: _rank(step, custody)))


def _rank(step: PlannedStep, custody: CustodyKind) -> tuple[bool, date]:
    return custody not in step.milestone.first_for, step.due.on or date.max


def in_order(dues: Mapping[str, Due], needs: Mapping[str, Iterable[str]]) -> dict[str, Due]:
    """DUES {code: due} in which no step is due before a step it NEEDS {code: codes}."""
    found = dict(dues)
    for code in dependency_order(needs):
        days = [found[n].on for n in needs[code] if n in found]
        latest = max((day for day in days if day is not None), default=date.min)
        on = found[code].on
        if on is not None and on < latest:
            found[code] = replace(found[code], on=latest)
    return found


def blocked_by(milestone: Milestone, now: Mapping[str, str]) -> tuple[str, ...]:
    """The codes MILESTONE still waits for, where NOW is {code: state} of the plan's steps;
    nobody waits for what is not in the plan.
    """
    return tuple(
        code
        for code in milestone.depends_on
        if code in now and StepState(now[code]) not in FINISHED
    )
