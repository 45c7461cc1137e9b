"""An actor is who acts in one request or job: frozen, in at most one organisation, with the roles
held there.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from nahtlos.foundation.ruling import states


class Kind(StrEnum):
    """How somebody came in."""

    STAFF = "staff"
    LINK = "link"
    JOB = "job"
    VISITOR = "visitor"


class Role(StrEnum):
    """The nine roles a membership can hold."""

    COACH = "coach"
    LEAD = "lead"
    PRISON_SOCIAL = "prison_social"
    PRISON_FAMILY = "prison_family"
    PARTNER_INTAKE = "partner_intake"
    COORDINATION = "coordination"
    ORG_ADMIN = "org_admin"
    DATA_PROTECTION = "data_protection"
    MINISTRY = "ministry"


@dataclass(frozen=True, slots=True)
class LinkHold:
    """What a link allows: one verb on one object until an instant."""

    object_type: str
    object_id: UUID
    verb: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `organisation_id` is None for visitors and for staff who have not chosen an
    organisation yet.
    """

    kind: Kind
    account_id: UUID | None = None
    organisation_id: UUID | None = None
    organisation_name: str = ""
    roles: frozenset[Role] = field(default_factory=frozenset)
    link: LinkHold | None = None
    name: str = ""
    # The accounts of colleagues who are away today and for whom she stands in.
    stands_in_for: frozenset[UUID] = field(default_factory=frozenset)
    # Whether she is away today herself.
    is_away: bool = False

    def has(self, *roles: Role) -> bool:
        """Whether one of ROLES is held."""
        return bool(self.roles.intersection(roles))

    @property
    def organisation(self) -> UUID:
        """The organisation entered; LookupError where there is none."""
        if self.organisation_id is None:
            raise LookupError("this actor is in no organisation")
        return self.organisation_id


VISITOR = Actor(kind=Kind.VISITOR)


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer of a policy. `visible` tells a reader who may not write (403) from a stranger
    (404).
    """

    allowed: bool
    reason: str = ""
    visible: bool = False

    def __bool__(self) -> bool:
        return self.allowed


def allow() -> Decision:
    """Yes."""
    return Decision(allowed=True)


def refuse(reason: str = "", *, visible: bool = False) -> Decision:
    """No, with the sentence a person reads where she may know that the thing exists."""
    return Decision(allowed=False, reason=reason, visible=visible)


class Refused(Exception):
    """An action was refused; the text is the German sentence the person reads."""

    def __init__(self, reason: str, *, field: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field


@states(
    "Wer was sieht",
    "Was jemand nicht kennen darf, antwortet genauso wie etwas, das es nicht gibt.",
    checked_on=date(2026, 11, 25),
    proven_by=("tests/test_access_matrix.py::test_access",),
)
def require(decision: Decision) -> None:
    """Raise what the person may know: PermissionDenied for readers, Http404 for strangers."""
    if decision.allowed:
        return
    if decision.visible:
        raise PermissionDenied(decision.reason)
    raise Http404
