"""The lists that can be taken along: each with the very query that its page shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from nahtlos.cases import policy as cases_policy
from nahtlos.cases import queries as cases
from nahtlos.cases.models import MemberPart
from nahtlos.cases.queries import CaseLine, RosterLine
from nahtlos.cases.rules.look import Look
from nahtlos.exchange.rules.sheets import Cell
from nahtlos.foundation.access import Actor, Decision
from nahtlos.lookout.models import TableKind
from nahtlos.lookout.queries import ahead
from nahtlos.lookout.rules.looks import AheadLook
from nahtlos.lookout.rules.tables import Table

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """word: its name in forms. may: who sees the list at all. read: the words of the filter that
    mean something, in their order. said: them in German. size: how many lines all pages have.
    table: those lines.
    """

    kind: TableKind
    word: str
    may: Callable[[Actor], Decision]
    read: Callable[[Words], dict[str, str]]
    said: Callable[[Actor, Words], str]
    size: Callable[[Actor, Words], int]
    table: Callable[[Actor, Words], Table]


CASE_COLUMNS: Final = (
    *("Kürzel", "Name", "Ihre Rolle", "Fallführung", "Anstalt", "Haftart"),
    *("Entlassung am", "Termin", "Tage bis dahin", "Entlassdatum überschritten"),
    *("Nächster Schritt", "fällig am", "Stand", "wartet seit", "Was ansteht", "abgeschlossen am"),
)
ROSTER_COLUMNS: Final = (
    *("Kürzel", "Fallführung", "Vertretung", "Entlassung am", "Nächster Schritt am"),
    "wartet seit",
)


def case_row(line: CaseLine) -> tuple[Cell, ...]:
    """A line of the caseload, cell by cell."""
    asks = "Zu klären: " if line.asks else ""
    return (
        *(line.code, line.name, str(MemberPart(line.part).label), line.lead),
        *(line.prison, line.custody, line.release_on, line.scenario, line.days),
        "ja" if line.release_passed else "",
        *(f"{asks}{line.next_title}", line.next_on, line.standing_label, line.waiting_since),
        *(line.lane_label, line.closed_on),
    )


def _caseload(actor: Actor, words: Words) -> Table:
    lane, order, within_days = Look.of(words).meaning
    lines = cases.whole_caseload(actor, order=order, lane=lane, within_days=within_days)
    return Table(CASE_COLUMNS, tuple(map(case_row, lines)))


def _caseload_size(actor: Actor, words: Words) -> int:
    lane, _, within_days = Look.of(words).meaning
    return cases.caseload_size(actor, lane=lane, within_days=within_days)


def _roster_row(line: RosterLine) -> tuple[Cell, ...]:
    people = (line.code, line.lead, line.deputy)
    return (*people, line.release_on, line.next_due_on, line.waiting_since)


SOURCES: Final[Mapping[str, Source]] = {
    source.word: source
    for source in (
        Source(
            TableKind.CASELOAD,
            "begleitungen",
            cases_policy.can_work_on_cases,
            lambda words: Look.of(words).words(),
            lambda actor, words: Look.of(words).said(),
            _caseload_size,
            _caseload,
        ),
        Source(
            TableKind.ROSTER,
            "uebersicht",
            cases_policy.can_see_roster,
            lambda words: {},
            lambda actor, words: "alle offenen; sortiert nach nächstem Schritt",
            lambda actor, words: cases.roster_size(actor),
            lambda actor, words: Table(
                ROSTER_COLUMNS, tuple(map(_roster_row, cases.whole_roster(actor)))
            ),
        ),
        Source(
            TableKind.AHEAD,
            "ausblick",
            cases_policy.can_work_on_cases,
            lambda words: AheadLook.of(words).words(),
            lambda actor, words: ahead.said(AheadLook.of(words)),
            lambda actor, words: ahead.ahead_count(actor, AheadLook.of(words)),
            lambda actor, words: Table(
                CASE_COLUMNS, tuple(map(case_row, ahead.ahead_lines(actor, AheadLook.of(words))))
            ),
        ),
    )
}


def sources_for(actor: Actor) -> list[Source]:
    """The lists that ACTOR sees."""
    return [source for source in SOURCES.values() if source.may(actor)]
