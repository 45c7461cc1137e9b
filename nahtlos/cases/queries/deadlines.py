"""What the profile of a Land says about the days of a plan. Only what somebody has seen counts;
where there is nothing, the template's day stands.
"""

from collections.abc import Mapping
from typing import Final

from nahtlos.cases.rules.law import governing
from nahtlos.cases.rules.spans import Span
from nahtlos.cases.rules.template import Deadline, Milestone
from nahtlos.cases.rules.vocabulary import Anchor, CustodyKind
from nahtlos.lands.queries import held_by, holding, name_of
from nahtlos.lands.rules import entries as words
from nahtlos.lands.rules.entries import Entry, EntryState

_ANCHORS: Final[Mapping[str, tuple[Anchor, bool]]] = {
    words.Anchor.AFTER_ADMISSION: (Anchor.ADMISSION, False),
    words.Anchor.BEFORE_RELEASE: (Anchor.RELEASE, True),
    words.Anchor.AFTER_RELEASE: (Anchor.RELEASE, False),
    words.Anchor.EVERY: (Anchor.ADMISSION, False),
}


def pin_of(land: str) -> str:
    """The version of the profile of LAND that counts now; '' where the Land is not known."""
    return holding(land).pin


def deadlines_of(pin: str, custody: CustodyKind) -> dict[str, Deadline]:
    """{step: deadline} of the version of a profile that PIN names, in CUSTODY."""
    known = held_by(pin)
    found = {code: known.get(key) for code, key in governing(custody).items()}
    land = pin.partition("/")[0]
    made = {code: _deadline(entry, land) for code, entry in found.items() if entry}
    return {code: deadline for code, deadline in made.items() if deadline is not None}


def _deadline(entry: Entry, land: str) -> Deadline | None:
    """ENTRY as a deadline; None where nobody has seen it, or it is no span."""
    if entry.state is not EntryState.SEEN or not entry.number or entry.checked_on is None:
        return None
    anchor, before = _ANCHORS[entry.anchor]
    span = Span.of(entry.number, entry.unit)
    return Deadline(
        anchor=anchor,
        span=span.before() if before else span,
        every=entry.anchor == words.Anchor.EVERY,
        land=name_of(land),
        says=entry.said,
        note=entry.note,
        source=entry.source,
        checked_on=entry.checked_on,
    )


def governed(
    known: Mapping[str, Milestone], deadlines: Mapping[str, Deadline]
) -> Mapping[str, Milestone]:
    """KNOWN {code: milestone} on the days that DEADLINES say."""
    fresh = {code: known[code].under(one) for code, one in deadlines.items() if code in known}
    return {**known, **fresh} if fresh else known
