"""The state a form was made from comes back with it, so that nobody overwrites what she has not
seen.
"""

from datetime import datetime
from typing import Final, Protocol

from django.http import HttpRequest

from nahtlos.foundation.access.actor import Refused

STALE: Final = (
    "Jemand hat diese Angaben inzwischen geändert. Ihre Eingaben stehen noch hier; unten sehen"
    " Sie den neuen Stand. Bitte vergleichen und noch einmal speichern."
)


class Changing(Protocol):
    """A row that notes when it changed."""

    changed_at: datetime


class Stale(Refused):
    """Somebody else was faster."""

    def __init__(self) -> None:
        super().__init__(STALE)


def version_of(row: Changing | None) -> str:
    """The state of ROW, for the hidden field `version`; '' for a row that does not exist yet."""
    return row.changed_at.isoformat() if row else ""


def require_version(row: Changing, version: str) -> None:
    """Stale unless VERSION is the state ROW is in. The caller holds a lock on the row."""
    if version_of(row) != version:
        raise Stale


def version_for(request: HttpRequest, row: Changing | None, *, seen: bool) -> str:
    """What stands in the hidden field: what was sent, so that a mistyped field does not hide a
    newer state; the newest state on a fresh page and where it was SEEN.
    """
    fresh = request.method != "POST" or seen
    return version_of(row) if fresh else request.POST.get("version", "")
