"""Who may fetch what, and who may bring in what."""

from nahtlos.directory.policy import WRITERS, can_edit_offers
from nahtlos.foundation.access import Actor, Decision, Kind, Role, allow, refuse

IMPORTERS = WRITERS


def anybody(actor: Actor) -> Decision:
    """Everybody: what is served is public."""
    return allow()


def can_import(actor: Actor) -> Decision:
    """Whoever may write the organisation's offers one by one."""
    return can_edit_offers(actor)


def can_import_for_others(actor: Actor) -> Decision:
    """Coordination offices: they keep lists about others. Whom they may write about is asked for
    each organisation.
    """
    return allow() if actor.kind is Kind.STAFF and actor.has(Role.COORDINATION) else refuse()
