"""What an import would do, line by line, and what it did."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from nahtlos.exchange.models import ColumnChoice, ImportRun, Outcome, RunState
from nahtlos.exchange.queries.flat import judged_for_others
from nahtlos.exchange.queries.judging import Judged, judged_own
from nahtlos.exchange.queries.providers import Provider
from nahtlos.exchange.rules.columns import PROVIDER
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


def is_about_others(run: ImportRun) -> bool:
    """Whether the lines of RUN name who offers what they say."""
    return PROVIDER in run.columns


def judged(actor: Actor, run: ImportRun) -> list[Judged]:
    """Every line of RUN and what becomes of it now."""
    return judged_for_others(actor, run) if is_about_others(run) else judged_own(actor, run)


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
        return [line for line in self.of(Outcome.UNDECIDED) if line.alike]

    @property
    def kept(self) -> list[Judged]:
        """Lines about what an organisation says itself."""
        return self.of(Outcome.KEPT)

    def _providers(self, *outcomes: str) -> list[Provider]:
        found = [one.provider for one in self.lines if one.outcome in outcomes and one.provider]
        return list({provider.named.key: provider for provider in found}.values())

    @property
    def unclear(self) -> list[Provider]:
        """Organisations that resemble one that is there."""
        return [one for one in self._providers(Outcome.UNDECIDED) if one.alike]

    @property
    def founded(self) -> list[Provider]:
        """Organisations that are added."""
        return [one for one in self._providers(Outcome.NEW) if one.is_new]

    @property
    def new_offers(self) -> list[Judged]:
        """New offers, without the lines that only name an organisation."""
        return [line for line in self.new if line.wanted]

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
    kept: int


def outcome(run: ImportRun) -> Ended:
    """What RUN did; all zero where it has not run."""
    by = {str(name): int(run.counts.get(name, 0)) for name in Outcome.values}
    return Ended(
        new=by[Outcome.NEW],
        changed=by[Outcome.CHANGED],
        same=by[Outcome.SAME],
        bad=by[Outcome.BAD],
        undecided=by[Outcome.UNDECIDED],
        kept=by[Outcome.KEPT],
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
