"""The date moves: what it rests on and when it is, with the plan that moves along."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from nahtlos.cases.actions.course import note_event
from nahtlos.cases.actions.fitting import refit
from nahtlos.cases.actions.held import held, running_stay_of
from nahtlos.cases.actions.stays import NO_STAY, check_release
from nahtlos.cases.models import Case, ReleaseScenario, Stay
from nahtlos.cases.queries.ground import Ground
from nahtlos.cases.rules.planning import Difference
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.ruling import states
from nahtlos.foundation.versions import require_version


@states(
    "Plan",
    "Ein verschobener Entlassungstermin macht keinen Schritt rot: Wofür die Zeit nicht mehr reicht,"
    " wird verkürzt.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/cases/test_release.py::test_an_earlier_release_shortens_and_turns_nothing_red",
    ),
)
@transaction.atomic
def write_release(
    *,
    actor: Actor,
    case: Case,
    scenario: str,
    on: date | None,
    approved: Collection[str],
    version: str,
) -> Difference:
    """Make SCENARIO with its day ON the one that counts, and let the plan follow. Steps dated by
    hand move only where their code is APPROVED. VERSION is that of the case, which every change of
    it renews: Stale where the shown proposal is not what would happen. The same again changes
    nothing.
    """
    current = held(actor, case)
    stay = running_stay_of(current)
    if stay is None:
        raise Refused(NO_STAY)
    check_release(scenario, on, stay.admitted_on, field="on")
    rows = {row.kind: row for row in ReleaseScenario.objects.filter(stay=stay)}
    now = next((row for row in rows.values() if row.current), None)
    if now is not None and (now.kind, now.on) == (scenario, on):
        return Difference(())
    require_version(current, version)
    before = Ground.of(current, stay)
    _count(stay, rows, scenario, on)
    after = Ground.of(current, stay)
    difference = refit(current, before, after, approved=approved, close=False)
    moved = len(difference.written) + len([one for one in difference.asked if one.key in approved])
    detail = {"scenario": str(scenario), "moved": moved}
    note_event(actor=actor, case=current, verb="release_moved", detail=detail)
    audit.record(actor, Verb.MOVED, "case", current.code, detail)
    return difference


def _count(stay: Stay, rows: dict[str, ReleaseScenario], scenario: str, on: date | None) -> None:
    """From now on SCENARIO counts. Dates that counted before stay as possible ones; that nothing
    was known is forgotten.
    """
    for row in rows.values():
        if row.current and row.on is None:
            row.delete()
        elif row.current:
            row.current = False
            row.save(update_fields=["current"])
    ReleaseScenario.objects.update_or_create(
        organisation_id=stay.organisation_id,
        stay=stay,
        kind=scenario,
        defaults={"on": on, "current": True},
    )
    stay.release_on = on
    stay.save(update_fields=["release_on", "changed_at"])
