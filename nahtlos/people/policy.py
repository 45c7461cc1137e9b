"""Who may do what with people."""

from datetime import date

from nahtlos.foundation.access import Actor, Decision, Kind, Role, allow, refuse
from nahtlos.foundation.ruling import states
from nahtlos.people.models import Membership


def anybody(actor: Actor) -> Decision:
    """Pages of signing in."""
    return allow()


def signed_in(actor: Actor) -> Decision:
    """Pages of one's own account; no organisation is needed."""
    return allow() if actor.kind is Kind.STAFF else refuse()


def can_manage_team(actor: Actor) -> Decision:
    """The administration of the organisation."""
    return allow() if actor.kind is Kind.STAFF and actor.has(Role.ORG_ADMIN) else refuse()


@states(
    "Team",
    "Niemand gibt sich selbst eine Rolle.",
    checked_on=date(2026, 11, 25),
    proven_by=("tests/people/test_roles.py::test_nobody_changes_her_own_roles",),
)
def can_change_roles(actor: Actor, member: Membership) -> Decision:
    """Nobody gives herself a role: administration is not reading (security model, T7)."""
    if not can_manage_team(actor):
        return refuse()
    if member.account_id == actor.account_id:
        return refuse(
            "Ihre eigenen Rollen kann nur eine zweite Person aus der Verwaltung ändern.",
            visible=True,
        )
    return allow()


def can_end_membership(actor: Actor, member: Membership) -> Decision:
    """The administration; one's own ends by another's hand."""
    if not can_manage_team(actor):
        return refuse()
    if member.account_id == actor.account_id:
        return refuse(
            "Ihre eigene Mitgliedschaft kann nur eine zweite Person aus der Verwaltung beenden.",
            visible=True,
        )
    return allow()


def can_accept_invitation(actor: Actor) -> Decision:
    """Who holds the link; the link itself is looked up in the view, so that every wrong one looks
    the same.
    """
    return allow()
