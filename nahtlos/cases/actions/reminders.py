"""Reminders of steps: one neutral letter a day to whoever sees to them, however many there are."""

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from nahtlos.cases.actions.fitting import UNFINISHED
from nahtlos.cases.models import CaseMember, MemberPart, Step
from nahtlos.foundation import audit, letters
from nahtlos.foundation.access import Actor, Kind
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.ruling import states
from nahtlos.foundation.tenancy import tenant
from nahtlos.people.queries import absences_on

LIST: Final = "/intern/faelle/"


@states(
    "Plan",
    "An Schritte wird vorher erinnert: mit einer Nachricht am Tag, die niemanden nennt.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/cases/test_reminders.py::test_one_letter_a_day_however_many_steps",
        "tests/cases/test_reminders.py::test_a_reminder_moves_with_its_step",
    ),
)
def remind_of_steps(organisation_id: UUID, day: date) -> int:
    """Write to everybody in an organisation who has steps to be reminded of by DAY; how many
    letters. A reminder is used up in the same transaction, so that a second run on the same day, or
    one beside it, sends nothing; a day without a run is made up for.
    """
    with tenant(organisation_id):
        waiting = Step.objects.select_for_update(of=("self",)).filter(
            remind_on__lte=day, state__in=UNFINISHED, case__closed_on=None
        )
        steps = list(waiting.order_by("pk"))
        addresses = _addresses(steps, day)
        for address in addresses:
            letters.post("steps_due", address, LIST)
        Step.objects.filter(pk__in=[step.pk for step in steps]).update(remind_on=None)
        if steps:
            clock = Actor(kind=Kind.JOB, organisation_id=organisation_id)
            detail = {"steps": len(steps), "letters": len(addresses)}
            audit.record(clock, Verb.REMINDED, "steps", "", detail)
    return len(addresses)


def _addresses(steps: Iterable[Step], day: date) -> list[str]:
    """Where those who see to STEPS read mail: whom a step was given to, as long as she is on the
    case, else who leads it; where who leads is away on DAY, who stands in for her reads it too.
    """
    rows = CaseMember.objects.filter(case__in={step.case_id for step in steps}, until=None)
    on_it: dict[tuple[UUID, UUID | None], CaseMember] = {}
    leads: dict[UUID, CaseMember] = {}
    for row in rows.select_related("membership__account"):
        on_it[row.case_id, row.membership_id] = row
        if row.part == MemberPart.LEAD:
            leads[row.case_id] = row
    found = {on_it.get((s.case_id, s.assigned_id)) or leads.get(s.case_id) for s in steps}
    told = [row for row in found if row is not None]
    away = absences_on(day).filter(
        membership__in=[row.membership_id for row in told if row.part == MemberPart.LEAD]
    )
    deputies = away.values_list("deputy__account__email", flat=True)
    return sorted({row.membership.account.email for row in told} | {*deputies})
