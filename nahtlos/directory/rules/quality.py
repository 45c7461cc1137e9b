"""How good an entry of the directory is: what is known of it, and how fresh that is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Part(StrEnum):
    """What a good entry tells."""

    CHECKED = "checked"
    SOURCE = "source"
    REACHED = "reached"
    ABOUT = "about"
    TOPIC = "topic"
    WHOM = "whom"
    WHERE = "where"
    COST = "cost"
    LANGUAGES = "languages"
    HOURS = "hours"
    ACCESS = "access"


# Whether an entry is true, and whether anybody can be reached, matters more than the rest.
WEIGHTS: Final[Mapping[Part, int]] = dict.fromkeys(Part, 1) | {
    Part.CHECKED: 3,
    Part.REACHED: 2,
    Part.ABOUT: 2,
}


@dataclass(frozen=True, slots=True)
class Quality:
    """met: the parts that are there; missing: those that are not, the weightiest first."""

    met: tuple[Part, ...]
    missing: tuple[Part, ...]

    @property
    def score(self) -> int:
        """From 0 to 100: the weights of what is there, of all weights."""
        there = sum(WEIGHTS[part] for part in self.met)
        return round(100 * there / sum(WEIGHTS.values()))


def quality_of(known: Mapping[Part, bool]) -> Quality:
    """The quality of an entry of which KNOWN says what is there; a part that is not named is
    missing.
    """
    met = tuple(part for part in Part if known.get(part))
    missing = sorted((part for part in Part if part not in met), key=lambda one: -WEIGHTS[one])
    return Quality(met, tuple(missing))
