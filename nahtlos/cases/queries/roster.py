"""What the Fachleitung sees of all open cases: who leads, who deputises, what waits. No name and no
content.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Prefetch, Q

from nahtlos.cases.models import Case, CaseMember, MemberPart
from nahtlos.cases.policy import can_reassign, can_see_roster
from nahtlos.cases.queries.absence import Away, away_now
from nahtlos.foundation.access import Actor

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One open case of the organisation. `stands_in`: who is there for the lead today, until
    `away_until`; '' where the lead is there herself.
    """

    code: str
    lead: str
    lead_code: str
    deputy: str
    deputy_code: str
    release_on: date | None
    next_due_on: date | None
    waiting_since: date | None
    stands_in: str = ""
    away_until: date | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """One page of them, by next date; `after` is the code to go on after, '' on the last page."""

    lines: tuple[RosterLine, ...]
    after: str


def _open_cases(actor: Actor) -> Any:  # noqa: ANN401 (cases with annotations)
    parts = (MemberPart.LEAD, MemberPart.DEPUTY)
    members = CaseMember.objects.filter(until=None, part__in=parts).annotate(
        away=away_now("membership")
    )
    rows = Case.objects.filter(organisation_id=actor.organisation, closed_on=None)
    return (
        rows.only("code", "organisation", "next_due_on", "waiting_since", "changed_at", "closed_on")
        .annotate(
            running=FilteredRelation("stays", condition=Q(stays__ended_on=None)),
            release_on=F("running__release_on"),
        )
        .prefetch_related(
            Prefetch("members", members.select_related("membership__account"), to_attr="answering")
        )
    )


def _line(case: Any) -> RosterLine:  # noqa: ANN401 (as above)
    parts = {row.part: row.membership for row in case.answering}
    lead, deputy = parts.get(MemberPart.LEAD), parts.get(MemberPart.DEPUTY)
    leading = next((row for row in case.answering if row.part == MemberPart.LEAD), None)
    away = Away.of(leading)
    return RosterLine(
        code=case.code,
        lead=lead.account.name if lead else "",
        lead_code=lead.code if lead else "",
        deputy=deputy.account.name if deputy else "",
        deputy_code=deputy.code if deputy else "",
        release_on=case.release_on,
        next_due_on=case.next_due_on,
        waiting_since=case.waiting_since,
        stands_in=away.name if away else "",
        away_until=away.last_day if away else None,
    )


def roster(actor: Actor, *, after: str = "") -> Roster:
    """The open cases of the organisation, 50 to a page; empty for all but the Fachleitung."""
    if not can_see_roster(actor):
        return Roster((), "")
    rows = _in_order(actor)
    mark = Case.objects.filter(organisation_id=actor.organisation, code=after).first()
    if mark is not None:
        rows = rows.filter(_beyond(mark))
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    return Roster(tuple(map(_line, shown)), shown[-1].code if len(found) > PAGE else "")


def whole_roster(actor: Actor) -> list[RosterLine]:
    """All pages of it at once, in the same order."""
    return [_line(case) for case in _in_order(actor)] if can_see_roster(actor) else []


def roster_size(actor: Actor) -> int:
    """How many lines all pages have."""
    rows = Case.objects.filter(organisation_id=actor.organisation, closed_on=None)
    return rows.count() if can_see_roster(actor) else 0


def _in_order(actor: Actor) -> Any:  # noqa: ANN401 (as above)
    return _open_cases(actor).order_by(F("next_due_on").asc(nulls_last=True), "pk")


def _beyond(mark: Case) -> Q:
    undated = Q(next_due_on=None)
    if mark.next_due_on is None:
        return undated & Q(pk__gt=mark.pk)
    day = mark.next_due_on
    return Q(next_due_on__gt=day) | Q(next_due_on=day, pk__gt=mark.pk) | undated


@dataclass(frozen=True, slots=True)
class RosterCounts:
    """How the open cases of the organisation lie: {name: how many she leads}, how many have nobody
    to deputise, how many wait for others.
    """

    by_lead: Mapping[str, int]
    without_deputy: int
    waiting: int


def roster_counts(actor: Actor) -> RosterCounts:
    """The counts over all pages of the roster, in two statements; none for all but the
    Fachleitung.
    """
    if not can_see_roster(actor):
        return RosterCounts({}, 0, 0)
    rows = Case.objects.filter(organisation_id=actor.organisation, closed_on=None)
    deputies = CaseMember.objects.filter(case=OuterRef("pk"), until=None, part=MemberPart.DEPUTY)
    found = rows.aggregate(
        alone=Count("pk", filter=~Q(Exists(deputies))),
        waiting=Count("pk", filter=Q(waiting_since__isnull=False)),
    )
    leads = CaseMember.objects.filter(case__in=rows, until=None, part=MemberPart.LEAD)
    names = leads.values_list("membership__account__name").annotate(n=Count("pk"))
    by_lead = dict(names.order_by("membership__account__name"))
    return RosterCounts(by_lead, found["alone"], found["waiting"])


def case_to_reassign(actor: Actor, code: str) -> tuple[Case, RosterLine]:
    """An open case whose lead ACTOR may change, with who answers for it now and nothing of what it
    holds. Case.DoesNotExist where she may not know of it; the policy says why a plain member may
    not.
    """
    case = _open_cases(actor).get(code=code)
    now = dict(case.members.filter(until=None).values_list("account_id", "part"))
    part = now.get(actor.account_id, "")
    decision = can_reassign(actor, part)
    if not decision and not decision.visible:
        raise Case.DoesNotExist
    return case, _line(case)
