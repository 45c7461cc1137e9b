"""Whom an offer is for, to compare with what somebody says of herself; pure. What an offer does
not say excludes nobody.
"""

from collections.abc import Iterable
from typing import Final

from nahtlos.directory.rules import catalogue

# The ages that a word for young people stands for: an offer that names only ages fits it too.
AGES: Final = {"child": (0, 13), "young_person": (12, 26)}
OLDEST: Final = 120
# What a circumstance says in the words for whom an offer is.
MEANS: Final = {
    **dict.fromkeys(
        ("sentence", "open", "youth", "youth_arrest", "preventive_detention"), ("in_custody",)
    ),
    "remand": ("in_custody",),
    "short_fine": ("in_custody", "fine_default"),
    "probation": ("on_probation",),
}


def around(chosen: Iterable[str]) -> frozenset[str]:
    """The audiences that fit CHOSEN ones: themselves, their parts ("relatives" finds what is for
    partners), and the groups they are part of (a partner finds what is for relatives).
    """
    wanted = frozenset(chosen)
    found = set(wanted)
    for audience in catalogue.audiences():
        if audience.code in wanted:
            found.update(audience.includes)
        if wanted & set(audience.includes):
            found.add(audience.code)
    return frozenset(found)


def told_by(
    audiences: Iterable[str] = (),
    circumstances: Iterable[str] = (),
    genders: Iterable[str] = (),
    age: int | None = None,
) -> frozenset[str]:
    """Every code that is true of somebody who says this of herself: what is ticked, what it means
    in other words, and the groups that it is a part of (who is a partner is a relative). An
    offer that excludes one of them is not for her.
    """
    told = {*audiences, *circumstances, *genders}
    if age is not None:
        told.update(code for code, (low, high) in AGES.items() if low <= age <= high)
    told.update(meant for code in tuple(told) for meant in MEANS.get(code, ()))
    groups = {one.code: frozenset(one.includes) for one in catalogue.audiences()}
    while wider := {code for code, parts in groups.items() if parts & told} - told:
        told |= wider
    return frozenset(told)


def ages_of(chosen: Iterable[str]) -> tuple[int, int] | None:
    """The ages that CHOSEN audiences stand for, from the youngest to the oldest; None where they
    stand for none.
    """
    spans = [AGES[code] for code in chosen if code in AGES]
    if not spans:
        return None
    return min(low for low, _high in spans), max(high for _low, high in spans)


def fits_age(age: int, age_from: int | None, age_to: int | None) -> bool:
    """Whether AGE lies between the bounds; a bound that is not told excludes nobody."""
    return (age_from or 0) <= age <= (OLDEST if age_to is None else age_to)
