"""Who reads the profiles, and who writes which."""

from django.conf import settings

from nahtlos.foundation.access import Actor, Decision, Kind, Role, allow, refuse
from nahtlos.organisations.models import Organisation


def can_read_profiles(actor: Actor) -> Decision:
    """Everybody who works in an organisation."""
    return allow() if actor.kind is Kind.STAFF and actor.organisation_id else refuse()


def can_write_profiles(actor: Actor) -> Decision:
    """Coordination offices; all others read."""
    if not can_read_profiles(actor):
        return refuse()
    if actor.has(Role.COORDINATION):
        return allow()
    return refuse("Was in einem Land gilt, schreibt die Koordinierungsstelle auf.", visible=True)


def can_write_land(actor: Actor, office: Organisation, land: str) -> Decision:
    """The coordination office of LAND, or whoever runs the installation. ACTOR acts in OFFICE."""
    if not can_write_profiles(actor):
        return can_write_profiles(actor)
    if office.key == settings.OPERATOR or office.land_id == land:
        return allow()
    return refuse("Um dieses Land kümmert sich eine andere Koordinierungsstelle.", visible=True)
