"""Who may do what with first advice. Who asks is a visitor; her code opens what she reads."""

from nahtlos.foundation.access import Actor, Decision, Kind, Role, allow, refuse

# Who talks to people and counts it.
LOGGERS = (Role.COORDINATION, Role.COACH, Role.LEAD, Role.PRISON_FAMILY)
ADVISERS = (Role.COORDINATION,)
DESK_KEEPERS = (Role.COORDINATION, Role.ORG_ADMIN)


def anybody(actor: Actor) -> Decision:
    """Everybody may ask."""
    return allow()


def _works_here(actor: Actor) -> bool:
    return actor.kind is Kind.STAFF and actor.organisation_id is not None


def can_advise(actor: Actor) -> Decision:
    """The coordination office reads and answers; administration does not mean reading."""
    return allow() if _works_here(actor) and actor.has(*ADVISERS) else refuse()


def can_keep_desk(actor: Actor) -> Decision:
    """Who answers and how soon is set by the coordination office and the administration."""
    return allow() if _works_here(actor) and actor.has(*DESK_KEEPERS) else refuse()


def can_log(actor: Actor) -> Decision:
    """Everybody who advises notes her conversations."""
    return allow() if _works_here(actor) and actor.has(*LOGGERS) else refuse()
