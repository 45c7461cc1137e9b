"""When an organisation is asked, reminded and given up on; pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

# A confirmation fades after 180 days on the page; asked a month before, nobody sees it fade.
ASK_AFTER: Final = timedelta(days=150)
REMIND_AFTER: Final = timedelta(days=14)
ESCALATE_AFTER: Final = timedelta(days=28)
# The link in the letter; after that the request is over, whatever was said.
LINK_LIFE: Final = timedelta(days=60)


class Next(StrEnum):
    """What a day brings to a request that is open."""

    REMIND = "remind"
    ESCALATE = "escalate"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Asked:
    """How far a request got."""

    asked_on: date
    reminded_on: date | None = None
    escalated_on: date | None = None


def is_due(confirmed_on: date | None, today: date) -> bool:
    """Whether what was last confirmed on CONFIRMED_ON should be asked for again. What nobody ever
    confirmed is never asked for by itself: somebody decides to write to strangers.
    """
    return confirmed_on is not None and today - confirmed_on >= ASK_AFTER


def next_of(asked: Asked, today: date) -> Next | None:
    """What is to be done with an open request on TODAY; one thing at a time, each once."""
    waited = today - asked.asked_on
    if waited >= LINK_LIFE:
        return Next.CLOSE
    if waited >= ESCALATE_AFTER and asked.escalated_on is None:
        return Next.ESCALATE
    if REMIND_AFTER <= waited < ESCALATE_AFTER and asked.reminded_on is None:
        return Next.REMIND
    return None


def is_fresh(checked_on: date | None, asked_on: date) -> bool:
    """Whether something was looked through since it was asked for."""
    return checked_on is not None and checked_on >= asked_on
