"""What an answer may be, what a version changes, and what comes with the installation."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nahtlos.cases.rules import law
from nahtlos.foundation.workdays import LAENDER, is_holiday, named_holidays
from nahtlos.lands.rules.delivered import delivered, looked_at
from nahtlos.lands.rules.entries import (
    Anchor,
    Entry,
    EntryState,
    Unclear,
    Unit,
    carried_over,
    check,
    complete,
    difference,
    span_words,
)
from nahtlos.lands.rules.fields import fields

TODAY = date(2026, 11, 27)
SEEN = Entry("leave", EntryState.SEEN, "Ausgang", source="Gesetz § 1", checked_on=TODAY)
SPAN = Entry("plan_within", EntryState.UNCHECKED, number=8, unit="weeks", anchor="after_admission")
FULL = delivered("NI")
NAMED = ("BW", "BY", "BE", "HE", "HH", "MV", "NI", "NW", "MU")


@some.composite
def profiles(draw: some.DrawFn) -> dict[str, Entry]:
    """A profile with some answers."""
    keys = draw(some.sets(some.sampled_from(list(fields())), max_size=6))
    words = some.sampled_from(["a", "b", "c"])
    return complete(Entry(key, EntryState.UNCHECKED, draw(words)) for key in keys)


@pytest.mark.parametrize("entry", [SEEN, SPAN, Entry("leave", note="Gefragt am Telefon.")])
def test_what_fits_is_kept_as_it_is(entry: Entry) -> None:
    assert check(entry, TODAY) == entry


@pytest.mark.parametrize(
    ("without", "missing"),
    [(replace(SEEN, source=""), "source"), (replace(SEEN, checked_on=None), "checked_on")],
)
def test_seen_without_a_source_is_refused(without: Entry, missing: str) -> None:
    with pytest.raises(Unclear) as caught:
        check(without, TODAY)
    assert caught.value.field == missing


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (replace(SEEN, checked_on=date(2026, 11, 28)), "checked_on"),
        (replace(SEEN, value=""), "value"),
        (replace(SEEN, state=EntryState.UNKNOWN), "state"),
        (replace(SPAN, number=0), "number"),
        (replace(SPAN, number=401), "number"),
        (replace(SPAN, unit="moons"), "unit"),
        (replace(SPAN, anchor="sometime"), "anchor"),
        (replace(SPAN, state=EntryState.UNKNOWN), "state"),
        (Entry("bridging", EntryState.UNCHECKED, "vielleicht"), "value"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field(entry: Entry, field: str) -> None:
    with pytest.raises(Unclear) as caught:
        check(entry, TODAY)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("number", "unit", "anchor", "words"),
    [
        (6, "months", "before_release", "6 Monate vor der Entlassung"),
        (1, "weeks", "after_admission", "1 Woche nach der Aufnahme"),
        (6, "months", "every", "alle 6 Monate"),
        (1, "months", "every", "jeden Monat"),
        (1, "years", "every", "jedes Jahr"),
        (1, "weeks", "every", "jede Woche"),
        (None, "", "", ""),
    ],
)
def test_a_span_is_said_in_german(number: int | None, unit: str, anchor: str, words: str) -> None:
    assert span_words(number, unit, anchor) == words


@given(some.integers(1, 400), some.sampled_from(list(Unit)), some.sampled_from(list(Anchor)))
def test_every_span_has_words(number: int, unit: Unit, anchor: Anchor) -> None:
    assert span_words(number, unit, anchor)


@given(profiles(), profiles())
def test_a_difference_names_exactly_what_differs(
    before: dict[str, Entry], after: dict[str, Entry]
) -> None:
    changed = {change.field.key for change in difference(before, after)}
    assert changed == {key for key in fields() if before[key] != after[key]}


@given(profiles(), profiles(), profiles())
def test_what_i_changed_stays_and_all_else_is_the_newest(
    begun: dict[str, Entry], mine: dict[str, Entry], newest: dict[str, Entry]
) -> None:
    for key, entry in carried_over(mine, begun, newest).items():
        assert entry == (newest[key] if mine[key] == begun[key] else mine[key])


def test_the_delivered_profiles_are_those_that_somebody_looked_at() -> None:
    assert looked_at() == frozenset(NAMED)
    assert not any(entry.is_known for entry in delivered("SN").values())


@pytest.mark.parametrize("land", NAMED)
def test_a_delivered_answer_has_a_source_where_it_was_seen_and_none_where_it_was_not(
    land: str,
) -> None:
    for entry in delivered(land).values():
        assert bool(entry.source) is (entry.state is EntryState.SEEN)
        assert (entry.checked_on is not None) is (entry.state is EntryState.SEEN)


def test_invented_answers_stand_in_musterland_alone() -> None:
    invented = {
        land for land in NAMED for e in delivered(land).values() if e.source.startswith("Erfunden")
    }
    assert invented == {"MU"}


def test_what_was_only_remembered_is_never_called_seen() -> None:
    for land, key in (("HE", "release_norm"), ("NW", "release_norm"), ("BY", "prison_act")):
        assert delivered(land)[key].state is EntryState.UNCHECKED


def test_steps_ask_questions_that_exist() -> None:
    assert law.all_questions() <= set(fields())


@pytest.mark.parametrize("land", sorted(LAENDER))
def test_holidays_come_from_the_library_with_their_names(land: str) -> None:
    days = named_holidays(land, 2027)
    assert (date(2027, 10, 3), "Tag der Deutschen Einheit") in days
    assert all(is_holiday(day, land) for day, _ in days)
    assert days == sorted(days)
