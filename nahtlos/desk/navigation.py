"""The staff menu by role: (name of the address, label)."""

from nahtlos.foundation.access import Actor, Role


def staff_navigation(actor: Actor) -> list[tuple[str, str]]:
    """What ACTOR finds in the menu; nothing that would answer 404."""
    if actor.organisation_id is None:
        return []
    items = [
        ("staff:start", "Übersicht"),
        ("offers:list", "Angebote"),
        ("organisations:own", "Organisation"),
    ]
    if actor.has(Role.ORG_ADMIN):
        items.append(("people:team", "Team"))
    if actor.has(Role.COORDINATION, Role.ORG_ADMIN):
        items.append(("offers:feedback", "Rückmeldungen"))
    if actor.has(Role.DATA_PROTECTION):
        items.append(("staff:log", "Protokoll"))
    return items
