"""Tells what people ask the demonstration's Landesfachstelle without a name, through the product's
own actions, on the days it happened.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from secrets import choice
from typing import Any, Final

from nahtlos.desk.actions.people import actor_of_cast
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import VISITOR
from nahtlos.foundation.clock import today, told
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.intake.actions import (
    Conversation,
    NewQuestion,
    answer_enquiry,
    ask_for_call,
    ask_question,
    log_advice,
    mark_done,
)
from nahtlos.intake.models import Enquiry
from nahtlos.intake.queries.offices import Office, office_for
from nahtlos.intake.rules.receipt import DIGITS, digits_of

QUESTIONS: Final = Path(__file__).resolve().parent.parent / "world" / "data" / "questions.toml"
LAND: Final = "MU"
Told = Mapping[str, Any]


def _code(entry: Told) -> str:
    """What the file says, else one that nobody will know."""
    return digits_of(entry.get("code", "")) or "".join(choice("0123456789") for _ in range(DIGITS))


def _ask(office: Office, adviser: Actor, entry: Told) -> None:
    with told(entry["ago"]):
        question = NewQuestion(
            topic=entry["topic"],
            text=entry["text"],
            asker=entry["asker"],
            land_code=entry.get("land", ""),
        )
        enquiry = ask_question(actor=VISITOR, office=office, question=question, code=_code(entry))
    if "answer" not in entry:
        return
    with tenant(adviser.organisation, adviser.account_id), told(entry["answered_ago"]):
        enquiry = answer_enquiry(
            actor=adviser, enquiry=enquiry, text=entry["answer"], version=version_of(enquiry)
        )
        if entry.get("done"):
            mark_done(actor=adviser, enquiry=enquiry)


def _note(adviser: Actor, entry: Told) -> None:
    with tenant(adviser.organisation, adviser.account_id), told(entry["ago"]):
        said = {name: value for name, value in entry.items() if name != "ago"}
        said["topics"] = tuple(said["topics"])
        log_advice(actor=adviser, said=Conversation(on=today(), **said))


def load_questions() -> int:
    """Tell every question, once: what the demonstration's users did with them stays. How many were
    told.
    """
    office, adviser = office_for(LAND), actor_of_cast("edda")
    if office is None:
        return 0
    with tenant(adviser.organisation):
        if Enquiry.objects.exists():
            return 0
    entries = tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))
    for entry in entries["question"]:
        _ask(office, adviser, entry)
    for entry in entries["call"]:
        with told(entry["ago"]):
            ask_for_call(
                actor=VISITOR,
                office=office,
                number=entry["number"],
                reachable=entry["reachable"],
                spoken=entry["spoken"],
            )
    for entry in entries["conversation"]:
        _note(adviser, entry)
    return len(entries["question"])
