"""Until when a logged advice can be corrected, how long it is kept, what a month comes to."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

CORRECT_DAYS: Final = 14
KEEP_MONTHS: Final = 24
# Longer ago than this nobody logs a conversation from memory.
LATE_DAYS: Final = 60


def can_be_corrected(created_on: date, today: date) -> bool:
    """Whether an entry may still be changed or deleted; the fourteenth day still counts."""
    return today <= created_on + timedelta(days=CORRECT_DAYS)


def kept_from(today: date) -> date:
    """The earliest day whose entries are still kept on TODAY: 24 months back, to the day; from
    29 February to the last day of February.
    """
    years = KEEP_MONTHS // 12
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return today.replace(year=today.year - years, day=28)


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of the month of DAY."""
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return first, following - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tally:
    """What a month comes to: how many, how many minutes, how often each topic (an entry has one or
    more), the most frequent first.
    """

    count: int
    minutes: int
    topics: tuple[tuple[str, int], ...]


def tally(entries: Iterable[tuple[int, Iterable[str]]]) -> Tally:
    """Count ENTRIES given as (minutes, topics)."""
    found = [(minutes, tuple(topics)) for minutes, topics in entries]
    topics = Counter(topic for _, several in found for topic in set(several))
    ordered = sorted(topics.items(), key=lambda one: (-one[1], one[0]))
    return Tally(len(found), sum(minutes for minutes, _ in found), tuple(ordered))
