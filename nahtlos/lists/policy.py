"""Who brings in release lists."""

from nahtlos.cases.policy import can_open_case
from nahtlos.foundation.access import Actor, Decision


def can_bring_lists(actor: Actor) -> Decision:
    """Everybody who may begin to accompany somebody: a list begins many at once."""
    return can_open_case(actor)
