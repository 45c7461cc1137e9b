"""The second door: a link is an actor. Tokens live in mails only; the database knows their
SHA-256. A link may ask for a code that is sent to the mailbox it came to.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.db import connection, transaction

from nahtlos.foundation.access.actor import Actor, Kind, LinkHold
from nahtlos.foundation.clock import now
from nahtlos.foundation.ruling import states
from nahtlos.foundation.wordings import CODE_LIFE

DIGITS: Final = 6
TRIES: Final = 5
CODES_AN_HOUR: Final = 5
PASS_LIFE: Final = timedelta(minutes=15)
_pass = TimestampSigner(salt="nahtlos.pass")


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
    """Close every open link of the organisation entered to this object, with codes and passes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT link_revoke(%s, %s, %s)", [object_type, object_id, now()])


def _code_hash(token: str, code: str) -> bytes:
    """Under the installation's secret: a million codes are soon tried against a plain hash."""
    typed = "".join(code.split())
    key = f"nahtlos.code{settings.SECRET_KEY}".encode()
    return hmac.new(key, f"{token}\x1f{typed}".encode(), hashlib.sha256).digest()


def request_code(token: str) -> str | None:
    """A new code for the link, in place of the former one; it is stored nowhere and belongs into a
    letter. None where the link does not open, or where enough codes were sent within the hour: then
    the former one stays as it is.
    """
    code = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
    moment = now()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT link_request_code(%s, %s, %s, %s, %s)",
            [_hash(token), _code_hash(token, code), moment, moment + CODE_LIFE, CODES_AN_HOUR],
        )
        return code if cursor.fetchone()[0] else None


@states(
    "Links ohne Anmeldung",
    "Fragt ein Link nach einem Code aus dem Postfach der Stelle, dann gilt der Code 15 Minuten und "
    "verträgt fünf Versuche.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/foundation/test_codes_of_links.py::test_a_code_lives_fifteen_minutes",
        "tests/foundation/test_codes_of_links.py::test_after_five_tries_even_the_right_code_is_refused",
        "tests/foundation/test_codes_of_links.py::test_twenty_tries_at_the_same_moment_are_five",
    ),
)
def try_code(token: str, code: str) -> bool:
    """Whether CODE is the link's. Every try counts, and is kept whatever the page does afterwards:
    so this refuses to run inside another transaction (RuntimeError). A wrong, an old and a missing
    code are the same answer.
    """
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(
            "SELECT link_try_code(%s, %s, %s, %s)",
            [_hash(token), _code_hash(token, code), now(), TRIES],
        )
        return bool(cursor.fetchone()[0])


def issue_pass(token: str) -> str:
    """For whoever gave the right code: a text that stands in a form and in no address, so that the
    code is not asked again at each step.
    """
    return _pass.sign(token)


def read_pass(text: str) -> str | None:
    """The token a pass was issued for; None where it is forged, too old, or its link does not open
    any more.
    """
    try:
        token = _pass.unsign(text, max_age=PASS_LIFE)
    except BadSignature:
        return None
    found = find(token)
    return token if found and found.opens else None
