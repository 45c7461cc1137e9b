"""One-time stamps of forms: signed, dated, spent once. They make a double click one deed and need
no session.
"""

import hashlib
import secrets
from datetime import timedelta

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.db import connection
from django.utils.translation import gettext as _

from nahtlos.foundation.clock import now

LIFE = timedelta(hours=12)
_signer = TimestampSigner(salt="nahtlos.stamp")


class StampError(Exception):
    """A stamp that was not issued here, or too long ago."""


def issue() -> str:
    """A new stamp for one form."""
    return _signer.sign(secrets.token_urlsafe(12))


def spend(stamp: str) -> bool:
    """Use STAMP: True the first time, False when it was used before. StampError where it is forged
    or stale.
    """
    try:
        _signer.unsign(stamp, max_age=LIFE)
    except (SignatureExpired, BadSignature) as error:
        raise StampError(
            _("Dieses Formular war zu lange offen. Bitte senden Sie es noch einmal ab.")
        ) from error
    digest = hashlib.sha256(stamp.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO foundation_spentstamp (stamp, spent_at) VALUES (%s, %s) ON CONFLICT DO"
            " NOTHING",
            [digest, now()],
        )
        return bool(cursor.rowcount)
