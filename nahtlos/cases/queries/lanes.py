"""Who comes out when: one's own cases by the days that are left, with what they can be narrowed
by.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from nahtlos.cases.models import CaseKind, Custody, Stay
from nahtlos.cases.policy import CASEWORK
from nahtlos.cases.queries.caseload import PAGE, CaseLine, _in_order, _keyset, _lines, _mine
from nahtlos.cases.queries.stays import prison_name
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import today

# {lane: label}, in the order in which they are read; a case stands in at most one.
DAY_LANES: Final[Mapping[str, str]] = {
    "passed": "Datum überschritten",
    "week": "diese Woche",
    "month": "bis 30 Tage",
    "two": "bis 60 Tage",
    "three": "bis 90 Tage",
    "undated": "ohne Datum",
}
_ENDS: Final = {"week": 7, "month": 30, "two": 60, "three": 90}
NOTHING: Final = Q()


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the cases are narrowed by. prison: an XJustiz id; custody: a kind; unplanned: only those
    whose plan nobody opened.
    """

    prison: str = ""
    custody: str = ""
    unplanned: bool = False


@dataclass(frozen=True, slots=True)
class Ahead:
    """One page. counts: {lane: how many} of what is left when narrowed, without the lane. after:
    the code to go on after, '' on the last page.
    """

    lines: tuple[CaseLine, ...]
    after: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many all lanes hold."""
        return sum(self.counts.values())


def _lanes(day: date) -> dict[str, Q]:
    """{lane: its condition}."""
    starts = [0, *(end + 1 for end in _ENDS.values())]
    spans = {
        lane: Q(release_on__range=(day + timedelta(days=start), day + timedelta(days=end)))
        for start, (lane, end) in zip(starts, _ENDS.items(), strict=False)
    }
    never = Q(~Exists(Stay.objects.filter(case=OuterRef("pk"))), kind=CaseKind.TRANSITION)
    undated = Q(running__pk__isnull=False, release_on=None) | never
    return {"passed": Q(release_on__lt=day), **spans, "undated": undated}


def _rows(actor: Actor, narrowed: Narrowed, also: Q) -> QuerySet[Any]:
    """The open cases of ACTOR that are left when narrowed, in whatever lane or in none."""
    rows = _mine(actor).filter(also, closed_on=None)
    if narrowed.prison:
        rows = rows.filter(running__prison_code=narrowed.prison)
    if narrowed.custody:
        rows = rows.filter(custody=narrowed.custody)
    return rows.filter(plan_opened_on=None) if narrowed.unplanned else rows


def _in_lane(rows: QuerySet[Any], lane: str) -> QuerySet[Any]:
    """Those in LANE; in any of the lanes where it is ''."""
    conditions = _lanes(today())
    if lane in conditions:
        return rows.filter(conditions[lane])
    any_lane = Q()
    for condition in conditions.values():
        any_lane |= condition
    return rows.filter(any_lane)


def ahead(
    actor: Actor,
    *,
    lane: str = "",
    narrowed: Narrowed = Narrowed(),
    also: Q = NOTHING,
    after: str = "",
) -> Ahead:
    """The cases ACTOR is on by release date, 25 to a page, those without one last. ALSO narrows by
    what rooms above know; the page goes on after the code AFTER.
    """
    if not actor.has(*CASEWORK):
        return Ahead((), "", dict.fromkeys(DAY_LANES, 0))
    rows = _rows(actor, narrowed, also)
    counting = {name: Count("pk", filter=condition) for name, condition in _lanes(today()).items()}
    found = _keyset(_in_lane(rows, lane), _mine(actor), "release", after)
    shown = found[:PAGE]
    last = shown[-1].code if len(found) > PAGE else ""
    return Ahead(tuple(_lines(shown)), last, rows.aggregate(**counting))


def whole_ahead(
    actor: Actor, *, lane: str = "", narrowed: Narrowed = Narrowed(), also: Q = NOTHING
) -> list[CaseLine]:
    """All pages of it at once, in the same order."""
    if not actor.has(*CASEWORK):
        return []
    rows = _in_lane(_rows(actor, narrowed, also), lane)
    return _lines(list(_in_order(rows, "release_on")))


def ahead_size(
    actor: Actor, *, lane: str = "", narrowed: Narrowed = Narrowed(), also: Q = NOTHING
) -> int:
    """How many lines all pages have."""
    if not actor.has(*CASEWORK):
        return 0
    found: int = _in_lane(_rows(actor, narrowed, also), lane).count()
    return found


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to narrow by: (value, label) of the prisons and kinds of custody in the actor's
    own open cases.
    """

    prisons: tuple[tuple[str, str], ...]
    custodies: tuple[tuple[str, str], ...]


def ahead_choices(actor: Actor) -> Choices:
    """The prisons and kinds of custody of the actor's open cases; one statement."""
    if not actor.has(*CASEWORK):
        return Choices((), ())
    rows = _mine(actor).filter(closed_on=None, running__pk__isnull=False).order_by()
    found = set(
        rows.annotate(
            prison=F("running__prison_code"), name=prison_name("running__prison_code")
        ).values_list("prison", "name", "custody")
    )
    prisons = {code: name or code for code, name, _ in found if code}
    kinds = {kind for _, _, kind in found}
    return Choices(
        prisons=tuple(sorted(prisons.items(), key=lambda one: one[1])),
        custodies=tuple((str(one), str(one.label)) for one in Custody if one in kinds),
    )
