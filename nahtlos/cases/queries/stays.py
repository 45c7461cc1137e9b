"""Where a person is and until when: the stay that counts, its dates, and the words for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from nahtlos.cases.models import Began, Case, Custody, ReleaseScenario, Stay, StayEnd
from nahtlos.cases.rules.planning import Anchors
from nahtlos.cases.rules.vocabulary import CustodyKind
from nahtlos.organisations.models import Prison
from nahtlos.organisations.queries import PrisonName, prison_names


def latest_stay(stays: Iterable[Stay]) -> Stay | None:
    """The running one of STAYS; where none runs, the one that ended last."""
    ordered = sorted(stays, key=lambda stay: (stay.ended_on is None, stay.ended_on or date.min))
    return ordered[-1] if ordered else None


def running_stay(case: Case) -> Stay | None:
    """The stay that runs now. No statement where CASE was fetched by `case_for`."""
    return next((stay for stay in case.stays.all() if stay.ended_on is None), None)


def stay_of(case: Case) -> Stay | None:
    """The stay the plan counts from: the running one, else the last."""
    return latest_stay(case.stays.all())


def current_scenario(stay: Stay | None) -> ReleaseScenario | None:
    """What the release date of STAY rests on."""
    rows = stay.scenarios.all() if stay else ()
    return next((scenario for scenario in rows if scenario.current), None)


def anchors_at(stay: Stay | None) -> Anchors:
    """The days the plan counts from; a release that has happened counts, not the planned one."""
    if stay is None:
        return Anchors()
    released = stay.ended_on if stay.ended_by == StayEnd.RELEASED else stay.release_on
    return Anchors(admission=stay.admitted_on, release=released, summons=stay.summons_on)


def custody_at(stay: Stay | None) -> CustodyKind:
    """The kind of custody; unknown where there is no stay."""
    return CustodyKind(stay.custody) if stay else CustodyKind.UNKNOWN


@dataclass(frozen=True, slots=True)
class PastStay:
    """One of the stays of a case, in words. prison: its short name, '' where none is known; began:
    how it came about, '' for a first one of which nobody knows it.
    """

    prison: str
    custody: str
    began: str
    admitted_on: date | None
    ended_on: date | None
    ended: str


def history(case: Case) -> list[PastStay]:
    """Every stay of CASE, which `case_for` fetched, the newest first. After a transfer it is a
    transfer; after a release a return, with its reason where somebody knows it.
    """
    rows = sorted(case.stays.all(), key=lambda s: (s.ended_on is None, s.ended_on or date.min))
    former = [None, *rows][: len(rows)]
    found = [_past(stay, before) for stay, before in zip(rows, former, strict=True)]
    return found[::-1]


def _past(stay: Stay, before: Stay | None) -> PastStay:
    return PastStay(
        prison=getattr(stay, "prison", None) or "",
        custody=str(Custody(stay.custody).label),
        began=_began(stay, before),
        admitted_on=stay.admitted_on,
        ended_on=stay.ended_on,
        ended=str(StayEnd(stay.ended_by).label) if stay.ended_by else "",
    )


def _began(stay: Stay, before: Stay | None) -> str:
    known = str(Began(stay.began).label) if stay.began in Began.values and stay.began else ""
    if before is None:
        return known
    if before.ended_by == StayEnd.TRANSFERRED:
        return "Verlegung"
    return f"Rückkehr ({known or 'Grund unbekannt'})"


def prisons_by_code() -> dict[str, PrisonName]:
    """{XJustiz id: prison}; one statement."""
    return {prison.xjustiz_id: prison for prison in prison_names()}


def prison_name(code: str) -> Subquery:
    """For a statement: the short name of the prison whose XJustiz id stands in the column CODE."""
    rows = Prison.objects.filter(xjustiz_id=OuterRef(code))
    return Subquery(rows.values("short_name")[:1])
