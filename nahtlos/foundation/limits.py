"""Rate limits without keeping an address: a keyed hash that changes every day is counted, nothing
else.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from ipaddress import ip_address, ip_network
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from nahtlos.foundation.clock import now
from nahtlos.foundation.ruling import states


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `times` in `window` for one address, or one account."""

    bucket: str
    times: int
    window: timedelta


FEEDBACK = Limit("feedback", 5, timedelta(hours=1))
# First advice: for one address, and for the whole installation.
ENQUIRY = Limit("enquiry", 5, timedelta(hours=1))
ENQUIRIES = Limit("enquiries", 30, timedelta(hours=1))
# Codes to read by: for one address, and for its neighbours.
RECEIPT = Limit("receipt", 20, timedelta(hours=1))
RECEIPTS = Limit("receipts", 120, timedelta(hours=1))
LINK = Limit("link", 30, timedelta(hours=1))
# Saying who one is once more: for one account, right and wrong tries together.
CONFIRM = Limit("confirm", 6, timedelta(minutes=10))
PERSON_SEARCH = Limit("person_search", 30, timedelta(hours=1))


def client_address(request: HttpRequest) -> str:
    """The address of the caller: the right-most hop that is not one of our own proxies, so it
    cannot be forged from outside.
    """
    hops = [
        hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()
    ]
    proxies = settings.TRUSTED_PROXIES
    if proxies and len(hops) >= proxies:
        return str(hops[-proxies])
    return str(request.META.get("REMOTE_ADDR", ""))


def is_local(request: HttpRequest) -> bool:
    """Whether the caller sits at this machine and no proxy stands between."""
    return (
        request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1")
        and "X-Forwarded-For" not in request.headers
    )


def who(address: str, on: datetime) -> str:
    """A keyed hash of ADDRESS that nobody can link to yesterday's."""
    key = f"{settings.SECRET_KEY}{on.date().isoformat()}".encode()
    return hmac.new(key, address.encode(), hashlib.sha256).hexdigest()


@states(
    "Suche",
    "Gegen Missbrauch wird gezählt, ohne eine Internetadresse zu speichern: Der "
    "Schlüssel wechselt jeden Tag.",
    checked_on=date(2026, 11, 25),
    proven_by=(
        "tests/foundation/test_limits.py::test_no_address_is_stored_and_the_key_changes_every_day",
    ),
)
def within(limit: Limit, request: HttpRequest) -> bool:
    """Count this request against LIMIT; False where it is one too many."""
    return _counted(limit, client_address(request))


def network_of(address: str) -> str:
    """The neighbourhood of ADDRESS that one person may have all of: /24, or /56 in IPv6; what is no
    address stays as it is.
    """
    try:
        bits = 24 if ip_address(address).version == 4 else 56
        return str(ip_network(f"{address}/{bits}", strict=False))
    except ValueError:
        return address


def within_network(limit: Limit, request: HttpRequest) -> bool:
    """Count this request against LIMIT, together with its neighbours'."""
    return _counted(limit, network_of(client_address(request)))


def within_all(limit: Limit) -> bool:
    """Count a request against LIMIT, whoever sent it."""
    return _counted(limit, "")


def within_for(limit: Limit, account_id: UUID) -> bool:
    """Count a deed of an account against LIMIT; False where it is one too many."""
    return _counted(limit, str(account_id))


def _counted(limit: Limit, whom: str) -> bool:
    moment = now()
    seconds = int(limit.window.total_seconds())
    window = datetime.fromtimestamp(int(moment.timestamp()) // seconds * seconds, moment.tzinfo)
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO foundation_ratecount (bucket, who, "window", count) VALUES (%s, %s, %s, 1)'
            ' ON CONFLICT (bucket, who, "window") DO UPDATE SET count = foundation_ratecount.count'
            " + 1 RETURNING count",
            [limit.bucket, who(whom, moment), window],
        )
        return bool(cursor.fetchone()[0] <= limit.times)


def tidy() -> None:
    """Forget counters and stamps older than a day."""
    with connection.cursor() as cursor:
        cursor.execute(
            'DELETE FROM foundation_ratecount WHERE "window" < %s', [now() - timedelta(days=1)]
        )
        cursor.execute(
            "DELETE FROM foundation_spentstamp WHERE spent_at < %s", [now() - timedelta(days=1)]
        )
