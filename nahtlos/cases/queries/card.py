"""The card for the pocket, made from the four questions and what comes right after the release."""

from datetime import date, timedelta
from typing import Final

from nahtlos.cases.models import Case
from nahtlos.cases.queries.file import lead_of
from nahtlos.cases.queries.plan import FourAnswer, StepLine, case_plan, four_questions
from nahtlos.cases.queries.stays import anchors_at, stay_of
from nahtlos.cases.rules.paper import Appointment, CardAnswer, ReleaseCard, day_words
from nahtlos.cases.rules.vocabulary import Anchor
from nahtlos.foundation.access import Actor, Kind
from nahtlos.foundation.clock import BERLIN, today
from nahtlos.organisations.queries import own_organisation

# Fourteen days after the release, and holidays that may follow them.
FIRST_DAYS: Final = timedelta(days=18)


def release_card(case: Case, *, first_name: bool = False) -> ReleaseCard:
    """The card of a case that `case_for` fetched. FIRST_NAME only where the person wants it there;
    her family name never stands on it.
    """
    answers = four_questions(case)
    lead = lead_of(case)
    home = own_organisation(Actor(kind=Kind.JOB, organisation_id=case.organisation_id))
    return ReleaseCard(
        answers=tuple(_answer(one) for one in answers),
        ask=lead.name if lead and lead.until is None else home.name,
        ask_phone=home.phone,
        printed_on=today(),
        first_name=case.client.given_name if first_name else "",
        code=case.code,
        dates=tuple(_meeting(one) for one in answers if one.at),
        this_week=tuple(_task(line) for line in _first_days(case)),
    )


def _answer(one: FourAnswer) -> CardAnswer:
    at = one.at.astimezone(BERLIN) if one.at else None
    return CardAnswer(
        question=one.question,
        state=one.state,
        answer=one.words,
        place=one.place,
        day=at.date() if at else None,
        at=at.time() if at and (at.hour or at.minute) else None,
        phone=one.phone,
    )


def _meeting(one: FourAnswer) -> Appointment:
    card = _answer(one)
    return Appointment(
        what=one.words or one.label,
        day=card.day or today(),
        at=card.at,
        place=one.place,
        phone=one.phone,
    )


def _first_days(case: Case) -> list[StepLine]:
    """What is open and due in the days after the release; what is still a question is left out."""
    release = anchors_at(stay_of(case)).release
    if release is None:
        return []
    lines = case_plan(case, today()).next_lines
    return [line for line in lines if not line.unclear and _is_first(line, release)]


def _is_first(line: StepLine, release: date) -> bool:
    due, milestone = line.step.due_on, line.milestone
    outside = milestone is None or (milestone.anchor is Anchor.RELEASE and milestone.offset > 0)
    return outside and due is not None and release < due <= release + FIRST_DAYS


def _task(line: StepLine) -> str:
    due = line.step.due_on
    return f"Bis {day_words(due)}: {line.title}" if due else line.title
