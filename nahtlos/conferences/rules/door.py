"""What the link of an invitation still opens. Pure."""

from datetime import datetime
from enum import StrEnum


class Opening(StrEnum):
    """What stands behind the link."""

    OPEN = "open"
    CANCELLED = "cancelled"
    OVER = "over"
    # Expired, not wanted at the table any more, or the case is closed: nobody is told which.
    NO_LONGER = "no_longer"


def opening(*, state: str, ends_at: datetime, now: datetime, wanted: bool) -> Opening:
    """What a link to a conference in STATE opens NOW; WANTED: it may still be answered by whoever
    was invited.
    """
    if state == "cancelled":
        return Opening.CANCELLED
    if state == "held" or ends_at <= now:
        return Opening.OVER
    return Opening.OPEN if wanted else Opening.NO_LONGER
