"""The second door: a link is an actor. Tokens live in mails only; the database knows their
SHA-256.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from nahtlos.foundation.access.actor import Actor, Kind, LinkHold
from nahtlos.foundation.clock import now
from nahtlos.foundation.ruling import states


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link that exists, whether or not it still opens."""

    actor: Actor
    expires_at: datetime
    used_at: datetime | None

    @property
    def opens(self) -> bool:
        """Neither used nor expired."""
        return self.used_at is None and now() < self.expires_at


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def issue(object_type: str, object_id: UUID, verb: str, expires_at: datetime) -> str:
    """Make a link in the organisation entered and return its token, which is stored nowhere."""
    token = secrets.token_urlsafe(24)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT link_issue(%s, %s, %s, %s, %s)",
            [_hash(token), object_type, object_id, verb, expires_at],
        )
    return token


@states(
    "Links ohne Anmeldung",
    "Ein Link öffnet genau eine Sache. Ihn anzusehen ändert nichts.",
    checked_on=date(2026, 11, 25),
    proven_by=(
        "tests/people/test_accept_invitation.py::test_opening_the_link_changes_nothing",
        "tests/people/test_accept_invitation.py::test_forged_links_and_links_for_something_else_look_alike",
    ),
)
def find(token: str) -> FoundLink | None:
    """The link behind TOKEN, or None."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM link_find(%s)", [_hash(token)])
        row = cursor.fetchone()
    if row is None:
        return None
    organisation, object_type, object_id, verb, expires_at, used_at = row
    hold = LinkHold(object_type, object_id, verb)
    return FoundLink(
        Actor(kind=Kind.LINK, organisation_id=organisation, link=hold), expires_at, used_at
    )


@states(
    "Links ohne Anmeldung",
    "Zweimal geklickt zählt einmal, auch wenn beide Klicks gleichzeitig kommen.",
    checked_on=date(2026, 11, 25),
    proven_by=(
        "tests/people/test_accept_invitation.py::test_the_second_click_reads_the_same_page_and_makes_nothing",
        "tests/people/test_accept_invitation.py::test_two_clicks_at_the_same_moment_make_one_account",
    ),
)
def use(token: str) -> bool:
    """Mark the link as used; False where somebody was faster. Locks the link until the transaction
    ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT link_use(%s, %s)", [_hash(token), now()])
        return bool(cursor.fetchone()[0])


def revoke(object_type: str, object_id: UUID) -> None:
    """Close every open link of the organisation entered to this object."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT link_revoke(%s, %s, %s)", [object_type, object_id, now()])
