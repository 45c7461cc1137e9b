"""What the pages of records need to draw themselves."""

from collections.abc import Iterable
from typing import Final

from django import template

from nahtlos.foundation.shell.tags import zahl
from nahtlos.records.rules.contact import rhythm_words as words_of_rhythm

register = template.Library()
GOAL_TONES: Final = {"open": "wait", "reached": "ok"}


@register.filter
def rhythm_words(days: int | None) -> str:
    """How often, as people say it."""
    return words_of_rhythm(days)


@register.filter
def goal_tone(state: str) -> str:
    """The tone of a chip that shows where a goal or a step stands."""
    return GOAL_TONES.get(state, "open")


@register.filter
def stunden(minutes: int) -> str:
    """Minutes as hours with one decimal, "1,5"; what is less than a tenth is still something."""
    return zahl(max(minutes / 60, 0.1) if minutes else 0, 1)


@register.filter
def split_words(text: str) -> list[str]:
    """The words of TEXT."""
    return text.split()


@register.filter
def sum_of(numbers: Iterable[int]) -> int:
    """All of NUMBERS together."""
    return sum(numbers)
