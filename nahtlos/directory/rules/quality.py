"""How good an entry of the directory is (an offer, the visiting record of a prison, a contact
person): what is known of it, and how fresh that is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Generic, TypeVar


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


class VisitPart(StrEnum):
    """What a good visiting record tells: how it is known, and the groups of its questions."""

    CHECKED = "checked"
    SOURCE = "source"
    REACHED = "reached"
    FORMS = "forms"
    PROCEDURE = "procedure"
    ROOM = "room"
    CONDITIONS = "conditions"
    TIMES = "times"
    ENTITLEMENT = "entitlement"
    CONTACT = "contact"
    WAY = "way"
    OFFERS = "offers"
    TEXTS = "texts"


# Without conditions and times nobody can plan a visit.
VISIT_WEIGHTS: Final[Mapping[VisitPart, int]] = dict.fromkeys(VisitPart, 1) | {
    VisitPart.CHECKED: 3,
    VisitPart.REACHED: 2,
    VisitPart.CONDITIONS: 2,
    VisitPart.TIMES: 2,
}


class ContactPart(StrEnum):
    """What a good entry of a contact person tells."""

    CHECKED = "checked"
    NAMED = "named"
    REACHED = "reached"
    TOPIC = "topic"
    DEPUTY = "deputy"


CONTACT_WEIGHTS: Final[Mapping[ContactPart, int]] = {
    ContactPart.CHECKED: 3,
    ContactPart.NAMED: 3,
    ContactPart.REACHED: 2,
    ContactPart.TOPIC: 1,
    ContactPart.DEPUTY: 1,
}
P = TypeVar("P", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Quality(Generic[P]):
    """met: the parts that are there; missing: those that are not, the weightiest first. score: from
    0 to 100, the weights of what is there, of all weights.
    """

    met: tuple[P, ...]
    missing: tuple[P, ...]
    score: int


def weighed(known: Mapping[P, bool], weights: Mapping[P, int]) -> Quality[P]:
    """The quality of an entry of which KNOWN says what is there, by the WEIGHTS of all parts; a
    part that is not named is missing.
    """
    met = tuple(part for part in weights if known.get(part))
    missing = sorted((part for part in weights if part not in met), key=lambda one: -weights[one])
    there = sum(weights[part] for part in met)
    return Quality(met, tuple(missing), round(100 * there / sum(weights.values())))


def quality_of(known: Mapping[Part, bool]) -> Quality[Part]:
    """The quality of an offer."""
    return weighed(known, WEIGHTS)


def is_answered(told: int, questions: int) -> bool:
    """Whether a group of QUESTIONS counts as there: at least half of them have an answer."""
    return questions > 0 and 2 * told >= questions
