"""The four questions that decide, answered by hand or by the steps of the plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from nahtlos.cases.rules.vocabulary import AnswerState, Question, StepState
from nahtlos.foundation.ruling import states


class StepOfPlan(Protocol):
    """What a step must tell about itself; a row of the database does."""

    @property
    def code(self) -> str: ...
    @property
    def state(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Source:
    """Steps that speak about a question: each of `settles` secures it once it is done, those that
    `help` bring it on its way.
    """

    settles: tuple[str, ...]
    helps: tuple[str, ...] = ()


SOURCES: Final[Mapping[Question, Source]] = {
    Question.BED: Source(settles=("M30",), helps=("M24",)),
    Question.MONEY: Source(settles=("M41", "M28"), helps=("M27",)),
    Question.WORK: Source(settles=("M47", "M29", "M18")),
    Question.PERSON: Source(settles=("M40", "M14")),
}


@dataclass(frozen=True, slots=True)
class QuestionState:
    """How far a question is answered, and by which step; `source_code` is None where a person said
    so or where nobody knows.
    """

    question: Question
    state: AnswerState
    source_code: str | None = None
    by_hand: bool = False


@states(
    "Die vier Fragen",
    "Bett, Geld, Arbeit und Ansprechperson stehen immer oben. Was jemand selbst einträgt, gilt mehr"
    " als das, was aus den Schritten folgt; unbekannt und nicht gewünscht sind gute Antworten.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/cases/test_rules_questions.py::test_an_answer_by_hand_wins_over_the_steps",
        "tests/cases/test_rules_questions.py::test_unknown_and_not_wanted_are_normal",
    ),
)
def question_states(
    steps: Iterable[StepOfPlan], answers: Mapping[Question, AnswerState]
) -> tuple[QuestionState, ...]:
    """The four questions in their order. ANSWERS {question: state} were given by hand; where
    one says unknown, the STEPS speak.
    """
    now = {step.code: StepState(step.state) for step in steps}
    return tuple(_state(question, now, answers.get(question)) for question in Question)


def _state(
    question: Question, now: Mapping[str, StepState], answer: AnswerState | None
) -> QuestionState:
    if answer is not None and answer != AnswerState.UNKNOWN:
        return QuestionState(question, AnswerState(answer), by_hand=True)
    state, code = _derived(SOURCES[question], now)
    return QuestionState(question, state, code)


def _derived(source: Source, now: Mapping[str, StepState]) -> tuple[AnswerState, str | None]:
    """What the steps say, and which one says it: the furthest counts."""
    codes = (*source.settles, *source.helps)

    def first(state: StepState, among: Iterable[str] = codes) -> str | None:
        return next((code for code in among if now.get(code) is state), None)

    if code := first(StepState.DONE, source.settles):
        return AnswerState.SECURED, code
    if code := first(StepState.DONE) or first(StepState.WAITING):
        return AnswerState.IN_PROGRESS, code
    if code := first(StepState.OPEN):
        return AnswerState.OPEN, code
    if code := first(StepState.NOT_WANTED):
        return AnswerState.NOT_WANTED, code
    return AnswerState.UNKNOWN, None
