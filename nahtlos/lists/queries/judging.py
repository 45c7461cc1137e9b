"""What would become of each line: new, moved, the same, perhaps somebody known, or not readable."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery

from nahtlos.cases.models import Case, ReleaseScenario
from nahtlos.cases.queries.names import register_of
from nahtlos.cases.rules.names import Alike, Named, Register, iso, named
from nahtlos.cases.rules.vocabulary import ScenarioKind
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import today
from nahtlos.foundation.ruling import states
from nahtlos.lists.models import LineEnd, ListLine, ReleaseList
from nahtlos.lists.rules.lines import Fault, ReadLine, read_line

NEW: Final = "new"
ELSEWHERE: Final = (
    "Es gibt vielleicht schon eine Akte, die Sie nicht öffnen dürfen. Bitte fragen Sie die"
    " Fachleitung."
)


@dataclass(frozen=True, slots=True)
class Known:
    """A file that is there. number: the prison's; scenario, on: the date that counts, '' and None
    where no stay runs.
    """

    case: Case
    name: str
    number: str
    is_there: bool
    scenario: str
    on: date | None

    @property
    def said(self) -> str:
        """What sort of file it is."""
        if self.case.closed_on:
            return f"Akte von {self.case.closed_on.year} (geschlossen)"
        return f"läuft seit {self.case.opened_on.year}"


@dataclass(frozen=True, slots=True)
class Maybe:
    """A file that a line may mean, with why."""

    known: Known
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A line and what would become of it. known: whose file it means; maybe: whose it may mean."""

    line: ListLine
    read: ReadLine
    end: LineEnd
    known: Known | None = None
    maybe: tuple[Maybe, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """All lines, as they would end."""

    lines: tuple[Judged, ...]

    def _of(self, *ends: LineEnd) -> list[Judged]:
        return [line for line in self.lines if line.end in ends]

    @property
    def new(self) -> list[Judged]:
        """Files that begin."""
        return self._of(LineEnd.NEW)

    @property
    def moved(self) -> list[Judged]:
        """Dates that move."""
        return self._of(LineEnd.MOVED)

    @property
    def returned(self) -> list[Judged]:
        """Persons who are there again."""
        return self._of(LineEnd.RETURNED)

    @property
    def same(self) -> list[Judged]:
        """Nothing new."""
        return self._of(LineEnd.SAME)

    @property
    def undecided(self) -> list[Judged]:
        """A person must say who is meant."""
        return self._of(LineEnd.UNDECIDED, LineEnd.ELSEWHERE)

    @property
    def bad(self) -> list[Judged]:
        """Not readable."""
        return self._of(LineEnd.BAD)

    @property
    def writes(self) -> int:
        """How many lines change something."""
        return len(self._of(LineEnd.NEW, LineEnd.MOVED, LineEnd.RETURNED))


@states(
    "Entlassungsliste",
    "Eine spätere Liste verschiebt Termine, legt aber niemanden zweimal an; wer gemeint sein"
    " könnte, entscheidet ein Mensch.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/lists/test_lists.py::test_a_later_list_moves_dates_and_enters_nobody_twice",
        "tests/lists/test_lists.py::test_whoever_may_be_meant_is_decided_by_a_person",
    ),
)
def preview(actor: Actor, run: ReleaseList) -> Preview:
    """What would become of the lines of RUN; four statements, however many lines."""
    day = today()
    lines = list(run.lines.all())
    reads = [read_line(run.columns, json.loads(line.cells), day) for line in lines]
    entries = [_entry(read) for read in reads]
    register = register_of(actor).prepare()
    alike = [_alike(register, entry, read) for entry, read in zip(entries, reads, strict=True)]
    files = _files(actor, {one.key for found in alike for one in found})
    by_key = {one.key: one for one in register.people}
    judge = _Judge(files, by_key)
    return Preview(tuple(map(judge, lines, reads, entries, alike)))


def _entry(read: ReadLine) -> Named:
    return named(
        given=read.given_name,
        family=read.family_name,
        born_on=iso(read.born_on),
        number=read.number,
    )


def _alike(register: Register, entry: Named, read: ReadLine) -> list[Alike]:
    return [] if read.faults else register.alike(entry)


class _Judge:
    """Says what becomes of one line after the other, and remembers whom it has seen."""

    def __init__(self, files: dict[str, list[Known]], people: dict[str, Named]) -> None:
        self.files = files
        self.people = people
        self.seen: dict[str, int] = {}

    def __call__(
        self, line: ListLine, read: ReadLine, entry: Named, alike: Sequence[Alike]
    ) -> Judged:
        faults = read.faults or self._twice(line, entry)
        if faults:
            return Judged(line, read, LineEnd.BAD, faults=tuple(faults))
        if line.choice == NEW:
            return Judged(line, read, LineEnd.NEW)
        hers = [Maybe(known, one.reasons) for one in alike for known in self.files.get(one.key, ())]
        chosen = next((one.known for one in hers if one.known.case.code == line.choice), None)
        known = chosen or self._sure(entry, alike)
        if known is not None:
            return _of_known(line, read, known)
        if hers:
            return Judged(line, read, LineEnd.UNDECIDED, maybe=tuple(hers))
        return Judged(line, read, LineEnd.ELSEWHERE if alike else LineEnd.NEW)

    def _twice(self, line: ListLine, entry: Named) -> list[Fault]:
        who = entry.number or " ".join(entry[1:5])
        before = self.seen.setdefault(who, line.number)
        if before == line.number:
            return []
        return [Fault("", f"Diese Person steht schon in Zeile {before}.")]

    def _sure(self, entry: Named, alike: Sequence[Alike]) -> Known | None:
        """The open file of whom ENTRY means without a doubt: the same number and no other name, or
        the same name and birthday where one has no number.
        """
        for one in alike:
            hers, files = self.people[one.key], self.files.get(one.key, ())
            if files and _is_sure(entry, hers) and files[0].case.closed_on is None:
                return files[0]
        return None


def becomes(read: ReadLine, known: Known) -> tuple[str, date | None]:
    """What counts from now on: (scenario, day). A day that rests on nothing said rests on what the
    former one rested on.
    """
    keeps = read.is_plain and known.on is not None
    return (known.scenario if keeps else str(read.scenario)), read.release_on


def _of_known(line: ListLine, read: ReadLine, known: Known) -> Judged:
    if known.case.closed_on or not known.is_there:
        return Judged(line, read, LineEnd.RETURNED, known)
    says = read.release_on is not None or read.scenario == ScenarioKind.ANY_TIME
    moves = says and becomes(read, known) != (known.scenario, known.on)
    return Judged(line, read, LineEnd.MOVED if moves else LineEnd.SAME, known)


def _is_sure(entry: Named, hers: Named) -> bool:
    same_name = (entry.given, entry.family) == (hers.given, hers.family)
    if entry.number and entry.number == hers.number:
        return same_name or not (entry.family and hers.family)
    same_birth = bool(entry.born_on) and entry.born_on == hers.born_on
    return same_name and same_birth and not (entry.number and hers.number)


def _files(actor: Actor, keys: Iterable[str]) -> dict[str, list[Known]]:
    """{person: her files that ACTOR may open, the open ones first, then the newest}."""
    wanted = list(keys)
    if not wanted:
        return {}
    counting = ReleaseScenario.objects.filter(stay=OuterRef("running__pk"), current=True)
    rows: Any = (
        Case.objects.visible_to(actor)
        .filter(client__in=[UUID(hex=key) for key in wanted])
        .select_related("client")
        .annotate(
            running=FilteredRelation("stays", condition=Q(stays__ended_on=None)),
            stay=F("running__pk"),
            on=F("running__release_on"),
            scenario=Subquery(counting.values("kind")[:1]),
        )
    )
    found: dict[str, list[Known]] = {}
    for case in sorted(
        rows, key=lambda row: (row.closed_on is not None, -row.opened_on.toordinal())
    ):
        known = Known(
            case=case,
            name=case.client.shown_name,
            number=case.client.external_code,
            is_there=case.stay is not None,
            scenario=case.scenario or "",
            on=case.on,
        )
        found.setdefault(case.client_id.hex, []).append(known)
    return found
