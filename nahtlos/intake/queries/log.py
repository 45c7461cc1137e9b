"""What an adviser noted this month, and what it comes to."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import BERLIN
from nahtlos.intake.models import FirstAdvice
from nahtlos.intake.rules.log import Tally, can_be_corrected, month_of, tally
from nahtlos.intake.rules.vocabulary import TOPICS
from nahtlos.organisations.models import District, Land
from nahtlos.organisations.queries import find_places

# More of one adviser's month than this is not shown as lines; the counts count all.
MOST_LINES: Final = 200


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry: its topics in words, and whether it can still be corrected."""

    entry: FirstAdvice
    topics: str
    open: bool


@dataclass(frozen=True, slots=True)
class Month:
    """The actor's own entries of one month, the newest first."""

    first: date
    lines: tuple[LogLine, ...]
    tally: Tally
    topics: tuple[tuple[str, int], ...]


def own_month(actor: Actor, today: date) -> Month:
    """The month of TODAY. One statement."""
    first, last = month_of(today)
    rows = FirstAdvice.objects.visible_to(actor).filter(on__range=(first, last))
    if actor.account_id is not None:
        rows = rows.filter(account_id=actor.account_id)
    found = list(rows.order_by("-on", "-created_at"))
    counted = tally((entry.minutes, entry.topics) for entry in found)
    lines = tuple(_line(entry, today) for entry in found[:MOST_LINES])
    named = tuple((TOPICS[code], number) for code, number in counted.topics)
    return Month(first, lines, counted, named)


def _line(entry: FirstAdvice, today: date) -> LogLine:
    created = entry.created_at.astimezone(BERLIN).date()
    words = ", ".join(TOPICS[code] for code in entry.topics)
    return LogLine(entry, words, can_be_corrected(created, today))


def own_advice(actor: Actor, code: str) -> FirstAdvice:
    """An entry of the actor's organisation; FirstAdvice.DoesNotExist for a foreign one. Colleagues
    correct each other's: there is nothing about anybody in it.
    """
    return FirstAdvice.objects.visible_to(actor).get(code=code)


def place_named(typed: str) -> tuple[str, str] | None:
    """(Land, district) of a place, a postcode or a Land that was TYPED; None where unclear."""
    land = Land.objects.filter(name__iexact=typed.strip()).values_list("code", flat=True).first()
    if land:
        return land, ""
    named = District.objects.filter(display_name__iexact=typed.strip())
    found = set(named.values_list("land_id", "ags")[:2])
    found = found or {(place.land, place.district) for place in find_places(typed)}
    return found.pop() if len(found) == 1 else None


def place_words(entry: FirstAdvice) -> str:
    """The place of ENTRY as it is typed again: a name that leads back to it."""
    if entry.district_code:
        names = District.objects.filter(ags=entry.district_code)
        return names.values_list("display_name", flat=True).first() or ""
    return Land.objects.filter(code=entry.land_code).values_list("name", flat=True).first() or ""
