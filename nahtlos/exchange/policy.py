"""Who may fetch what, and who may bring in what."""

from nahtlos.foundation.access import Actor, Decision, allow


def anybody(actor: Actor) -> Decision:
    """Everybody: what is served is public."""
    return allow()
