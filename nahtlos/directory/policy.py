"""Who may do what with offers."""

from nahtlos.foundation.access import Actor, Decision, Kind, Role, allow, refuse
from nahtlos.organisations.policy import keeps_by_link

WRITERS = (
    Role.COACH,
    Role.LEAD,
    Role.PRISON_SOCIAL,
    Role.PRISON_FAMILY,
    Role.PARTNER_INTAKE,
    Role.COORDINATION,
    Role.ORG_ADMIN,
)


def can_search(actor: Actor) -> Decision:
    """Everybody."""
    return allow()


def can_see_own_offers(actor: Actor) -> Decision:
    """Everybody who works in an organisation."""
    return allow() if actor.kind is Kind.STAFF and actor.organisation_id else refuse()


def can_edit_offers(actor: Actor) -> Decision:
    """Those who do the work the offers describe, and the link in their mailbox; data protection and
    ministry read.
    """
    if keeps_by_link(actor):
        return allow()
    if not can_see_own_offers(actor):
        return refuse()
    if actor.has(*WRITERS):
        return allow()
    return refuse("Mit Ihrer Rolle können Sie Angebote lesen, aber nicht ändern.", visible=True)


def can_see_feedback(actor: Actor) -> Decision:
    """The coordination office and the administration of the organisation that runs this
    installation.
    """
    return (
        allow()
        if actor.kind is Kind.STAFF and actor.has(Role.COORDINATION, Role.ORG_ADMIN)
        else refuse()
    )


def can_edit_lexicon(actor: Actor) -> Decision:
    """Coordination offices: they hear how people ask."""
    return allow() if actor.kind is Kind.STAFF and actor.has(Role.COORDINATION) else refuse()


VISIT_EDITORS = (Role.PRISON_FAMILY, Role.PRISON_SOCIAL, Role.ORG_ADMIN)


def can_edit_visits(actor: Actor) -> Decision:
    """The prison's family officer, its social service and its administration, and the link in her
    mailbox; colleagues read.
    """
    if keeps_by_link(actor):
        return allow()
    if not can_see_own_offers(actor):
        return refuse()
    if actor.has(*VISIT_EDITORS):
        return allow()
    return refuse(
        "Besuchsangaben ändern die Familienbeauftragten, der Sozialdienst und die Verwaltung.",
        visible=True,
    )
