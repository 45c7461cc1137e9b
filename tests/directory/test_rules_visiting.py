"""The visiting record's rules: how answers are written, for whom they count, and their state."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from nahtlos.directory.rules import catalogue
from nahtlos.directory.rules.visiting import (
    TOLD_IN_STEPS,
    fingerprint,
    is_yes,
    join_answer,
    narrowed,
    split_answer,
)


@dataclass(frozen=True)
class Fact:
    field: str
    custody: str
    value: str


FACTS = st.lists(
    st.builds(
        Fact,
        st.sampled_from(["video", "kinderecke", "foto"]),
        st.sampled_from(["", "remand", "sentence"]),
        st.sampled_from(["ja", "nein", "ja, klein", "mal so"]),
    ),
    max_size=8,
)
NOTES = st.text(alphabet="abc ()äß-,.", max_size=20).map(str.strip)


def test_an_answer_is_split_into_the_word_and_what_is_said_with_it() -> None:
    assert split_answer("ja, mit Maltisch") == ("ja", "mit Maltisch")
    assert split_answer("ja (Skype)") == ("ja", "Skype")
    assert split_answer("Ja; nur sonntags") == ("ja", "nur sonntags")
    assert split_answer("nein") == ("nein", "")
    assert split_answer("im Spielbereich") == ("", "im Spielbereich")
    assert split_answer("jahrelang nicht") == ("", "jahrelang nicht")


@given(st.sampled_from(["ja", "nein"]), NOTES)
def test_what_was_split_is_joined_to_the_same_answer(word: str, note: str) -> None:
    once = split_answer(join_answer(word, note))
    assert once[0] == word
    assert split_answer(join_answer(*once)) == once


@given(FACTS)
def test_what_is_told_of_one_kind_of_custody_beats_what_is_told_of_all(facts: list[Fact]) -> None:
    shown = narrowed(facts, "remand")
    assert all(fact.custody in ("", "remand") for fact in shown)
    for field in {fact.field for fact in facts if fact.custody == "remand"}:
        assert {fact.custody for fact in shown if fact.field == field} == {"remand"}
    silent = {fact.field for fact in facts} - {fact.field for fact in shown}
    assert all(fact.custody == "sentence" for fact in facts if fact.field in silent)
    assert narrowed(facts, "") == facts


@given(FACTS, FACTS)
def test_the_fingerprint_changes_with_the_facts_and_not_with_their_order(
    facts: list[Fact], others: list[Fact]
) -> None:
    assert fingerprint(facts) == fingerprint(reversed(facts))
    same = sorted(map(str, facts)) == sorted(map(str, others))
    assert (fingerprint(facts) == fingerprint(others)) == same


def test_a_child_is_promised_only_what_everybody_gets() -> None:
    assert is_yes([Fact("video", "", "ja, kostenlos")])
    assert not is_yes([Fact("video", "sentence", "ja"), Fact("video", "remand", "nein")])
    assert not is_yes([])
    assert not is_yes([Fact("foto", "", "manchmal")])


def test_every_field_told_in_a_step_is_a_field_of_the_record() -> None:
    assert {field.code for field in catalogue.visiting_fields()} >= TOLD_IN_STEPS
