"""What an import would do, line by line, and what it did."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from nahtlos.exchange.models import ColumnChoice, ImportRun, Outcome, RunState
from nahtlos.exchange.queries.judging import Judged, judged
from nahtlos.foundation.access import Actor

PATIENCE = timedelta(minutes=10)


def own_runs(actor: Actor) -> QuerySet[ImportRun]:
    """The imports of the actor's organisation, newest first."""
    return ImportRun.objects.visible_to(actor)


def own_run(actor: Actor, code: str) -> ImportRun:
    """One of them; ImportRun.DoesNotExist for a foreign one."""
    return own_runs(actor).get(code=code)


def stands_still(run: ImportRun, moment: datetime) -> bool:
    """Whether nothing was heard of a running import for long."""
    return run.state == RunState.RUNNING and moment - run.changed_at > PATIENCE


def header_of(run: ImportRun) -> list[str]:
    """The names of the file's columns."""
    found: list[str] = json.loads(run.header or "[]")
    return found


def remembered_columns(actor: Actor) -> dict[str, str]:
    """What the organisation's columns meant last."""
    row = ColumnChoice.objects.filter(organisation=actor.organisation).first()
    return dict(row.columns) if row else {}


def examples_of(run: ImportRun) -> list[list[str]]:
    """For each column of the file what stands in its first lines."""
    lines = [json.loads(row.cells or "[]") for row in run.rows.all()[:20]]
    width = len(header_of(run))
    return [[line[n] for line in lines if line[n]][:2] for n in range(width)]


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do: how many lines come to which end, and the lines themselves."""

    counts: dict[str, int]
    lines: list[Judged]

    def of(self, outcome: str) -> list[Judged]:
        """The lines that come to this end."""
        return [line for line in self.lines if line.outcome == outcome]

    @property
    def bad(self) -> list[Judged]:
        """Those nobody can read."""
        return self.of(Outcome.BAD)

    @property
    def new(self) -> list[Judged]:
        """New offers."""
        return self.of(Outcome.NEW)

    @property
    def changed(self) -> list[Judged]:
        """Offers that change."""
        return self.of(Outcome.CHANGED)

    @property
    def same(self) -> list[Judged]:
        """Offers that stay as they are."""
        return self.of(Outcome.SAME)

    @property
    def undecided(self) -> list[Judged]:
        """Lines that resemble an offer."""
        return self.of(Outcome.UNDECIDED)

    @property
    def writes(self) -> int:
        """How many lines would be written."""
        return len(self.new) + len(self.changed)


def preview(actor: Actor, run: ImportRun) -> Preview:
    """What RUN would do now."""
    lines = judged(actor, run)
    return Preview(dict(Counter(str(line.outcome) for line in lines)), lines)


@dataclass(frozen=True, slots=True)
class Ended:
    """What an import did, in numbers."""

    new: int
    changed: int
    same: int
    bad: int
    undecided: int


def outcome(run: ImportRun) -> Ended:
    """What RUN did; all zero where it has not run."""
    by = {str(name): int(run.counts.get(name, 0)) for name in Outcome.values}
    return Ended(
        new=by[Outcome.NEW],
        changed=by[Outcome.CHANGED],
        same=by[Outcome.SAME],
        bad=by[Outcome.BAD],
        undecided=by[Outcome.UNDECIDED],
    )


def bad_lines(actor: Actor, run: ImportRun) -> list[list[str]]:
    """The lines that could not be read, as they stood in the file, with why; the header first."""
    rows = [["Zeile", "Was zu tun ist", *header_of(run)]]
    for line in judged(actor, run):
        if line.outcome == Outcome.BAD:
            said = " ".join(
                f"{fault.column}: {fault.sentence}" if fault.column else fault.sentence
                for fault in line.read.faults
            )
            rows.append([str(line.row.number), said, *json.loads(line.row.cells or "[]")])
    return rows
