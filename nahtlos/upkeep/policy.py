"""Who may ask, and what the link in the letter may do."""

from nahtlos.directory.policy import WRITERS, can_edit_visits
from nahtlos.foundation.access import Actor, Decision, Kind, Role, allow, refuse
from nahtlos.organisations.policy import UPKEEP, keeps_by_link

__all__ = ["UPKEEP", "can_answer_reports", "can_ask", "can_edit_visits", "can_keep"]


def can_ask(actor: Actor) -> Decision:
    """Coordination offices: they keep the directory."""
    return allow() if actor.kind is Kind.STAFF and actor.has(Role.COORDINATION) else refuse()


def can_answer_reports(actor: Actor) -> Decision:
    """Those who may change what the reports are about."""
    inside = actor.kind is Kind.STAFF and actor.organisation_id is not None
    return allow() if inside and actor.has(*WRITERS) else refuse()


def can_keep(actor: Actor) -> Decision:
    """Whoever holds the link of a request."""
    return allow() if keeps_by_link(actor) else refuse()
