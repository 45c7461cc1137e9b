"""How accompaniments ended: of one case each time, of an organisation by year and result."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count
from django.db.models.functions import ExtractYear

from nahtlos.cases.models import Case, Closing
from nahtlos.cases.policy import can_see_roster
from nahtlos.cases.rules.closings import label_of
from nahtlos.cases.rules.small_counts import shown
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import BERLIN, today

YEARS: Final = 5


@dataclass(frozen=True, slots=True)
class Closed:
    """One time that a case was closed: when, and how it ended, in German."""

    on: date
    how: str


def closings_of(case: Case) -> list[Closed]:
    """Every time CASE was closed, the first one first; taking it up again takes none away. One
    statement.
    """
    rows = case.events.filter(verb="closed").order_by("at").values_list("at", "detail")
    return [
        Closed(
            at.astimezone(BERLIN).date(),
            label_of(detail.get("closing", ""), detail.get("list", "")),
        )
        for at, detail in rows
    ]


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One way to end, and how many ended so in each year, the newest first; None: fewer than five,
    or nobody.
    """

    label: str
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Closings:
    """years: the newest first. totals: None where one would tell a small count."""

    years: tuple[int, ...]
    lines: tuple[ResultLine, ...]
    totals: tuple[int | None, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that may be shown."""
        return not any(any(line.counts) for line in self.lines) and not any(self.totals)


def closings_by_year(actor: Actor) -> Closings:
    """How the cases of the actor's organisation ended in the last five years, as far as counts may
    be shown; one statement. Of a case that was taken up again nothing counts. Empty for all but the
    Fachleitung.
    """
    last = today().year
    years = tuple(range(last, last - YEARS, -1))
    counted: Counter[tuple[int, str]] = Counter()
    if can_see_roster(actor):
        rows = Case.objects.filter(
            organisation_id=actor.organisation, closed_on__year__gt=last - YEARS
        )
        found = rows.annotate(year=ExtractYear("closed_on")).values_list("year", "closing")
        counted.update({(year, how): n for year, how, n in found.annotate(n=Count("pk"))})
    results = list(Closing)
    columns = [shown([counted[year, str(how)] for how in results]) for year in years]
    lines = tuple(
        ResultLine(label_of(str(how)), tuple(column.counts[place] for column in columns))
        for place, how in enumerate(results)
    )
    return Closings(years, lines, tuple(column.total for column in columns))
