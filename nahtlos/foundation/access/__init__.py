"""Who may do what: actors, decisions, pages that carry their policy, and the two faces of the
installation.
"""

from nahtlos.foundation.access.actor import Actor, Decision, Kind, LinkHold, Role, allow, refuse
from nahtlos.foundation.access.page import Cases, page

__all__ = ["Actor", "Cases", "Decision", "Kind", "LinkHold", "Role", "allow", "page", "refuse"]
