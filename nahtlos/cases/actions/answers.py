"""The answers to the four questions, given by a person; they win over what follows from steps."""

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction

from nahtlos.cases.actions.course import note_event
from nahtlos.cases.actions.held import EARLIEST, LATEST, held, touch
from nahtlos.cases.models import Answer, AnswerState, Case, Question
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.versions import Stale, version_of

WORDS: Final = ("words", "place", "phone")


@transaction.atomic
def answer_question(
    *, actor: Actor, case: Case, question: str, values: Mapping[str, Any], version: str
) -> Answer:
    """Write the answer to QUESTION: its `state`, and `words`, `place`, `phone`, `at` as they will
    stand on the card. VERSION is that of the answer, '' where there is none yet.
    """
    current = held(actor, case)
    if question not in Question.values:
        raise LookupError(question)
    row: Answer | None = (
        Answer.objects.select_for_update().filter(case=current, question=question).first()
    )
    answer = row or Answer(organisation_id=current.organisation_id, case=current, question=question)
    fresh = _fresh(values)
    if row is not None and all((getattr(row, n) or "") == (v or "") for n, v in fresh.items()):
        return row
    if version_of(row) != version:
        raise Stale
    for name, value in fresh.items():
        setattr(answer, name, value)
    answer.save()
    touch(current)
    detail = {"question": question, "state": answer.state}
    note_event(actor=actor, case=current, verb="question_answered", about=question, detail=detail)
    audit.record(actor, Verb.CHANGED, "answer", current.code, detail)
    return answer


def _fresh(values: Mapping[str, Any]) -> dict[str, Any]:
    """What to write, checked; Refused where it cannot be."""
    state, at = values.get("state"), values.get("at")
    if state not in AnswerState.values:
        raise Refused("Bitte wählen Sie, wie weit das ist.", field="state")
    texts = {name: str(values.get(name) or "").strip() for name in WORDS}
    if state == AnswerState.SECURED and not texts["words"]:
        raise Refused("Gesichert ist, was sich in einem Satz sagen lässt.", field="words")
    if at is not None and not EARLIEST <= at.date() <= LATEST:
        raise Refused("Bitte prüfen Sie das Jahr.", field="day")
    return {"state": state, "at": at, **texts}
