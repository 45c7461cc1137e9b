"""The four questions: answered by hand, by the steps, or not at all."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.cases.rules.questions import SOURCES, QuestionState, question_states
from nahtlos.cases.rules.template import template
from nahtlos.cases.rules.vocabulary import AnswerState, Question, StepState

CODES = sorted({c for s in SOURCES.values() for c in (*s.settles, *s.helps)})
STATES = st.sampled_from(sorted(StepState))


@dataclass(frozen=True)
class Row:
    """A step as a row of the database tells it."""

    code: str
    state: str = "open"


def asked(
    steps: dict[str, str], answers: dict[Question, AnswerState] | None = None
) -> dict[Question, QuestionState]:
    found = question_states([Row(*pair) for pair in steps.items()], answers or {})
    assert [state.question for state in found] == list(Question)
    return {state.question: state for state in found}


def test_the_questions_are_asked_as_people_ask_them() -> None:
    assert [question.label for question in Question] == [
        "Wo schlafe ich?",
        "Wer zahlt?",
        "Wohin wegen Arbeit?",
        "Wer ist meine Person?",
    ]


def test_every_step_that_speaks_is_in_the_plan() -> None:
    assert CODES == ["M14", "M18", "M24", "M27", "M28", "M29", "M30", "M40", "M41", "M47"]
    assert set(CODES) <= set(template().by_code)


@pytest.mark.parametrize(
    ("steps", "state", "source"),
    [
        ({}, "unknown", None),
        ({"M24": "open", "M30": "open"}, "open", "M30"),
        ({"M24": "waiting", "M30": "open"}, "in_progress", "M24"),
        ({"M24": "done", "M30": "open"}, "in_progress", "M24"),
        ({"M24": "done", "M30": "done"}, "secured", "M30"),
        ({"M24": "not_wanted", "M30": "done"}, "secured", "M30"),
        ({"M24": "not_wanted", "M30": "not_wanted"}, "not_wanted", "M30"),
        ({"M24": "not_wanted", "M30": "not_applicable"}, "not_wanted", "M24"),
        ({"M24": "not_applicable", "M30": "not_applicable"}, "unknown", None),
    ],
)
def test_the_steps_say_how_far_the_bed_is(
    steps: dict[str, str], state: str, source: str | None
) -> None:
    found = asked(steps)[Question.BED]
    assert (found.state, found.source_code, found.by_hand) == (state, source, False)


def test_knowing_who_pays_is_not_yet_money() -> None:
    assert asked({"M27": "done", "M28": "open"})[Question.MONEY].state == "in_progress"
    assert asked({"M27": "done", "M28": "done"})[Question.MONEY].state == "secured"


def test_an_answer_by_hand_wins_over_the_steps() -> None:
    said = asked({"M30": "done"}, {Question.BED: AnswerState.OPEN})[Question.BED]
    assert said == QuestionState(Question.BED, AnswerState.OPEN, None, by_hand=True)


def test_unknown_and_not_wanted_are_normal() -> None:
    said = asked({}, {Question.WORK: AnswerState.NOT_WANTED, Question.BED: AnswerState.UNKNOWN})
    assert said[Question.WORK].state.label == "nicht gewünscht"
    assert said[Question.BED].state.label == "unbekannt"
    # nobody's answer hides what the steps know
    known = asked({"M30": "done"}, {Question.BED: AnswerState.UNKNOWN})[Question.BED]
    assert (known.state, known.source_code) == (AnswerState.SECURED, "M30")


@given(
    st.dictionaries(st.sampled_from(CODES), STATES),
    st.dictionaries(st.sampled_from(Question), st.sampled_from(AnswerState)),
)
def test_every_answer_has_a_reason(
    steps: dict[str, str], answers: dict[Question, AnswerState]
) -> None:
    for question, found in asked(steps, answers).items():
        source = SOURCES[question]
        if found.by_hand:
            assert found.state == answers[question] != AnswerState.UNKNOWN
            assert found.source_code is None
        elif found.source_code is None:
            assert found.state is AnswerState.UNKNOWN
            used = {steps.get(code) for code in (*source.settles, *source.helps)}
            assert used <= {None, "not_applicable"}
        else:
            assert found.source_code in (*source.settles, *source.helps)
            assert found.state is not AnswerState.UNKNOWN
        if found.state is AnswerState.SECURED and not found.by_hand:
            assert steps[found.source_code or ""] == "done"
