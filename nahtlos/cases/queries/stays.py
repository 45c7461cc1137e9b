"""Where a person is and until when: the stay that counts, its dates, and the words for them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import OuterRef, Subquery

from nahtlos.cases.models import Case, ReleaseScenario, Stay, StayEnd
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


def prisons_by_code() -> dict[str, PrisonName]:
    """{XJustiz id: prison}; one statement."""
    return {prison.xjustiz_id: prison for prison in prison_names()}


def prison_name(code: str) -> Subquery:
    """For a statement: the short name of the prison whose XJustiz id stands in the column CODE."""
    rows = Prison.objects.filter(xjustiz_id=OuterRef(code))
    return Subquery(rows.values("short_name")[:1])
