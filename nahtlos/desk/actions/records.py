"""Tells what is written down about the demonstration's persons, through the product's own actions,
on the days it happened.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from nahtlos.cases.models import Case
from nahtlos.desk.actions.people import actor_of_cast
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import today, told
from nahtlos.foundation.tenancy import tenant
from nahtlos.records.actions import (
    ContactMade,
    NoteText,
    agree_rhythm,
    log_contact,
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
            _be_in_touch(actor, case, entry)
    return len(entries)
