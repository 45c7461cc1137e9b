"""What a new date changes: shown before it happens, step by step."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from nahtlos.cases.rules.planning.dates import Anchors, Due, Timed, due_of
from nahtlos.cases.rules.planning.drafting import in_order
from nahtlos.cases.rules.planning.standing import remind_on
from nahtlos.cases.rules.vocabulary import FINISHED, Anchor, StepState, Word
from nahtlos.foundation.ruling import states
from nahtlos.foundation.workdays import workday_from, workday_until


@dataclass(frozen=True, slots=True)
class StepNow:
    """A step as it stands: `key` is the milestone's code or the name of an own step, `timed` what
    its date follows from (None: from nothing), `by_hand` whether a person chose the date.
    """

    key: str
    state: StepState
    due_on: date | None
    by_hand: bool = False
    shortened: bool = False
    timed: Timed | None = None
    depends_on: tuple[str, ...] = ()


class Change(Word):
    """What a new date does to a step."""

    MOVES = "moves", "verschiebt sich"
    SHORTENED = "shortened", "wird verkürzt"
    GETS_DATE = "gets_date", "bekommt einen Termin"
    LOSES_DATE = "loses_date", "wartet auf einen neuen Termin"
    ASKS = "asks", "von Hand gesetzt: bitte entscheiden"
    STAYS = "stays", "ist abgeschlossen und bleibt"
    UNCHANGED = "unchanged", "bleibt, wie er ist"


@dataclass(frozen=True, slots=True)
class Line:
    """What happens to one step. `due` is what to write, with its reminder; None where nothing is to
    be written. `proposal` is what to offer where somebody has to decide; None: no date.
    """

    key: str
    change: Change
    old: date | None
    due: Due | None = None
    remind_on: date | None = None
    proposal: date | None = None

    @property
    def new(self) -> date | None:
        """The date after the change; where somebody has to decide, the old one until then."""
        return self.old if self.due is None else self.due.on


@dataclass(frozen=True, slots=True)
class Difference:
    """Every step and what a new date does to it, in the order given."""

    lines: tuple[Line, ...]

    def of(self, *changes: Change) -> tuple[Line, ...]:
        """The lines of these CHANGES."""
        return tuple(line for line in self.lines if line.change in changes)

    @property
    def written(self) -> tuple[Line, ...]:
        """The lines whose step gets a new date or loses a mark."""
        return tuple(line for line in self.lines if line.due is not None)

    @property
    def asked(self) -> tuple[Line, ...]:
        """The lines somebody has to decide."""
        return self.of(Change.ASKS)

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes and nobody has to decide."""
        return not self.written and not self.asked


@states(
    "Plan",
    "Verschiebt sich die Entlassung, verschieben sich offene Schritte mit ihren Erinnerungen."
    " Erledigte bleiben, von Hand gesetzte Termine fragen.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/cases/test_rules_moving.py::test_open_steps_move_done_ones_stay_dated_ones_ask",
        "tests/cases/test_rules_moving.py::test_the_reminder_follows_the_step",
        "tests/cases/test_rules_moving.py::test_moving_there_and_back_restores_untouched_steps",
    ),
)
def replan(
    steps: Sequence[StepNow],
    before: Anchors,
    after: Anchors,
    *,
    today: date,
    land: str,
    becoming: Sequence[StepNow] | None = None,
) -> Difference:
    """What moving from the days BEFORE to those AFTER does to STEPS. Only what the move itself
    changes is changed: a step that is late stays late, and the same days change nothing. BECOMING
    are the same steps where another template times them otherwise.
    """
    was = _dues(steps, before, today, land)
    will = _dues(steps if becoming is None else becoming, after, today, land)
    mover = _Mover(before, after, today, land)
    return Difference(tuple(mover.line(s, was.get(s.key), will.get(s.key)) for s in steps))


def _dues(steps: Iterable[StepNow], anchors: Anchors, today: date, land: str) -> Mapping[str, Due]:
    """{key: due} of the steps whose date follows from something. Finished ones count, so that going
    back finds the dates of before.
    """
    timed = [(step, step.timed) for step in steps if step.timed is not None]
    return in_order(
        {step.key: due_of(timing, anchors, today=today, land=land) for step, timing in timed},
        {step.key: step.depends_on for step, _ in timed},
    )


@dataclass(frozen=True, slots=True)
class _Mover:
    """Judges one step after the other for one move."""

    before: Anchors
    after: Anchors
    today: date
    land: str

    def line(self, step: StepNow, was: Due | None, will: Due | None) -> Line:
        """What happens to STEP, whose date would be WAS by the old days and WILL by the new."""
        if step.state in FINISHED:
            return Line(step.key, Change.STAYS, step.due_on)
        if step.by_hand:
            return self._ask(step)
        same = was == will or (will is not None and _stands(step, will))
        if will is None or same:
            return Line(step.key, Change.UNCHANGED, step.due_on)
        reminder = remind_on(will.on, today=self.today, land=self.land)
        return Line(step.key, _change(step, will), step.due_on, will, reminder)

    def _ask(self, step: StepNow) -> Line:
        """A date chosen by a person: asked wherever what it hangs on has moved."""
        anchor = Anchor.RELEASE if step.timed is None else step.timed.anchor
        old, new = self.before.on(anchor), self.after.on(anchor)
        if step.due_on is None or old is None or old == new:
            return Line(step.key, Change.UNCHANGED, step.due_on)
        proposal = None if new is None else self._shifted(step.due_on, new - old, new)
        return Line(step.key, Change.ASKS, step.due_on, proposal=proposal)

    def _shifted(self, day: date, by: timedelta, anchor: date) -> date:
        """DAY later or earlier BY so many days, on a working day that is not past."""
        there = day + by
        fitted = workday_until(there, self.land) if there < anchor else there
        if there > anchor or fitted < self.today:
            return workday_from(max(there, self.today), self.land)
        return fitted


def _stands(step: StepNow, due: Due) -> bool:
    return (step.due_on, step.shortened) == (due.on, due.shortened)


def _change(step: StepNow, due: Due) -> Change:
    """What to call the change of STEP to DUE."""
    if step.due_on is None:
        return Change.GETS_DATE if due.on else Change.UNCHANGED
    if due.on is None:
        return Change.LOSES_DATE
    if due.shortened and not step.shortened:
        return Change.SHORTENED
    return Change.UNCHANGED if due.on == step.due_on else Change.MOVES
