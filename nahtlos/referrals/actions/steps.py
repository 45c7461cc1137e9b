"""The step of the plan that a request serves: it waits while others owe an answer."""

from nahtlos.cases.actions import StepChange, change_step
from nahtlos.cases.models import Evidence, Step, StepState
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import version_of
from nahtlos.referrals.models import Origin


def _change(actor: Actor, step: Step, state: StepState) -> None:
    done = state == StepState.DONE
    wanted = StepChange(
        state=state,
        done_on=today() if done else None,
        evidence=Evidence.PARTNER_CONFIRMED if done else "",
        due_on=step.due_on,
        assigned=step.assigned,
    )
    change_step(actor=actor, step=step, change=wanted, version=version_of(step))


def let_step_wait(actor: Actor, origin: Origin) -> None:
    """The open step behind a request waits for others from now on."""
    step = origin.step
    if step is not None and step.state == StepState.OPEN:
        _change(actor, step, StepState.WAITING)


def finish_step(actor: Actor, origin: Origin) -> None:
    """The step is done, confirmed by the receiver; a finished one stays as it is."""
    step = origin.step
    if step is not None and step.state in (StepState.OPEN, StepState.WAITING):
        _change(actor, step, StepState.DONE)


def let_step_go_on(origin: Origin) -> None:
    """Nobody else owes anything for the step any more. Written here and not by an action of the
    cases' room: whoever answers is on no case.
    """
    step = origin.step
    if step is not None and step.state == StepState.WAITING:
        step.state = StepState.OPEN
        step.save(update_fields=["state", "changed_at"])
