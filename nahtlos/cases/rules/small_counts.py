"""Which counts of people may be shown: none below five, and no total that gives one of them away.
Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from nahtlos.foundation.ruling import states

SMALLEST: Final = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """counts: each as it may be shown, None where it may not. total: of all, None where it would
    tell one of those.
    """

    counts: tuple[int | None, ...]
    total: int | None


@states(
    "Begleitung",
    "Zahlen unter fünf zeigt Nahtlos in der Übersicht der Abschlüsse nicht, und keine Summe, aus"
    " der sich eine davon errechnen lässt.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/cases/test_closings.py::test_no_count_below_five_can_be_told_from_what_is_shown",
    ),
)
def shown(counts: Sequence[int]) -> Shown:
    """COUNTS of one year as they may be shown. The total stands where nothing is hidden, or where
    what is hidden is five or more together and could be shared out in several ways, so that each
    hidden count has at least two possible values for who knows this rule.
    """
    hidden = [count for count in counts if count < SMALLEST]
    together, most = sum(hidden), (SMALLEST - 1) * len(hidden)
    safe = not hidden or (len(hidden) > 1 and SMALLEST <= together < most)
    return Shown(
        counts=tuple(count if count >= SMALLEST else None for count in counts),
        total=sum(counts) if safe else None,
    )
