"""The plan of a case: opened once, following what is known about the person."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.db import transaction

from nahtlos.cases.actions.course import note_event
from nahtlos.cases.actions.fitting import add_steps, refit, touch_next_due
from nahtlos.cases.actions.held import held, touch
from nahtlos.cases.models import Case, Step
from nahtlos.cases.queries.deadlines import pin_of
from nahtlos.cases.queries.ground import Ground
from nahtlos.cases.queries.moving import milestones
from nahtlos.cases.queries.stays import latest_stay
from nahtlos.cases.rules.template import version_for
from nahtlos.cases.rules.vocabulary import ASKED, Fact, Tag
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import today
from nahtlos.foundation.ruling import states
from nahtlos.foundation.versions import require_version

# Never asked and never stored before that knowledge has a sealed compartment of its own.
UNASKED: Final = frozenset({Tag.A3_PROGRAM})
TAGS: Final = tuple(str(tag) for tag in ASKED if tag not in UNASKED)


@transaction.atomic
def open_plan(*, actor: Actor, case: Case) -> list[Step]:
    """Put the steps of the template into the case: those that apply, and as questions those of
    which nobody knows it yet. Opened twice it is opened once.
    """
    current = held(actor, case)
    if current.plan_opened_on is None:
        current.plan_law = pin_of(current.land_code)
        ground = Ground.of(current, latest_stay(current.stays.all()))
        current.plan_version = version_for(ground.custody)
        current.plan_opened_on = today()
        touch(current, "plan_version", "plan_law", "plan_opened_on")
        there = set(current.steps.values_list("code", flat=True))
        planned = ground.plan(current.plan_version).values()
        created = add_steps(current, [step for step in planned if step.code not in there])
        touch_next_due(current)
        detail = {"version": current.plan_version, "steps": len(created)}
        note_event(actor=actor, case=current, verb="plan_opened", detail=detail)
        audit.record(actor, Verb.CREATED, "plan", current.code, detail)
    known = milestones(current.plan_version)
    return [step for step in current.steps.order_by("due_on", "code") if step.code in known]


@states(
    "Plan",
    "Was über eine Person nicht bekannt ist, bleibt eine Frage. Ein „nein“ schließt die Schritte,"
    " die dann nicht zutreffen; was erledigt ist, bleibt erledigt.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/cases/test_circumstances.py::test_yes_makes_a_question_a_step",
        "tests/cases/test_circumstances.py::test_no_closes_open_steps_and_leaves_done_ones",
        "tests/cases/test_circumstances.py::test_back_to_unknown_asks_again",
    ),
)
@transaction.atomic
def set_circumstances(*, actor: Actor, case: Case, values: Mapping[str, str], version: str) -> None:
    """Write what is known: {tag: yes | no | unknown}; tags that are not in VALUES stay as they are.
    VERSION is that of the case. What the values do not change is left alone.
    """
    current = held(actor, case)
    known = current.circumstances
    for tag, value in values.items():
        if tag in TAGS and value not in [str(fact) for fact in Fact]:
            raise Refused("Bitte wählen Sie ja, nein oder noch nicht bekannt.", field=tag)
    given = {tag: value for tag, value in values.items() if tag in TAGS}
    changed = sorted(t for t, value in given.items() if known.get(t, Fact.UNKNOWN) != value)
    if not changed:
        return
    require_version(current, version)
    stay = latest_stay(current.stays.all())
    before = Ground.of(current, stay)
    current.circumstances = {**known, **given}
    touch(current, "circumstances_text")
    refit(current, before, Ground.of(current, stay))
    # Only how many: which ones would say who has debts.
    detail = {"fields": len(changed)}
    note_event(actor=actor, case=current, verb="circumstances_changed", detail=detail)
    audit.record(actor, Verb.CHANGED, "circumstances", current.code, detail)


def mark_waiting(*, case: Case, since: date | None) -> None:
    """Since when somebody else owes an answer about CASE; None: nobody does any more. For rooms
    above, inside the transaction of the deed they do, which has fetched the case.
    """
    current = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    if current.waiting_since != since:
        current.waiting_since = since
        touch(current, "waiting_since")
