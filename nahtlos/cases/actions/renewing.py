"""A plan goes on with a newer version of the template and of the Land's profile, or back to the one
it came from; only when somebody who has seen the difference says so.
"""

from dataclasses import replace
from datetime import date
from typing import Final

from django.db import transaction

from nahtlos.cases.actions.course import note_event
from nahtlos.cases.actions.fitting import refit
from nahtlos.cases.actions.held import held
from nahtlos.cases.models import Case
from nahtlos.cases.queries.ground import Ground
from nahtlos.cases.queries.renewing import RENEWED, agreed, renewal, way_back
from nahtlos.cases.queries.stays import latest_stay
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.ruling import states
from nahtlos.foundation.versions import require_version

CHANGED: Final = "Inzwischen ist der Unterschied ein anderer. Bitte sehen Sie ihn noch einmal an."


@states(
    "Plan",
    "Erscheint eine neue Fassung des Plans oder des Landesprofils, bewegt sich kein laufender Plan"
    " von selbst. Der Unterschied wird gezeigt, ein Knopf übernimmt ihn, und es gibt einen Weg"
    " zurück.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/cases/test_renewing.py::test_a_plan_of_the_first_version_goes_on_exactly_as_shown",
        "tests/cases/test_renewing.py::test_a_new_profile_moves_nothing_and_is_offered",
        "tests/cases/test_renewing.py::test_back_again_everything_is_as_it_was",
    ),
)
@transaction.atomic
def renew_plan(*, actor: Actor, case: Case, to: str, version: str) -> None:
    """Let the plan go on with what TO names (`Renewal.agreed`). What is done stays, and so do days
    chosen by hand. VERSION is that of the case; Stale where the shown difference is not what would
    happen. Said twice it is said once.
    """
    current = held(actor, case)
    if agreed(current.plan_version, current.plan_law) == to:
        return
    offered = [one for one in (renewal(current), way_back(current)) if one and one.agreed == to]
    if not offered:
        raise Refused(CHANGED)
    require_version(current, version)
    chosen = offered[0]
    before = Ground.of(current, latest_stay(current.stays.all()))
    detail = {
        "from": current.plan_version,
        "from_law": current.plan_law,
        "to": chosen.version,
        "to_law": chosen.law,
        "back": chosen.back,
    }
    refit(current, before, replace(before, law=chosen.law), to=chosen.version)
    note_event(actor=actor, case=current, verb=RENEWED, detail=detail)
    audit.record(actor, Verb.CHANGED, "plan", current.code, detail)
