"""What goes along with a request: never more than what was allowed."""

from hypothesis import given
from hypothesis import strategies as st

from nahtlos.cases.rules.template import template
from nahtlos.cases.rules.vocabulary import LifeArea, Question
from nahtlos.consents.rules.scope import categories
from nahtlos.referrals.rules import facts
from nahtlos.referrals.rules.package import (
    NOTHING_KNOWN,
    Line,
    PackageContent,
    compose,
    from_json,
    names_in,
    to_json,
)

LABELS = {one.code: one.label for one in categories()}
FACTS = {code: [Line("Stand", f"geheim-{code}")] for code in LABELS}
CODES = st.sets(st.sampled_from(sorted(LABELS)))
NAME = "Kunibert K."


def composed(allowed: set[str], **values: object) -> PackageContent:
    """A package of everything that is known, as far as ALLOWED."""
    given_ = {"labels": LABELS, "pseudonym": "Anfrage R-7F3M-2", "called": NAME, **values}
    return compose(FACTS, allowed, **given_)  # type: ignore[arg-type]


@given(CODES)
def test_exactly_what_is_allowed_goes_out(allowed: set[str]) -> None:
    content = composed(allowed)
    assert set(content.categories) == allowed
    told = to_json(content)
    for code in LABELS:
        assert (f"geheim-{code}" in told) == (code in allowed)


@given(CODES)
def test_a_pseudonymous_package_never_holds_the_person(allowed: set[str]) -> None:
    content = composed(allowed, pseudonymous=True)
    assert set(content.categories) == allowed - {"PERS"}
    assert NAME not in to_json(content)
    assert content.heading == "Anfrage R-7F3M-2"


def test_without_the_person_ticked_it_is_pseudonymous_by_itself() -> None:
    content = composed({"WOH"})
    assert content.pseudonymous
    assert content.heading == "Anfrage R-7F3M-2"


def test_categories_stand_in_the_order_of_the_form() -> None:
    assert composed({"SUC", "WOH", "PERS"}).categories == ("PERS", "WOH", "SUC")


def test_a_category_without_facts_says_that_nothing_is_known() -> None:
    content = compose({}, {"WOH"}, labels=LABELS, pseudonym="Anfrage R-7F3M-2")
    assert content.sections[0].lines == NOTHING_KNOWN


@given(CODES, st.text(max_size=200))
def test_a_package_comes_back_as_it_went(allowed: set[str], words: str) -> None:
    content = composed(allowed, words=words)
    assert from_json(to_json(content)) == content


def test_a_name_is_found_however_it_is_written() -> None:
    for words in ("Herr Müller sucht", "herr MUELLER, sucht", "Muller?"):
        assert names_in(words, ["Jürgen", "Müller"]) == ["Müller"]
    assert names_in("Ein Malia-Platz, bitte am Müllerweg", ["Ali", "Müller"]) == []
    assert names_in("J. M. sucht ein Zimmer", ["J.", "M."]) == []


def test_confidential_counselling_is_never_told() -> None:
    for milestone in template().milestones:
        if milestone.area is LifeArea.DIS:
            assert facts.category_of(milestone) == ""
        else:
            assert facts.category_of(milestone) in LABELS


def test_steps_for_children_need_the_category_of_children() -> None:
    known = template().by_code
    lines = facts.step_lines("FAM", known, [("M03", "open")])
    assert lines == []
    assert len(facts.step_lines("KIND", known, [("M03", "open")])) == 1


def test_own_steps_are_free_text_and_never_go_along() -> None:
    for code in LABELS:
        assert facts.step_lines(code, template().by_code, [("S-7F3M-2", "open")]) == []


def test_a_circumstance_is_yes_or_no_and_unknown_is_left_out() -> None:
    lines = facts.circumstance_lines("SCH", {"debts": "yes", "no_account": "unknown"})
    assert lines == [Line("Schulden", "ja")]


def test_an_answer_says_how_far_it_is() -> None:
    line = facts.answer_line(Question.BED, "in_progress", "Zimmer angefragt")
    assert line == Line("Wo schlafe ich?", "in Klärung: Zimmer angefragt")
    assert facts.answer_line(Question.BED, "open", "") == Line("Wo schlafe ich?", "noch offen")
