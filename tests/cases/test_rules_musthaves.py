"""The must-haves of the first evening: nothing is there because nobody asked."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nahtlos.cases.rules.musthaves import Finding, MustHave, MustHaveState, must_haves
from nahtlos.cases.rules.vocabulary import AnswerState, Question, StepState, Tag

CODES = ("M08", "M14", "M24", "M26", "M27", "M28", "M30", "M32", "M37", "M40", "M41", "M43")


@dataclass(frozen=True)
class Row:
    """A step as a row of the database tells it."""

    code: str
    state: str = "open"


def found(
    steps: dict[str, str] | None = None,
    answers: dict[Question, AnswerState] | None = None,
    circumstances: dict[str, str] | None = None,
    *,
    first_meeting: bool = False,
) -> dict[MustHave, Finding]:
    rows = [Row(*pair) for pair in (steps or {}).items()]
    found = must_haves(rows, answers or {}, circumstances or {}, first_meeting=first_meeting)
    assert [finding.must_have for finding in found] == list(MustHave)
    return {finding.must_have: finding for finding in found}


def one(kind: MustHave, *args: dict[str, str], **more: dict[str, str]) -> tuple[str, str | None]:
    """State and source of one must-have for steps and circumstances."""
    steps = args[0] if args else {}
    finding = found(steps, circumstances=more.get("circumstances"))[kind]
    return str(finding.state), finding.source_code


def test_nothing_is_fine_that_nobody_has_said() -> None:
    assert {kind: finding.state for kind, finding in found().items()} == {
        MustHave.BED: MustHaveState.UNCLEAR,
        MustHave.PAPERS: MustHaveState.UNCLEAR,
        MustHave.MONEY: MustHaveState.OPEN,
        MustHave.MEDICINE: MustHaveState.UNCLEAR,
        MustHave.INSURANCE: MustHaveState.OPEN,
        MustHave.FIRST_MEETING: MustHaveState.UNCLEAR,
    }
    assert all(finding.missing for finding in found().values())


def test_everything_there_says_where_it_comes_from() -> None:
    done = dict.fromkeys(CODES, "done")
    said = {kind: (f.state, f.source_code) for kind, f in found(done).items()}
    assert said == {
        MustHave.BED: ("fine", "M30"),
        MustHave.PAPERS: ("fine", "M26"),
        MustHave.MONEY: ("fine", "M37"),
        MustHave.MEDICINE: ("fine", "M32"),
        MustHave.INSURANCE: ("fine", "M08"),
        MustHave.FIRST_MEETING: ("fine", "M40"),
    }


@pytest.mark.parametrize(
    ("treatment", "step", "state", "label"),
    [
        (None, None, "unclear", "nicht geklärt"),
        (None, "open", "unclear", "nicht geklärt"),
        ("no", None, "not_needed", "nicht nötig"),
        ("no", "open", "not_needed", "nicht nötig"),
        ("yes", None, "open", "fehlt noch"),
        ("yes", "open", "open", "fehlt noch"),
        ("yes", "waiting", "open", "fehlt noch"),
        ("yes", "not_wanted", "not_wanted", "nicht gewünscht"),
        ("yes", "not_applicable", "not_needed", "nicht nötig"),
        ("yes", "done", "fine", "ist da"),
        (None, "done", "fine", "ist da"),
    ],
)
def test_medicine_counts_only_where_treatment_runs(
    treatment: str | None, step: str | None, state: str, label: str
) -> None:
    circumstances = {"treatment": treatment} if treatment else {}
    steps = {"M32": step} if step else {}
    finding = found(steps, circumstances=circumstances)[MustHave.MEDICINE]
    assert (str(finding.state), finding.state.label) == (state, label)


def test_a_valid_identity_card_needs_no_step() -> None:
    valid, missing = {"no_valid_id": "no"}, {"no_valid_id": "yes"}
    assert one(MustHave.PAPERS, circumstances=valid) == ("fine", None)
    assert one(MustHave.PAPERS, {"M26": "not_applicable"}) == ("fine", "M26")
    assert one(MustHave.PAPERS, {"M26": "open"}, circumstances=missing) == ("open", "M26")


def test_a_finished_application_is_no_money_yet() -> None:
    assert one(MustHave.MONEY, {"M28": "done", "M37": "open"}) == ("open", "M37")
    assert one(MustHave.MONEY, {"M41": "done", "M37": "open"}) == ("fine", "M41")
    by_hand = {Question.MONEY: AnswerState.SECURED}
    assert found({"M37": "open"}, by_hand)[MustHave.MONEY].state is MustHaveState.FINE


def test_either_step_clears_the_insurance() -> None:
    assert one(MustHave.INSURANCE, {"M08": "open", "M43": "done"}) == ("fine", "M43")
    assert one(MustHave.INSURANCE, {"M08": "not_wanted", "M43": "open"}) == ("open", "M43")
    assert one(MustHave.INSURANCE, {"M08": "not_wanted"}) == ("not_wanted", "M08")


def test_a_bed_in_sight_is_no_bed() -> None:
    assert one(MustHave.BED, {"M24": "done", "M30": "waiting"}) == ("open", "M24")
    said = found(answers={Question.BED: AnswerState.SECURED})[MustHave.BED]
    assert said == Finding(MustHave.BED, MustHaveState.FINE)


def test_an_agreed_meeting_is_enough_and_no_is_an_answer() -> None:
    assert found(first_meeting=True)[MustHave.FIRST_MEETING].state is MustHaveState.FINE
    refused = found(circumstances={"joined": "no"})[MustHave.FIRST_MEETING]
    assert (refused.state, refused.missing) == (MustHaveState.NOT_WANTED, False)


@given(
    st.dictionaries(st.sampled_from(CODES), st.sampled_from(sorted(StepState))),
    st.dictionaries(st.sampled_from(Question), st.sampled_from(AnswerState)),
    st.dictionaries(st.sampled_from(sorted(Tag)), st.sampled_from(["yes", "no"])),
    st.booleans(),
)
def test_what_is_there_has_been_said_by_somebody(
    steps: dict[str, str],
    answers: dict[Question, AnswerState],
    circumstances: dict[str, str],
    first_meeting: bool,
) -> None:
    for kind, finding in found(steps, answers, circumstances, first_meeting=first_meeting).items():
        if finding.source_code is not None:
            assert finding.source_code in steps
        if finding.state is MustHaveState.FINE:
            said = (
                steps.get(finding.source_code or "") in ("done", "not_applicable")
                or answers.get(Question.BED if kind is MustHave.BED else Question.MONEY)
                is AnswerState.SECURED
                or circumstances.get("no_valid_id") == "no"
                or first_meeting
            )
            assert said
        if finding.state is MustHaveState.NOT_NEEDED:
            assert kind is MustHave.MEDICINE
