"""What nobody may be without on the first evening outside; the hand-over is checked against it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from nahtlos.cases.rules.questions import QuestionState, StepOfPlan, question_states
from nahtlos.cases.rules.vocabulary import (
    FINISHED,
    AnswerState,
    Fact,
    Question,
    StepState,
    Tag,
    Word,
)
from nahtlos.foundation.ruling import states


class MustHave(Word):
    """What has to be there."""

    BED = "bed", "Bett für heute Nacht"
    PAPERS = "papers", "Papiere"
    MONEY = "money", "Geld für die ersten Tage"
    MEDICINE = "medicine", "Medikamente"
    INSURANCE = "insurance", "Krankenversicherung"
    FIRST_MEETING = "first_meeting", "Erstes Treffen"


class MustHaveState(Word):
    """How it stands."""

    FINE = "fine", "ist da"
    OPEN = "open", "fehlt noch"
    UNCLEAR = "unclear", "nicht geklärt"
    NOT_NEEDED = "not_needed", "nicht nötig"
    NOT_WANTED = "not_wanted", "nicht gewünscht"


@dataclass(frozen=True, slots=True)
class Finding:
    """One must-have, how it stands, and the step that says so (None: an answer says so, or nobody
    does).
    """

    must_have: MustHave
    state: MustHaveState
    source_code: str | None = None

    @property
    def missing(self) -> bool:
        """Whether somebody still has to care for it."""
        return self.state in (MustHaveState.OPEN, MustHaveState.UNCLEAR)


# The steps that speak about each; the first one is where to go while none of them is done.
_STEPS: Final[Mapping[MustHave, tuple[str, ...]]] = {
    MustHave.PAPERS: ("M26",),
    MustHave.MONEY: ("M37",),
    MustHave.MEDICINE: ("M32",),
    MustHave.INSURANCE: ("M08", "M43"),
    MustHave.FIRST_MEETING: ("M40",),
}
_ANSWERS: Final[Mapping[AnswerState, MustHaveState]] = {
    AnswerState.SECURED: MustHaveState.FINE,
    AnswerState.NOT_WANTED: MustHaveState.NOT_WANTED,
    AnswerState.UNKNOWN: MustHaveState.UNCLEAR,
}
# A circumstance whose "no" means that nothing is missing, and what to call that.
_SPARED: Final[Mapping[MustHave, tuple[Tag, MustHaveState]]] = {
    MustHave.PAPERS: (Tag.NO_VALID_ID, MustHaveState.FINE),
    MustHave.MEDICINE: (Tag.TREATMENT, MustHaveState.NOT_NEEDED),
    MustHave.FIRST_MEETING: (Tag.JOINED, MustHaveState.NOT_WANTED),
}


@states(
    "Übergabe",
    "Vor der Entlassung wird geprüft, ob Bett, Papiere, Geld, Medikamente, Krankenversicherung und"
    " erstes Treffen da sind. Was niemand weiß, gilt nicht als da.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/cases/test_rules_musthaves.py::test_nothing_is_fine_that_nobody_has_said",
        "tests/cases/test_rules_musthaves.py::test_medicine_counts_only_where_treatment_runs",
    ),
)
def must_haves(
    steps: Iterable[StepOfPlan],
    answers: Mapping[Question, AnswerState],
    circumstances: Mapping[str, str],
    *,
    first_meeting: bool,
) -> tuple[Finding, ...]:
    """The six must-haves in their order. CIRCUMSTANCES {tag: "yes" | "no"} are the stored answers,
    FIRST_MEETING says whether one is agreed.
    """
    plan = list(steps)
    now = {step.code: StepState(step.state) for step in plan}
    asked = {found.question: found for found in question_states(plan, answers)}
    found = {
        MustHave.BED: _answered(MustHave.BED, asked[Question.BED]),
        **{kind: _stepped(kind, now, circumstances) for kind in _STEPS},
    }
    money = asked[Question.MONEY]
    # A finished application is no money yet: only what arrived counts, or what somebody says.
    if found[MustHave.MONEY].missing and (money.by_hand or money.source_code == "M41"):
        found[MustHave.MONEY] = _answered(MustHave.MONEY, money)
    if first_meeting:
        found[MustHave.FIRST_MEETING] = Finding(MustHave.FIRST_MEETING, MustHaveState.FINE)
    return tuple(found[kind] for kind in MustHave)


def _answered(kind: MustHave, asked: QuestionState) -> Finding:
    """KIND as one of the four questions says it; nearly there is not there."""
    return Finding(kind, _ANSWERS.get(asked.state, MustHaveState.OPEN), asked.source_code)


def _stepped(
    kind: MustHave, now: Mapping[str, StepState], circumstances: Mapping[str, str]
) -> Finding:
    """KIND as its steps say it, and where they are silent, the circumstances."""
    speaking = {code: now[code] for code in _STEPS[kind] if code in now}
    if done := [code for code, state in speaking.items() if state is StepState.DONE]:
        return Finding(kind, MustHaveState.FINE, done[0])
    if spared := _spared(kind, speaking, circumstances):
        return spared
    source = next((code for code, state in speaking.items() if state not in FINISHED), None)
    if source is None and StepState.NOT_WANTED in speaking.values():
        unwanted = [code for code, state in speaking.items() if state is StepState.NOT_WANTED]
        return Finding(kind, MustHaveState.NOT_WANTED, unwanted[0])
    return Finding(kind, _not_there(kind, circumstances), source)


def _spared(
    kind: MustHave, speaking: Mapping[str, StepState], circumstances: Mapping[str, str]
) -> Finding | None:
    """Nothing is missing where the circumstance says no, or where its step does not apply."""
    if kind not in _SPARED:
        return None
    tag, state = _SPARED[kind]
    for code, step in speaking.items():
        if step is StepState.NOT_APPLICABLE:
            return Finding(kind, state, code)
    return Finding(kind, state) if circumstances.get(tag) == Fact.NO else None


def _not_there(kind: MustHave, circumstances: Mapping[str, str]) -> MustHaveState:
    """Missing, or not even known whether it is needed."""
    if kind not in _SPARED:
        return MustHaveState.OPEN
    known = circumstances.get(_SPARED[kind][0]) == Fact.YES
    return MustHaveState.OPEN if known else MustHaveState.UNCLEAR
