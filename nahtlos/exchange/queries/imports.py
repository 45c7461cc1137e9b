"""What an import would do, line by line, and what it did."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from nahtlos.directory.actions import Wanted
from nahtlos.directory.actions.bulk import week_of
from nahtlos.directory.models import Offer, OfferState, OpeningHours
from nahtlos.exchange.models import (
    ColumnChoice,
    ImportRow,
    ImportRun,
    Outcome,
    OutsideKey,
    RunState,
)
from nahtlos.exchange.rules.columns import BY_CODE, KEY, TITLE
from nahtlos.exchange.rules.likeness import Compared, Known
from nahtlos.exchange.rules.rows import LISTS, NUMBERS, TEXTS, Fault, Row, read_row
from nahtlos.foundation.access import Actor
from nahtlos.foundation.folding import fold
from nahtlos.organisations.models import Site

PATIENCE = timedelta(minutes=10)
NEW = "new"  # the choice: it is an offer of its own
LABELS = {
    **{name: BY_CODE[code].label for code, (name, _) in TEXTS.items()},
    **{name: BY_CODE[code].label for code, name in {**LISTS, **NUMBERS}.items()},
    "first_steps": "Erste Schritte",
    "cost": "Kosten",
    "cost_note": "Kosten",
    "valid_until": "Gilt bis",
    "next_date": "Nächster Termin",
    "site": "Standort",
    "hours": "Öffnungszeiten",
}


@dataclass(slots=True)
class Judged:
    """A line and what becomes of it. differs: the labels of what changes. alike: the offers it may
    mean, where somebody must say which.
    """

    row: ImportRow
    read: Row
    outcome: Outcome
    offer: UUID | None = None
    wanted: Wanted | None = None
    differs: list[str] = field(default_factory=list)
    alike: list[Known] = field(default_factory=list)


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


def _read(row: ImportRow, columns: Sequence[str]) -> Row:
    cells = json.loads(row.cells or "[]")
    by_code = {code: cell for code, cell in zip(columns, cells, strict=False) if code}
    return read_row(row.number, by_code, surplus=row.surplus)


class _There:
    """What the organisation has already, before this import."""

    def __init__(self, actor: Actor, run: ImportRun) -> None:
        made = run.rows.filter(outcome=Outcome.NEW).values("offer")
        rows = Offer.objects.visible_to(actor).exclude(pk__in=made).select_related("site")
        self.offers: dict[UUID, Offer] = {offer.pk: offer for offer in rows}
        self.by_title: dict[str, list[UUID]] = {}
        for offer in self.offers.values():
            self.by_title.setdefault(offer.title, []).append(offer.pk)
        keys = OutsideKey.objects.visible_to(actor).values_list("key", "offer")
        self.by_key: dict[str, UUID] = dict(keys)
        self.bound = {offer: key for key, offer in self.by_key.items()}
        hours = OpeningHours.objects.filter(organisation=actor.organisation).exclude(offer=None)
        self.weeks: dict[UUID | None, Any] = dict(hours.values_list("offer", "week"))
        self.sites = {fold(s.name): s for s in Site.objects.visible_to(actor)}
        living = [o for o in self.offers.values() if o.state != OfferState.ENDED]
        known = [Known(o.pk, o.title, o.city, o.phone) for o in living]
        self.compared = Compared(known)

    def named(self, read: Row) -> UUID | None:
        """The offer a line means for certain: by its key, or by the same title where no other key
        stands in between.
        """
        if read.key in self.by_key:
            return self.by_key[read.key]
        same = self.by_title.get(str(read.values.get("title")), [])
        free = [key for key in same if not read.key or self.bound.get(key) in (None, read.key)]
        return free[0] if len(free) == 1 else None


def judged(actor: Actor, run: ImportRun) -> list[Judged]:
    """Every line of RUN and what becomes of it now. A fixed number of statements."""
    there = _There(actor, run)
    seen: dict[tuple[str, str], int] = {}
    found = []
    for row in run.rows.all():
        read = _read(row, run.columns)
        _notice_twice(read, seen)
        found.append(_judge(row, read, there))
    return found


def _notice_twice(read: Row, seen: dict[tuple[str, str], int]) -> None:
    """The same offer twice in one file would be written twice, the second time over the first."""
    title = str(read.values.get("title", ""))
    name = ("key", read.key) if read.key else ("title", title)
    if name[1] and name in seen:
        column = BY_CODE[KEY if read.key else TITLE].label
        read.faults.append(Fault(column, f"Das steht schon in Zeile {seen[name]}."))
    seen.setdefault(name, read.number)


def _judge(row: ImportRow, read: Row, there: _There) -> Judged:
    if read.site:
        site = there.sites.get(fold(read.site))
        if site is None:
            sentence = f"Einen Standort „{read.site[:40]}“ haben Sie nicht eingetragen."
            read.faults.append(Fault(BY_CODE["standort"].label, sentence))
        else:
            read.values["site"] = site
    if read.faults:
        return Judged(row, read, Outcome.BAD)
    named = there.named(read) or _chosen(row, there)
    if named is None and row.choice != NEW:
        texts = (str(read.values.get(name, "")) for name in ("title", "city", "phone"))
        likely = there.compared.alike(*texts)
        if likely:
            return Judged(row, read, Outcome.UNDECIDED, alike=likely)
    return _decided(row, read, there.offers.get(named) if named else None, there)


def _chosen(row: ImportRow, there: _There) -> UUID | None:
    return next((key for key in there.offers if str(key) == row.choice), None)


def _decided(row: ImportRow, read: Row, offer: Offer | None, there: _There) -> Judged:
    wanted = Wanted(offer.pk if offer else None, read.values, read.hours)
    if offer is None:
        return Judged(row, read, Outcome.NEW, wanted=wanted)
    differs = [
        LABELS.get(name, name)
        for name, value in read.values.items()
        if getattr(offer, name) != value
    ]
    if read.hours is not None and week_of(read.hours) != there.weeks.get(offer.pk, {}):
        differs.append(LABELS["hours"])
    outcome = Outcome.CHANGED if differs else Outcome.SAME
    return Judged(row, read, outcome, offer.pk, wanted, list(dict.fromkeys(differs)))


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
