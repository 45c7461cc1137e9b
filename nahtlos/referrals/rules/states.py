"""The one state machine of a referral, whichever of the four ways an answer takes: moves, who may
make them, when a reply is due, what silence leads to.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from nahtlos.foundation.ruling import states
from nahtlos.foundation.workdays import add_workdays

WAITING: Final = ("sent", "seen")
RUNNING: Final = ("accepted", "meeting", "attended", "missed")
FINAL: Final = ("closed", "declined", "withdrawn", "stopped", "expired")
ANSWERS: Final = ("accepted", "meeting", "declined")

# (from, to): also a trigger of the table.
MOVES: Final[list[tuple[str, str]]] = [
    ("draft", "sent"),
    *((before, "seen") for before in ("sent",)),
    *((before, answer) for before in WAITING for answer in ANSWERS),
    *((before, "expired") for before in WAITING),
    ("accepted", "meeting"),
    ("accepted", "declined"),
    *((before, "attended") for before in ("accepted", "meeting", "missed")),
    *((before, "missed") for before in ("accepted", "meeting")),
    ("missed", "meeting"),
    ("attended", "meeting"),
    *((before, "closed") for before in RUNNING),
    *((before, "withdrawn") for before in (*WAITING, *RUNNING)),
    *((before, "stopped") for before in (*WAITING, *RUNNING)),
]
SENDER: Final = frozenset({"sent", "withdrawn", "closed", "attended", "missed"})
RECEIVER: Final = frozenset({"seen", *ANSWERS, "attended", "missed", "closed"})
REPLY_WORKDAYS: Final = 5
ESCALATION_WORKDAYS: Final = 2
EXPIRY_DAYS: Final = 42


def can_move(before: str, after: str) -> bool:
    """Whether a referral goes from BEFORE to AFTER. A further meeting keeps the state."""
    return (before, after) in MOVES or (before == after == "meeting")


@states(
    "Überleitung",
    "Auf eine Anfrage wird innerhalb von fünf Werktagen geantwortet, wenn nichts anderes vereinbart"
    " ist. Feiertage zählen nach dem Land der Empfangsstelle.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/referrals/test_rules_states.py::test_a_reply_is_due_after_five_working_days",
    ),
)
def reply_due(sent_on: date, land: str, agreed_workdays: int | None = None) -> date:
    """The last day for an answer to what was sent on SENT_ON."""
    return add_workdays(sent_on, agreed_workdays or REPLY_WORKDAYS, land)


@dataclass(frozen=True, slots=True)
class Escalation:
    """What silence leads to: `level` 1 receiver reminded, 2 the deputy of its contact person, 3 the
    coordination office.
    """

    level: int
    on: date


def escalations(reply_due_on: date, land: str) -> tuple[Escalation, ...]:
    """When each level is reached, as long as nobody answers: the day after the reply was due, then
    every two working days.
    """
    first = reply_due_on + timedelta(days=1)
    second = add_workdays(first, ESCALATION_WORKDAYS, land)
    return (
        Escalation(1, first),
        Escalation(2, second),
        Escalation(3, add_workdays(second, ESCALATION_WORKDAYS, land)),
    )


def expires_on(reply_due_on: date) -> date:
    """The day on which an unanswered request ends by itself."""
    return reply_due_on + timedelta(days=EXPIRY_DAYS)
