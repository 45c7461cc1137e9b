"""Who takes lists and dates along."""

from nahtlos.cases.policy import can_work_on_cases
from nahtlos.foundation.access import Actor, Decision, allow


def can_take_along(actor: Actor) -> Decision:
    """Everybody who accompanies people; which lists and which of their rows, the lists say."""
    return can_work_on_cases(actor)


def can_read_feed(actor: Actor) -> Decision:
    """Whoever has the address; it is looked up in the view, so that every wrong one looks alike."""
    return allow()
