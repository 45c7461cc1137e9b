"""How a consent stands on a day, in words; and how old somebody is on a day."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from nahtlos.consents.rules.scope import WARN_DAYS

# From this age a minor is asked herself; a guide value, never an answer.
INSIGHT_AGE: Final = 14
OF_AGE: Final = 18


@dataclass(frozen=True, slots=True)
class Standing:
    """code: unsigned, withdrawn, expired, future, ending or valid. words: for the mark. tone: of
    the mark ("ok", "wait", "open").
    """

    code: str
    words: str
    tone: str

    @property
    def in_force(self) -> bool:
        """Whether it allows anything today."""
        return self.code in ("valid", "ending")


@dataclass(frozen=True, slots=True)
class Dates:
    """What decides: all of them days in Berlin; UNTIL is the last day it holds, None for no end."""

    signed_on: date | None
    valid_from: date
    valid_until: date | None
    withdrawn: bool


def standing(dates: Dates, today: date) -> Standing:
    """How a consent with DATES stands TODAY. The last day still counts."""
    if dates.withdrawn:
        return Standing("withdrawn", "widerrufen", "open")
    if dates.valid_until is not None and dates.valid_until < today:
        return Standing("expired", "abgelaufen", "open")
    if dates.signed_on is None:
        return Standing("unsigned", "noch nicht unterschrieben", "wait")
    if dates.valid_from > today:
        return Standing("future", "gilt noch nicht", "wait")
    return _running(dates.valid_until, today)


def _running(until: date | None, today: date) -> Standing:
    days = None if until is None else (until - today).days
    if days is None or days > WARN_DAYS:
        return Standing("valid", "gültig", "ok")
    if days < 2:
        return Standing("ending", "endet morgen" if days else "endet heute", "wait")
    return Standing("ending", f"endet in {days} Tagen", "wait")


def age_on(born_on: date, day: date) -> int:
    """Full years on DAY. Who was born on 29 February is a year older from 1 March in years without
    one.
    """
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def is_minor(born_on: date | None, day: date) -> bool:
    """Whether somebody is known to be under 18 on DAY; unknown is no."""
    return born_on is not None and age_on(born_on, day) < OF_AGE


def has_age_of_insight(born_on: date, day: date) -> bool:
    """Whether the guide value of 14 is reached: a hint for the worker, never the decision."""
    return age_on(born_on, day) >= INSIGHT_AGE
