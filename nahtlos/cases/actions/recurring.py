"""Steps that come again: the next one appears when one is done, or when its day has passed."""

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q

from nahtlos.cases.actions.fitting import UNFINISHED, touch_next_due
from nahtlos.cases.models import Case, Stay, Step, StepState
from nahtlos.cases.queries.ground import Ground
from nahtlos.cases.queries.moving import milestone_of
from nahtlos.cases.rules import planning
from nahtlos.cases.rules.planning import series_of
from nahtlos.cases.rules.template import recurring_codes
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor, Kind
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.ruling import states
from nahtlos.foundation.tenancy import tenant

# A review that does not apply, or is not wanted, does not come again.
GOES_ON: Final = (*UNFINISHED, StepState.DONE)


@states(
    "Plan",
    "Was immer wieder kommt, steht einmal im Plan: Der nächste Termin erscheint, wenn einer"
    " erledigt oder sein Tag vorbei ist.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/cases/test_recurring.py::test_done_brings_the_next_one",
        "tests/cases/test_recurring.py::test_a_day_that_passes_brings_the_next_one",
    ),
)
def bring_next(case: Case, stay: Stay | None, step: Step, day: date) -> Step | None:
    """The one after STEP, where STEP comes again and DAY is the time for it: inside the transaction
    of the deed. None where there is one already, nobody is imprisoned any more, or the release is
    before it.
    """
    code = planning.next_code(step.code)
    if stay is None or stay.ended_on or not code or step.state not in GOES_ON:
        return None
    ground = Ground.of(case, stay)
    base = series_of(step.code)[0]
    milestone = milestone_of(ground.milestones(case.plan_version), step.code)
    # The kind of custody, or the version, may not know it any more.
    if milestone is None or milestone.every is None or base not in ground.plan(case.plan_version):
        return None
    on = planning.next_on(
        milestone.every, done_on=step.done_on, due_on=step.due_on, today=day, land=case.land_code
    )
    if on is None or (stay.release_on is not None and on >= stay.release_on):
        return None
    if Step.objects.filter(case=case, code=code).exists():
        return None
    return Step.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        code=code,
        area=milestone.area,
        due_on=on,
        remind_on=planning.remind_on(on, today=day, land=case.land_code),
        assigned_id=step.assigned_id,
    )


def bring_passed(organisation_id: UUID, day: date) -> int:
    """Where the day of a step that comes again has passed by DAY, the next one, in every running
    case of an organisation; how many. What was missed stays as it is. Run twice it is run once.
    """
    with tenant(organisation_id):
        made = 0
        for case in _with_passed(day):
            made += _bring_in(case, day)
        if made:
            clock = Actor(kind=Kind.JOB, organisation_id=organisation_id)
            audit.record(clock, Verb.CREATED, "steps", "", {"steps": made})
    return made


def _coming_again() -> Q:
    asked = Q()
    for code in recurring_codes():
        asked |= Q(code=code) | Q(code__startswith=f"{code}-")
    return asked


def _with_passed(day: date) -> Iterable[Case]:
    late = Step.objects.filter(
        _coming_again(), due_on__lt=day, state__in=UNFINISHED, case__closed_on=None
    )
    inside = Stay.objects.filter(case__in=late.values("case_id"), ended_on=None)
    rows = Case.objects.select_for_update(no_key=True).filter(pk__in=inside.values("case_id"))
    return list(rows.order_by("pk"))


def _bring_in(case: Case, day: date) -> int:
    """The next one after the last of each series; the earlier ones have theirs."""
    stay = Stay.objects.filter(case=case, ended_on=None).first()
    rows = Step.objects.filter(_coming_again(), case=case)
    last: dict[str, Step] = {}
    for step in sorted(rows, key=lambda one: series_of(one.code)):
        last[series_of(step.code)[0]] = step
    passed = [s for s in last.values() if s.state in UNFINISHED and s.due_on and s.due_on < day]
    made = [bring_next(case, stay, step, day) for step in passed]
    count = len([step for step in made if step is not None])
    if count:
        touch_next_due(case)
    return count
