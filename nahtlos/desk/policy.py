"""Who may see the composed pages."""

from django.conf import settings

from nahtlos.cases.policy import can_work_on_cases
from nahtlos.foundation.access import Actor, Decision, Kind, Role, allow, refuse


def anybody(actor: Actor) -> Decision:
    """Everybody."""
    return allow()


def staff(actor: Actor) -> Decision:
    """Who is signed in and in an organisation."""
    return allow() if actor.kind is Kind.STAFF and actor.organisation_id else refuse()


def casework(actor: Actor) -> Decision:
    """Who accompanies people; which of the cases she finds, the fetch says."""
    return can_work_on_cases(actor)


def data_protection(actor: Actor) -> Decision:
    """The data protection officer of the organisation."""
    return allow() if actor.kind is Kind.STAFF and actor.has(Role.DATA_PROTECTION) else refuse()


def demonstration(actor: Actor) -> Decision:
    """Everybody, but only where the demonstration runs."""
    return allow() if settings.DEMONSTRATION else refuse()
