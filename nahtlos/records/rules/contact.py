"""When somebody was in touch last and will be next, in words that blame nobody."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from nahtlos.foundation.ruling import states

# How long nobody asks while there is no contact at the moment, unless somebody chose a day.
FOLLOW_UP: Final = timedelta(days=28)
SHORTEST, LONGEST = 1, 365


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed for a case. every_days: the rhythm, None for none. next_on: a day somebody
    chose or that follows from the rhythm. quiet_since: there is no contact at the moment;
    follow_up_on: when to ask again, gently.
    """

    every_days: int | None = None
    next_on: date | None = None
    quiet_since: date | None = None
    follow_up_on: date | None = None


@dataclass(frozen=True, slots=True)
class ContactStanding:
    """Where the contact stands; `tone` is a chip's. last_on: when the person was reached."""

    words: str
    tone: str
    last_on: date | None
    next_on: date | None
    every_days: int | None
    quiet: bool


def next_after(agreed: Agreed, reached_on: date) -> Agreed:
    """What holds after the person was reached on a day: the quiet time is over, and the next day
    follows from the rhythm. A later day that somebody chose stays.
    """
    if agreed.every_days is None:
        keeps = agreed.next_on is not None and agreed.next_on > reached_on
        return Agreed(next_on=agreed.next_on if keeps else None)
    following = reached_on + timedelta(days=agreed.every_days)
    return Agreed(every_days=agreed.every_days, next_on=following)


def quiet_from(agreed: Agreed, day: date, follow_up_on: date | None) -> Agreed:
    """What holds while there is no contact at the moment, from DAY on."""
    return Agreed(
        every_days=agreed.every_days,
        quiet_since=agreed.quiet_since or day,
        follow_up_on=follow_up_on or day + FOLLOW_UP,
    )


def rhythm_words(days: int | None) -> str:
    """How often, as people say it."""
    if days is None:
        return "kein fester Abstand"
    if days == 1:
        return "jeden Tag"
    if days % 7 == 0:
        return "jede Woche" if days == 7 else f"alle {days // 7} Wochen"
    return f"alle {days} Tage"


@states(
    "Kontakt",
    "„Zurzeit kein Kontakt“ ist ein normaler Stand. Nahtlos fragt nach einer Weile freundlich nach"
    " und nennt niemanden säumig.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/records_room/test_rules_contact.py::test_no_contact_is_a_normal_state",
        "tests/records_room/test_rhythm.py::test_no_contact_at_the_moment_asks_again_later",
    ),
)
def standing(agreed: Agreed, last_on: date | None, today: date) -> ContactStanding:
    """Where the contact stands TODAY, with the person reached last on LAST_ON."""
    words, tone = _words(agreed, last_on, today)
    return ContactStanding(
        words=words,
        tone=tone,
        last_on=last_on,
        next_on=agreed.follow_up_on if agreed.quiet_since else agreed.next_on,
        every_days=agreed.every_days,
        quiet=agreed.quiet_since is not None,
    )


def _words(agreed: Agreed, last_on: date | None, today: date) -> tuple[str, str]:
    if agreed.quiet_since is not None:
        asks = agreed.follow_up_on is not None and agreed.follow_up_on <= today
        return ("noch einmal nachfragen", "wait") if asks else ("zurzeit kein Kontakt", "open")
    if agreed.next_on is None:
        return ("im Kontakt", "ok") if last_on else ("noch kein Kontakt notiert", "open")
    days = (agreed.next_on - today).days
    if days == 0:
        return "heute melden", "warm"
    return ("im Takt", "ok") if days > 0 else ("wieder melden", "wait")
