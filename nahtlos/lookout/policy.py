"""Who takes lists along."""

from nahtlos.cases.policy import can_work_on_cases
from nahtlos.foundation.access import Actor, Decision


def can_take_along(actor: Actor) -> Decision:
    """Everybody who accompanies people; which lists and which of their rows, the lists say."""
    return can_work_on_cases(actor)
