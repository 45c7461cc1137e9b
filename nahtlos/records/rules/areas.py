"""The areas of life: questions in versions, a scale of five words, and what became of it over time.
No points, no forecast: it says where things stand.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Final

from nahtlos.cases.rules.vocabulary import Word
from nahtlos.foundation.ruling import states
from nahtlos.organisations.rules.reference import codes_of, rows_of
from nahtlos.records.rules.vocabulary import AREAS

DATA: Final = Path(__file__).resolve().parent.parent / "data"
CURRENT: Final = "2026-1"
# {version: (questions, areas)}; a version never changes once somebody answered it.
FILES: Final[Mapping[str, tuple[str, str]]] = {
    CURRENT: ("questions_2026_1.csv", "areas_2026_1.csv"),
}
GROWN_UP: Final = 21


class AgeGroup(Word):
    """For whom the questions are worded."""

    ADULT = "adult", "Erwachsene"
    YOUTH = "youth", "Jugendliche und junge Erwachsene"


class AreaAnswer(Word):
    """The answer to one question."""

    YES = "yes", "ja"
    PARTLY = "partly", "teilweise"
    NO = "no", "nein"
    OPEN = "open", "offen"
    NOT_SAID = "not_said", "möchte nicht sagen"


class Scale(Word):
    """Where an area stands. The first five have an order; the others are good answers too."""

    OPEN = "open", "offen, nicht besprochen"
    URGENT = "urgent", "akut ungeklärt"
    CLARIFYING = "clarifying", "in Klärung"
    SUPPORTED = "supported", "geklärt mit Unterstützung"
    SECURED = "secured", "selbständig gesichert"
    NOT_RELEVANT = "not_relevant", "nicht relevant"
    NOT_SAID = "not_said", "möchte nicht sagen"


LEVELS: Final = (Scale.OPEN, Scale.URGENT, Scale.CLARIFYING, Scale.SUPPORTED, Scale.SECURED)
NEEDS: Final = frozenset({Scale.URGENT, Scale.CLARIFYING})
TONES: Final[Mapping[str, str]] = {
    Scale.OPEN: "open",
    Scale.URGENT: "warm",
    Scale.CLARIFYING: "wait",
    Scale.SUPPORTED: "ok",
    Scale.SECURED: "ok",
}


@dataclass(frozen=True, slots=True)
class AreaQuestion:
    """One question of a version. `youth` is its wording for young people."""

    code: str
    area: str
    adult: str
    youth: str

    def words(self, age_group: str) -> str:
        """The question as it is asked in an age group."""
        return self.youth if age_group == AgeGroup.YOUTH else self.adult


@dataclass(frozen=True, slots=True)
class Area:
    """An area of life with the topics of the directory where help is found."""

    code: str
    label: str
    topics: tuple[str, ...]
    a3_heading: str


@cache
def areas(version: str = CURRENT) -> tuple[Area, ...]:
    """The areas of a version in their usual order; ValueError where the file names others."""
    rows = {row["area"]: row for row in rows_of(DATA / FILES[version][1])}
    if set(rows) != set(AREAS):
        raise ValueError("the file of areas names other areas")
    return tuple(
        Area(code, label, codes_of(rows[code]["topics"]), rows[code]["a3_heading"])
        for code, label in AREAS.items()
    )


@cache
def questions(version: str = CURRENT) -> tuple[AreaQuestion, ...]:
    """The questions of a version; ValueError where a code is double or an area unknown."""
    found = tuple(
        AreaQuestion(row["code"], row["area"], row["adult"], row["youth"] or row["adult"])
        for row in rows_of(DATA / FILES[version][0])
    )
    if len({one.code for one in found}) != len(found) or {one.area for one in found} != set(AREAS):
        raise ValueError("the file of questions does not hold together")
    return found


def questions_of(area: str, version: str = CURRENT) -> tuple[AreaQuestion, ...]:
    """The questions of one area."""
    return tuple(one for one in questions(version) if one.area == area)


def age_group_on(born_on: date | None, day: date) -> AgeGroup:
    """Whose wording fits on DAY; adults where the birth date is unknown."""
    if born_on is None:
        return AgeGroup.ADULT
    birthday = (day.month, day.day) < (born_on.month, born_on.day)
    return AgeGroup.YOUTH if day.year - born_on.year - birthday < GROWN_UP else AgeGroup.ADULT


@states(
    "Lebensbereiche",
    "Ein Lebensbereich hat einen Stand in Worten, einmal aus Sicht der Person und einmal aus Sicht"
    " der Fachkraft. Punkte, Prognosen und Rückfallrisiken gibt es nicht.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/records_room/test_rules_areas.py::test_a_need_is_what_is_not_settled_in_either_view",
        "tests/records_room/test_pages_areas.py::test_the_page_says_words_and_no_points",
    ),
)
def is_need(self_view: str, professional_view: str) -> bool:
    """Whether an area wants help: unsettled in one of the two views, and nobody said it does not
    matter.
    """
    views = {self_view, professional_view}
    return bool(views & NEEDS) and self_view != Scale.NOT_RELEVANT


@dataclass(frozen=True, slots=True)
class Seen:
    """The two views of an area on a day; '' where nobody said anything."""

    on: date
    self_view: str
    professional_view: str


@dataclass(frozen=True, slots=True)
class Trace:
    """One view over time: `dots` are (x, y) in a picture of WIDTH x HEIGHT, `path` joins them,
    `words` say the same.
    """

    dots: tuple[tuple[int, int], ...]
    path: str
    words: str


WIDTH: Final = 240
HEIGHT: Final = 72
_EDGE: Final = 8


def _dot(number: int, many: int, level: int) -> tuple[int, int]:
    across = (WIDTH - 2 * _EDGE) * number // max(many - 1, 1)
    up = (HEIGHT - 2 * _EDGE) * level // (len(LEVELS) - 1)
    return _EDGE + across, HEIGHT - _EDGE - up


def trace(views: Iterable[tuple[date, str]]) -> Trace:
    """The picture of one view over time, oldest first. What has no place in the order, such as "not
    relevant", leaves a gap and stands in the words.
    """
    seen = [(on, Scale(view)) for on, view in views if view]
    levels = [LEVELS.index(view) if view in LEVELS else None for _, view in seen]
    dots = tuple(
        _dot(number, len(seen), level) for number, level in enumerate(levels) if level is not None
    )
    named = [view for view, _ in groupby(view for _, view in seen)]
    return Trace(
        dots=dots,
        path=" ".join(f"{x},{y}" for x, y in dots),
        words=", dann ".join(view.label for view in named),
    )
