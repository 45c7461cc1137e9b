"""What the access matrix shows of records: one of everything in three cases, and valid bodies."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from nahtlos.foundation import stamps
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.records.models import (
    AreaStanding,
    Assessment,
    Attachment,
    Contact,
    Goal,
    GoalStep,
    Note,
)
from tests.cast import account, organisation_id
from tests.records_room.made import contact_typed, note_typed
from tests.world import LEADS

Things = Callable[[str], dict[str, Any]]


def of(key: str, model: Any) -> Any:  # noqa: ANN401 (any of the room's things)
    """The thing of MODEL in the case of KEY."""
    lead = account(LEADS[key]).pk
    with tenant(organisation_id(key.partition("#")[0])):
        mine = model.objects.filter(case__members__account_id=lead, case__members__part="lead")
        return mine.select_related("case").order_by("case__client__created_at")[0]


def _code(key: str) -> dict[str, Any]:
    return {"code": of(key, Note).case.code}


def _nothing(key: str) -> dict[str, Any]:
    return {}


def _thing(name: str, model: Any) -> Things:  # noqa: ANN401 (as above)
    def things(key: str) -> dict[str, Any]:
        found = of(key, model)
        return {"code": found.case.code, name: found.code}

    return things


def _area(key: str) -> dict[str, Any]:
    return {**_assessment(key), "area": "WOH"}


def _letter() -> SimpleUploadedFile:
    return SimpleUploadedFile("brief.txt", b"Ein Brief", content_type="text/plain")


def _goal_step(key: str) -> GoalStep:
    with tenant(organisation_id(key.partition("#")[0])):
        return GoalStep.objects.get(goal=of(key, Goal))


def _step(key: str) -> dict[str, Any]:
    return {**_goal(key), "step": _goal_step(key).code}


def _standing(key: str) -> AreaStanding:
    with tenant(organisation_id(key.partition("#")[0])):
        return AreaStanding.objects.get(assessment=of(key, Assessment), area="WOH")


_file = _thing("attachment", Attachment)
_note, _contact = _thing("note", Note), _thing("contact", Contact)
_assessment, _goal = _thing("assessment", Assessment), _thing("goal", Goal)

# {address: what a `Sample` is made of}
RECORDS: dict[str, tuple[Things, ...]] = {
    "records:hours": (_nothing,),
    "records:journal": (_code,),
    "records:new_note": (_code, lambda key: note_typed(stamp=stamps.issue())),
    "records:note": (
        _note,
        lambda key: note_typed(text="Etwas anderes.", version=version_of(of(key, Note))),
    ),
    "records:remove_note": (_note,),
    "records:save_draft": (_code, lambda key: note_typed(entwurf="note")),
    "records:discard_draft": (_code, lambda key: {"entwurf": "note"}),
    "records:new_contact": (_code, lambda key: contact_typed(stamp=stamps.issue())),
    "records:contact": (
        _contact,
        lambda key: contact_typed(minutes_1="25", version=version_of(of(key, Contact))),
    ),
    "records:remove_contact": (_contact,),
    "records:areas": (_code,),
    "records:begin": (_code, lambda key: {"age_group": "adult"}),
    "records:area": (
        _area,
        lambda key: {"self_view": "clarifying", "version": version_of(_standing(key))},
    ),
    "records:finish": (_assessment,),
    "records:goals": (_code,),
    "records:goals_sheet": (_code,),
    "records:new_goal": (_code, lambda key: {"words": "Arbeit", "stamp": stamps.issue()}),
    "records:goal": (
        _goal,
        lambda key: {
            "words": "Arbeit",
            "state": "reached",
            "version": version_of(of(key, Goal)),
        },
    ),
    "records:new_goal_step": (
        _goal,
        lambda key: {"words": "Anrufen", "stamp": stamps.issue()},
    ),
    "records:goal_step": (
        _step,
        lambda key: {
            "words": "Anrufen",
            "state": "reached",
            "version": version_of(_goal_step(key)),
        },
    ),
    "records:files": (_code, lambda key: {"file": _letter(), "stamp": stamps.issue()}),
    "records:file": (_file,),
    "records:remove_file": (_file,),
    "records:rhythm": (_code, lambda key: {"every_days": "7", "version": ""}),
}
