"""What a newer version of the template, or of the Land's profile, would make of a plan. Nothing is
written here, and nothing moves by itself.
"""

from dataclasses import dataclass, replace

from django.db.models import prefetch_related_objects

from nahtlos.cases.models import Case, CaseEvent
from nahtlos.cases.queries.deadlines import deadlines_of, pin_of
from nahtlos.cases.queries.ground import Ground, KindChange, plan_change
from nahtlos.cases.queries.stays import stay_of
from nahtlos.cases.rules.template import version_after, version_for
from nahtlos.cases.rules.vocabulary import CustodyKind

RENEWED = "plan_renewed"


@dataclass(frozen=True, slots=True)
class Renewal:
    """What the plan would go on with, and what that changes. back: the version it came from."""

    version: str
    law: str
    change: KindChange
    back: bool = False

    @property
    def agreed(self) -> str:
        """For the hidden field: exactly this is agreed to."""
        return agreed(self.version, self.law)


def agreed(version: str, law: str) -> str:
    """How a version with the deadlines of LAW is named in a form."""
    return f"{version} {law}".strip()


def renewal(case: Case) -> Renewal | None:
    """What the newest version and what counts in the Land now would make of the plan of CASE; None
    where there is no plan, or where nothing would change.
    """
    if case.plan_opened_on is None or case.closed_on:
        return None
    ground = Ground.of(case, stay_of(case))
    law = pin_of(case.land_code)
    if _same_days(case.plan_law, law, ground.custody):
        law = case.plan_law
    found = _towards(case, ground, version_for(ground.custody), law)
    return None if found is None or found.change.is_empty else found


def way_back(case: Case) -> Renewal | None:
    """What the plan of CASE came from when it was last renewed; None where it was not, or went back
    already. One statement.
    """
    if case.plan_opened_on is None or case.closed_on:
        return None
    rows = CaseEvent.objects.filter(organisation_id=case.organisation_id, case=case, verb=RENEWED)
    last = rows.order_by("-at", "-pk").first()
    if last is None or last.detail.get("back"):
        return None
    ground = Ground.of(case, stay_of(case))
    version = version_after(last.detail["from"], ground.custody)
    law = last.detail["from_law"]
    # The person is in another Land since: its deadlines stay.
    moved = law.partition("/")[0] not in ("", case.land_code)
    found = _towards(case, ground, version, case.plan_law if moved else law)
    return replace(found, back=True) if found else None


def _towards(case: Case, ground: Ground, version: str, law: str) -> Renewal | None:
    if (version, law) == (case.plan_version, case.plan_law):
        return None
    prefetch_related_objects([case], "steps")
    change = plan_change(case, ground, replace(ground, law=law), version)
    return Renewal(version, law, change)


def _same_days(one: str, other: str, custody: CustodyKind) -> bool:
    """Whether two versions of a profile say the same about every day of a plan."""
    days = [
        {code: (d.anchor, d.span, d.every) for code, d in deadlines_of(pin, custody).items()}
        for pin in (one, other)
    ]
    return days[0] == days[1]
