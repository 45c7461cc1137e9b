"""Who is away, who stands in for whom, and whom one reaches outside the usual hours."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from nahtlos.cases.models import Case, MemberPart
from nahtlos.cases.policy import can_note_absence
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import today
from nahtlos.people.models import Absence
from nahtlos.people.queries import absences_from, absences_on


def away_now(membership: str) -> Subquery:
    """For a row with a MEMBERSHIP: who stands in for her today, and from when to when."""
    rows = absences_on(today()).filter(membership=OuterRef(membership)).order_by("-last_day")
    told = JSONObject(
        code=F("deputy__code"),
        name=F("deputy__account__name"),
        first_day=F("first_day"),
        last_day=F("last_day"),
    )
    return Subquery(rows.values(told=told)[:1])


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody is away from a day to a day; CODE and NAME are those of who stands in."""

    code: str
    name: str
    first_day: date
    last_day: date

    @classmethod
    def of(cls, row: Any) -> Self | None:  # noqa: ANN401 (any row with `away_now` as `away`)
        """What ROW tells; None where she is there, or where nobody asked."""
        told = getattr(row, "away", None)
        if not told:
            return None
        first, last = (date.fromisoformat(told[name]) for name in ("first_day", "last_day"))
        return cls(told["code"], told["name"], first, last)


def stands_in(actor: Actor, case: Case) -> bool:
    """Whether ACTOR reads CASE only because its lead is away; no statement where she stands in for
    nobody, or where CASE was fetched by `case_for`.
    """
    if not actor.stands_in_for:
        return False
    now = [row for row in case.members.all() if row.until is None]
    if any(row.account_id == actor.account_id for row in now):
        return False
    leads = [row.account_id for row in now if row.part == MemberPart.LEAD]
    return bool(actor.stands_in_for.intersection(leads))


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    """One absence. `mine`: of who looks; `stands_in`: she stands in; `may_end`: she may end it."""

    code: str
    who: str
    deputy: str
    first_day: date
    last_day: date
    now: bool
    mine: bool
    stands_in: bool
    may_end: bool


def absences(actor: Actor) -> list[AbsenceLine]:
    """Who of the organisation is away today and later, in order; one statement."""
    return [_line(actor, row) for row in absences_from(actor, today())]


def _line(actor: Actor, row: Absence) -> AbsenceLine:
    mine = row.membership.account_id == actor.account_id
    return AbsenceLine(
        code=row.code,
        who=row.membership.account.name,
        deputy=row.deputy.account.name,
        first_day=row.first_day,
        last_day=row.last_day,
        now=row.first_day <= today(),
        mine=mine,
        stands_in=row.deputy.account_id == actor.account_id,
        may_end=bool(can_note_absence(actor, row.membership.account_id)),
    )


def absences_that_concern(actor: Actor) -> list[AbsenceLine]:
    """Those of today in which ACTOR is away or stands in; one statement, none where there is
    none.
    """
    if not actor.is_away and not actor.stands_in_for:
        return []
    return [line for line in absences(actor) if line.now and (line.mine or line.stands_in)]


def absence_of(actor: Actor, code: str) -> Absence:
    """One of the organisation; Absence.DoesNotExist for a foreign one, and for one that is over."""
    return absences_from(actor, today()).get(code=code)
