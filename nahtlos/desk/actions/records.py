"""Tells what is written down about the demonstration's persons, through the product's own actions,
on the days it happened.
"""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from nahtlos.cases.models import Case
from nahtlos.desk.actions.people import actor_of_cast
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import today, told
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.records.actions import (
    AreaViews,
    ContactMade,
    NoteText,
    StepWords,
    add_goal_step,
    agree_rhythm,
    attach,
    begin_assessment,
    change_goal,
    finish_assessment,
    log_contact,
    save_area,
    set_goal,
    write_note,
)
from nahtlos.records.models import Contact
from nahtlos.records.rules.contact import Agreed

RECORDS: Final = Path(__file__).resolve().parent.parent / "world" / "data" / "records.toml"
Told = Mapping[str, Any]


def _case(actor: Actor, called: str) -> Case:
    cases = Case.objects.visible_to(actor).select_related("client")
    return next(case for case in cases if case.client.called == called)


def _write(actor: Actor, case: Case, entry: Told) -> None:
    for note in entry.get("notes", ()):
        with told(note["ago"]):
            values = NoteText(note["kind"], note["concerned"], today(), note["text"])
            write_note(actor=actor, case=case, values=values)


def _bring(actor: Actor, case: Case, entry: Told) -> None:
    for file in entry.get("files", ()):
        with told(file["ago"]):
            attach(actor=actor, case=case, name=file["name"], content=file["text"].encode())


def _be_in_touch(actor: Actor, case: Case, entry: Told) -> None:
    if "rhythm" in entry:
        agreed = Agreed(every_days=entry["rhythm"])
        agree_rhythm(actor=actor, case=case, agreed=agreed, quiet=False, version="")
    for one in entry.get("contacts", ()):
        with told(one["ago"]):
            values = ContactMade(
                on=today(),
                channel=one["channel"],
                concerned=one.get("concerned", "client"),
                reached=one.get("reached", True),
                minutes=one.get("minutes", {}),
                note=one.get("note", ""),
            )
            log_contact(actor=actor, case=case, values=values)
    if "quiet_ago" in entry:
        with told(entry["quiet_ago"]):
            agree_rhythm(actor=actor, case=case, agreed=Agreed(), quiet=True, version="")


def _go_through(actor: Actor, case: Case, entry: Told) -> None:
    for one in entry.get("assessments", ()):
        with told(one["ago"]):
            begun = begin_assessment(actor=actor, case=case, age_group="adult")
            for area, (own, professional) in one["areas"].items():
                views = AreaViews(own, professional)
                save_area(
                    actor=actor, case=case, code=begun.code, area=area, views=views, version=""
                )
            if not one.get("open"):
                finish_assessment(actor=actor, case=case, code=begun.code)


def _wish(actor: Actor, case: Case, entry: Told) -> None:
    for one in entry.get("goals", ()):
        with told(one["ago"]):
            goal = set_goal(actor=actor, case=case, words=one["words"])
            if "state" in one:
                version = version_of(goal)
                change_goal(
                    actor=actor,
                    case=case,
                    code=goal.code,
                    words=goal.words,
                    state=one["state"],
                    version=version,
                )
        for step in one.get("steps", ()):
            due_on = today() + timedelta(days=step["due_in"]) if "due_in" in step else None
            values = StepWords(step["words"], due_on, step.get("state", "open"))
            add_goal_step(actor=actor, case=case, code=goal.code, values=values)


def load_records() -> int:
    """Tell everything, once: what the demonstration's users did with it stays. How many cases were
    told of.
    """
    with tenant(actor_of_cast("aylin").organisation):
        if Contact.objects.exists():
            return 0
    entries = tomllib.loads(RECORDS.read_text(encoding="utf-8"))["case"]
    for entry in entries:
        actor = actor_of_cast(entry["lead"])
        with tenant(actor.organisation, actor.account_id):
            case = _case(actor, entry["called"])
            _write(actor, case, entry)
            _bring(actor, case, entry)
            _be_in_touch(actor, case, entry)
            _go_through(actor, case, entry)
            _wish(actor, case, entry)
    return len(entries)
