"""Whom an offer is for: groups and their parts, ages."""

from hypothesis import given
from hypothesis import strategies as st

from nahtlos.directory.rules import catalogue
from nahtlos.directory.rules.conditions import AGES, OLDEST, ages_of, around, fits_age

CODES = [audience.code for audience in catalogue.audiences()]
CHOSEN = st.frozensets(st.sampled_from(CODES), max_size=4)
AGE = st.integers(0, OLDEST)
BOUND = st.none() | AGE


def test_a_group_finds_its_parts_and_a_part_its_group() -> None:
    assert {"relative", "partner", "parent"} <= around(["relative"])
    assert around(["partner"]) == {"partner", "relative"}
    assert "remand" in around(["in_custody"])
    assert around([]) == frozenset()


@given(CHOSEN, CHOSEN)
def test_who_says_more_of_herself_never_finds_less(
    chosen: frozenset[str], more: frozenset[str]
) -> None:
    assert chosen <= around(chosen)
    assert around(chosen) <= around(chosen | more)


def test_every_part_is_an_audience() -> None:
    parts = {code for audience in catalogue.audiences() for code in audience.includes}
    assert parts <= set(CODES)


@given(CHOSEN)
def test_the_ages_of_several_words_reach_from_the_youngest_to_the_oldest(
    chosen: frozenset[str],
) -> None:
    found = ages_of(chosen)
    spans = [AGES[code] for code in chosen & AGES.keys()]
    assert (found is None) == (not spans)
    if found:
        assert all(found[0] <= low <= high <= found[1] for low, high in spans)


@given(AGE, BOUND, BOUND)
def test_a_bound_nobody_told_excludes_nobody(age: int, low: int | None, high: int | None) -> None:
    assert fits_age(age, None, None)
    if fits_age(age, low, high):
        assert fits_age(age, low, None)
        assert fits_age(age, None, high)
    else:
        assert (low is not None and age < low) or (high is not None and age > high)
