"""The list a day begins with: whose turn is it, who waits, when does somebody come out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from nahtlos.cases.models import (
    Case,
    CaseMember,
    Client,
    Custody,
    MemberPart,
    ReleaseScenario,
    Scenario,
    Step,
    StepState,
)
from nahtlos.cases.policy import CASEWORK
from nahtlos.cases.queries.moving import title_of
from nahtlos.cases.queries.stays import prison_name
from nahtlos.cases.rules.planning import Standing, release_passed, standing
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import today
from nahtlos.foundation.folding import fold

PAGE: Final = 25
STANDING_IN: Final = "standing_in"
WEEK: Final = timedelta(days=7)
# {lane: label}; the last one holds what is over.
LANES: Final[Mapping[str, str]] = {
    "week": "diese Woche",
    "waiting": "wartet auf andere",
    "quiet": "zurzeit nichts zu tun",
    "closed": "abgeschlossen",
}
ORDERS: Final[Mapping[str, str]] = {
    "next": "nächster Schritt",
    "release": "Entlassung",
    "name": "Name",
}


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case of the list. `part` is STANDING_IN where its lead is away today and the actor stands
    in. `next_title` is empty where nothing has a date; `asks` says that the next step is a question
    to clear first; `planned` that there is a plan. `days` is negative once the release has passed.
    """

    code: str
    name: str
    part: str
    lead: str
    prison: str
    custody: str
    scenario: str
    release_on: date | None
    days: int | None
    release_passed: bool
    next_on: date | None
    next_title: str
    next_code: str
    next_standing: str
    asks: bool
    waiting_since: date | None
    lane: str
    closed_on: date | None
    planned: bool

    @property
    def lane_label(self) -> str:
        """The lane in German."""
        return LANES[self.lane]

    @property
    def standing_label(self) -> str:
        """How the next step stands, in German; empty where there is none."""
        return Standing(self.next_standing).label if self.next_standing else ""


@dataclass(frozen=True, slots=True)
class Caseload:
    """One page of the list. `after` is the code to go on after, '' on the last page; `counts` is
    {lane: how many} of everything the actor reads.
    """

    lines: tuple[CaseLine, ...]
    after: str
    counts: Mapping[str, int]
    order: str
    lane: str

    @property
    def total(self) -> int:
        """How many open cases the actor reads."""
        return self.counts["open"]


def caseload(
    actor: Actor,
    *,
    order: str = "next",
    lane: str = "",
    within_days: int | None = None,
    after: str = "",
) -> Caseload:
    """The cases ACTOR is on, 25 to a page, by next date, release or name. LANE narrows to one of
    LANES; WITHIN_DAYS to those who come out by then, passed dates among them. AFTER is the code of
    the last line before. Unknown words are as none.
    """
    order = order if order in ORDERS else "next"
    lane = lane if lane in LANES else ""
    if not actor.has(*CASEWORK):
        return Caseload((), "", _no_counts(), order, lane)
    mine = _mine(actor)
    rows = _narrowed(mine, lane, within_days)
    found = _by_name(rows, after) if order == "name" else _keyset(rows, mine, order, after)
    shown = found[:PAGE]
    last = shown[-1].code if len(found) > PAGE else ""
    return Caseload(tuple(_lines(shown)), last, _counts(actor), order, lane)


def whole_caseload(
    actor: Actor, *, order: str = "next", lane: str = "", within_days: int | None = None
) -> list[CaseLine]:
    """All pages of the same list at once, in the same order; which ones and in which order is
    decided by one statement.
    """
    if not actor.has(*CASEWORK):
        return []
    rows = _narrowed(_mine(actor), lane if lane in LANES else "", within_days)
    if order == "name":
        return _lines(sorted(rows, key=lambda case: (fold(case.client.shown_name), case.code)))
    return _lines(list(_in_order(rows, _column(order))))


def caseload_size(actor: Actor, *, lane: str = "", within_days: int | None = None) -> int:
    """How many lines all pages of that list have."""
    if not actor.has(*CASEWORK):
        return 0
    found: int = _narrowed(_mine(actor), lane if lane in LANES else "", within_days).count()
    return found


def _no_counts() -> dict[str, int]:
    return dict.fromkeys([*LANES, "open"], 0)


def _waits() -> Q:
    # Asked once for all cases, not for each: the list of steps that wait is short.
    waiting = Step.objects.filter(state=StepState.WAITING).values("case")
    return Q(waiting_since__isnull=False) | Q(pk__in=waiting)


def _lane_conditions(day: date) -> dict[str, Q]:
    """{lane: its condition}, without the closed ones. A case with something to do this week may
    wait as well, so it stands in both.
    """
    week = Q(next_due_on__lte=day + WEEK)
    waits = Q(waits=True)
    idle = (Q(next_due_on=None) | Q(next_due_on__gt=day + WEEK)) & Q(waits=False)
    return {"week": week, "waiting": waits, "quiet": idle}


def _running() -> FilteredRelation:
    return FilteredRelation("stays", condition=Q(stays__ended_on=None))


def _mine(actor: Actor) -> QuerySet[Any]:
    """Every case ACTOR reads, with what a line needs of the stay that runs."""
    rows = Case.objects.visible_to(actor).select_related("client")
    return rows.annotate(
        running=_running(),
        waits=_waits(),
        my_part=_my_part(actor),
        release_on=F("running__release_on"),
        admitted_on=F("running__admitted_on"),
        custody=F("running__custody"),
    )


def _my_part(actor: Actor) -> Any:  # noqa: ANN401 (an expression)
    """What ACTOR is in a case; None where she stands in for the lead. Where she stands in for
    nobody, `visible_to` has fetched her row already.
    """
    if not actor.stands_in_for:
        return F("members__part")
    now = CaseMember.objects.filter(case=OuterRef("pk"), until=None)
    own = now.filter(Q(account_id=actor.account_id))
    return Subquery(own.values("part")[:1])


def _narrowed(mine: QuerySet[Any], lane: str, within_days: int | None) -> QuerySet[Any]:
    rows = mine.filter(closed_on=None) if lane != "closed" else mine.exclude(closed_on=None)
    conditions = _lane_conditions(today())
    if lane in conditions:
        rows = rows.filter(conditions[lane])
    if within_days is not None:
        last = today() + timedelta(days=min(max(within_days, 0), 3650))
        rows = rows.filter(release_on__lte=last)
    return rows


def _keyset(rows: QuerySet[Any], mine: QuerySet[Any], order: str, after: str) -> list[Any]:
    """A page and one row more, after the row with code AFTER; where that is gone, from the
    beginning.
    """
    column = _column(order)
    mark = mine.filter(code=after).values_list(column, "pk").first() if after else None
    if mark is not None:
        rows = rows.filter(_beyond(column, *mark))
    ordered = _in_order(rows, column)
    # Which ones first, so that person and stay are joined to a page and not to everybody.
    return list(ordered.filter(pk__in=ordered.values("pk")[: PAGE + 1]))


def _column(order: str) -> str:
    return "release_on" if order == "release" else "next_due_on"


def _in_order(rows: QuerySet[Any], column: str) -> QuerySet[Any]:
    return rows.order_by(F(column).asc(nulls_last=True), "pk")


def _beyond(column: str, day: date | None, key: UUID) -> Q:
    """What comes after (DAY, KEY), where those without a day come last."""
    nameless = Q(**{f"{column}__isnull": True})
    if day is None:
        return nameless & Q(pk__gt=key)
    later = Q(**{f"{column}__gt": day}) | Q(**{column: day}, pk__gt=key)
    return later | nameless


def _by_name(rows: QuerySet[Any], after: str) -> list[Any]:
    """A page and one row more by name. Names are sealed, so they are opened and sorted here, and
    no address ever names one: the page goes on after a code.
    """
    # Of all of them only what a name is made of is fetched, and whole rows of one page.
    people = Client.objects.filter(cases__in=rows.values("pk")).annotate(
        case_pk=F("cases__pk"), case_code=F("cases__code")
    )
    named = people.only("organisation", "code", "given_name", "family_name", "called")
    ordered = sorted(named, key=lambda one: (fold(one.shown_name), one.case_code))
    codes = [one.case_code for one in ordered]
    start = codes.index(after) + 1 if after in codes else 0
    shown = [one.case_pk for one in ordered[start : start + PAGE + 1]]
    return sorted(rows.filter(pk__in=shown), key=lambda case: shown.index(case.pk))


def _counts(actor: Actor) -> dict[str, int]:
    lanes = {
        lane: Count("pk", filter=Q(closed_on=None) & condition)
        for lane, condition in _lane_conditions(today()).items()
    }
    rows = Case.objects.visible_to(actor).annotate(waits=_waits())
    found = rows.aggregate(
        **lanes,
        closed=Count("pk", filter=~Q(closed_on=None)),
        open=Count("pk", filter=Q(closed_on=None)),
    )
    return _no_counts() | found


def _next_steps(cases: Iterable[Any]) -> dict[UUID, Step]:
    """{case: its next step}."""
    rows = Step.objects.filter(
        case__in=[case.pk for case in cases],
        state__in=[StepState.OPEN, StepState.WAITING],
        due_on__isnull=False,
    )
    return {step.case_id: step for step in rows.order_by("case", "due_on", "code").distinct("case")}


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a case, in German: who leads it, where the person is, what the date rests
    on.
    """

    lead: str
    prison: str
    scenario: str


def _around(cases: Iterable[Any]) -> dict[UUID, _Around]:
    """{case: what stands around it}; one statement for all of a page."""
    leading = CaseMember.objects.filter(case=OuterRef("pk"), until=None, part=MemberPart.LEAD)
    counting = ReleaseScenario.objects.filter(stay=OuterRef("running__pk"), current=True)
    rows = Case.objects.filter(pk__in=[case.pk for case in cases]).annotate(
        running=_running(),
        lead=Subquery(leading.values("membership__account__name")[:1]),
        prison=prison_name("running__prison_code"),
        scenario=Subquery(counting.values("kind")[:1]),
    )
    return {
        case: _Around(lead or "", prison or "", str(Scenario(kind).label) if kind else "")
        for case, lead, prison, kind in rows.values_list("pk", "lead", "prison", "scenario")
    }


def _lines(cases: list[Any]) -> list[CaseLine]:
    if not cases:
        return []
    steps, around = _next_steps(cases), _around(cases)
    return [
        CaseLine(
            code=case.code,
            name=case.client.shown_name,
            part=case.my_part or STANDING_IN,
            lead=around[case.pk].lead,
            prison=around[case.pk].prison,
            custody=str(Custody(case.custody).label) if case.custody else "",
            scenario=around[case.pk].scenario,
            closed_on=case.closed_on,
            planned=case.plan_opened_on is not None,
            waiting_since=case.waiting_since,
            **_release(case),
            **_next(case, steps.get(case.pk)),
        )
        for case in cases
    ]


def _release(case: Any) -> dict[str, Any]:  # noqa: ANN401 (a case with annotations)
    day = today()
    return {
        "release_on": case.release_on,
        "days": (case.release_on - day).days if case.release_on else None,
        # Only a running stay is asked for, so it has not ended.
        "release_passed": release_passed(case.release_on, ended_on=None, today=day),
    }


def _next(case: Any, step: Step | None) -> dict[str, Any]:  # noqa: ANN401 (as above)
    found: dict[str, Any] = {
        "next_on": None,
        "next_title": "",
        "next_code": "",
        "next_standing": "",
        "asks": False,
    }
    if step is not None and case.closed_on is None:
        found = {
            "next_on": step.due_on,
            "next_title": title_of(step, case.plan_version),
            "next_code": step.code,
            "next_standing": str(standing(step, today())),
            "asks": step.unclear,
        }
    return {**found, "lane": _lane(case)}


def _lane(case: Any) -> str:  # noqa: ANN401 (as above)
    """The lane a line stands in where lanes are headings: what there is to do comes first."""
    if case.closed_on:
        return "closed"
    if case.next_due_on and case.next_due_on <= today() + WEEK:
        return "week"
    return "waiting" if case.waits else "quiet"
