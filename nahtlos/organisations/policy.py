"""Who may change what an organisation says of itself."""

from django.conf import settings

from nahtlos.foundation.access import Actor, Decision, Kind, Role, allow, refuse
from nahtlos.organisations.models import Organisation

# What the link of a request to look through one's entries may do.
UPKEEP = "upkeep"


# What a coordination office does at the organisations it looks after: put a web address right.
AMEND = "amend"


def keeps_by_link(actor: Actor) -> bool:
    """Whether ACTOR came through such a link, or writes for the coordination office: it writes what
    its organisation says of itself.
    """
    verb = actor.link.verb if actor.link else ""
    return (actor.kind, verb) in ((Kind.LINK, UPKEEP), (Kind.JOB, AMEND))


def can_see_own(actor: Actor) -> Decision:
    """Everybody who works there."""
    return allow() if actor.kind is Kind.STAFF and actor.organisation_id else refuse()


def can_edit_organisation(actor: Actor) -> Decision:
    """Its administration, and the link in its mailbox; colleagues read."""
    if keeps_by_link(actor):
        return allow()
    if not can_see_own(actor):
        return refuse()
    if actor.has(Role.ORG_ADMIN):
        return allow()
    return refuse("Die Angaben der Organisation ändert die Verwaltung.", visible=True)


def can_edit_contacts(actor: Actor) -> Decision:
    """Administration, Fachleitung and coordination office; the prison's family officer for her own
    house.
    """
    if keeps_by_link(actor):
        return allow()
    if not can_see_own(actor):
        return refuse()
    if actor.has(Role.ORG_ADMIN, Role.LEAD, Role.COORDINATION, Role.PRISON_FAMILY):
        return allow()
    return refuse("Ansprechpersonen ändern die Verwaltung und die Fachleitung.", visible=True)


def can_look_after(actor: Actor, office: Organisation, organisation: Organisation) -> Decision:
    """The coordination office of its Land, or whoever runs the installation, for an organisation
    that does not keep its entry itself. ACTOR acts in OFFICE.
    """
    if actor.kind is not Kind.STAFF or not actor.has(Role.COORDINATION):
        return refuse()
    near = office.key == settings.OPERATOR or office.land_id == organisation.land_id
    if near and organisation.looked_after:
        return allow()
    return refuse("Um diese Organisation kümmert sich jemand anderes.", visible=True)
