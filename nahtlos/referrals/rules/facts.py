"""Which fact of a case belongs to which category of a consent, and the words it is told in."""

from collections.abc import Iterable, Mapping
from typing import Final

from nahtlos.cases.rules.template import Milestone
from nahtlos.cases.rules.vocabulary import AnswerState, LifeArea, Question, StepState, Tag
from nahtlos.referrals.rules.package import Line

# Confidential counselling is never told, whatever was ticked.
NEVER: Final = frozenset({LifeArea.DIS})
QUESTION_CATEGORY: Final[Mapping[Question, str]] = {
    Question.BED: "WOH",
    Question.MONEY: "EIN",
    Question.WORK: "ARB",
}
# Yes or no, and no more than that: no diagnosis, no name, no figure.
CIRCUMSTANCES: Final[Mapping[str, tuple[tuple[Tag, str], ...]]] = {
    "WOH": (
        (Tag.OWN_FLAT, "Eigene Wohnung"),
        (Tag.NO_FLAT, "Für die Zeit danach fehlt eine Wohnung"),
        (Tag.FLAT_IN_SIGHT, "Wohnung oder Platz in Aussicht"),
    ),
    "EIN": (
        (Tag.BENEFITS, "Bisher Geld vom Amt"),
        (Tag.NO_INCOME, "Für die Zeit danach fehlt ein Einkommen"),
        (Tag.APPLIED, "Antrag auf Leistungen gestellt"),
    ),
    "ARB": ((Tag.JOB, "Arbeit oder Ausbildung"), (Tag.EMPLOYABLE, "Kann arbeiten")),
    "DOK": ((Tag.NO_VALID_ID, "Gültiger Ausweis fehlt"),),
    "MOB": ((Tag.NEED_ESCORT, "Hilfe beim Weg nach draußen nötig"),),
    "SCH": ((Tag.DEBTS, "Schulden"), (Tag.NO_ACCOUNT, "Ein nutzbares Konto fehlt")),
    "GES": ((Tag.TREATMENT, "Behandlung oder Medikamente, die weitergehen sollen"),),
    "SUC": ((Tag.ADDICTION_WISH, "Wünscht Hilfe bei einer Sucht"),),
    "FAM": ((Tag.FAMILY_OUTSIDE, "Angehörige im selben Haushalt"),),
    "KIND": ((Tag.CHILDREN, "Kinder unter 18 Jahren"),),
    "REC": ((Tag.PROBATION, "Bewährung"), (Tag.FA, "Führungsaufsicht")),
    "AUF": ((Tag.NON_GERMAN, "Ein Aufenthaltsstatus spielt eine Rolle"),),
}
_SAID: Final = {"yes": "ja", "no": "nein"}


def category_of(milestone: Milestone) -> str:
    """The category under which a step of the template may be told; '' for never. Steps for children
    and about residence have categories of their own, which are ticked singly.
    """
    if milestone.area in NEVER:
        return ""
    if Tag.CHILDREN in milestone.tags:
        return "KIND"
    if Tag.NON_GERMAN in milestone.tags:
        return "AUF"
    return str(milestone.area)


def circumstance_lines(category: str, known: Mapping[str, str]) -> list[Line]:
    """What is KNOWN {tag: 'yes' | 'no'} for CATEGORY; unknown is left out."""
    return [
        Line(label, _SAID[known[tag]])
        for tag, label in CIRCUMSTANCES.get(category, ())
        if known.get(tag) in _SAID
    ]


def answer_line(question: Question, state: str, words: str) -> Line:
    """One of the questions with its state and the words of the answer."""
    label = AnswerState(state).label
    return Line(question.label, f"{label}: {words}" if words else label)


def step_lines(
    category: str, milestones: Mapping[str, Milestone], steps: Iterable[tuple[str, str]]
) -> list[Line]:
    """STEPS as (code, state) that belong to CATEGORY, in the template's words. An own step is free
    text and never goes along.
    """
    fitting = [
        (milestones[code], StepState(state))
        for code, state in steps
        if code in milestones and category_of(milestones[code]) == category
    ]
    return [
        Line(milestone.title, state.label)
        for milestone, state in fitting
        if state is not StepState.NOT_APPLICABLE
    ]
