"""Samples of the addresses of the Länder: (things, body). The office of the tests has a
draft of Musterland.
"""

from typing import Any, Final

from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.lands.actions import begin_draft, publish_draft, write_entry
from nahtlos.lands.models import LandEntry, LandProfile
from nahtlos.lands.queries import Draft, draft_of
from nahtlos.lands.rules.entries import Entry, EntryState
from tests.cast import actor

OFFICE: Final = "role:coordination"
LAND: Final = "MU"


def entry_of(who: str, key: str) -> LandEntry:
    """The answer to KEY in the draft of WHO."""
    return draft(who).row.entries.get(key=key)


def draft(who: str = OFFICE) -> Draft:
    """The draft of WHO."""
    office = actor(who)
    with tenant(office.organisation, office.account_id):
        return draft_of(office, LAND)


def write(value: str, *, who: str = OFFICE, key: str = "leave", **more: Any) -> None:
    """WHO writes VALUE into the draft, unchecked."""
    office = actor(who)
    entry = Entry(key, EntryState.UNCHECKED, value, **more)
    with tenant(office.organisation, office.account_id):
        version = version_of(entry_of(who, key))
        write_entry(actor=office, land=LAND, entry=entry, version=version)


def begin(who: str = OFFICE) -> LandProfile:
    """WHO begins a draft."""
    office = actor(who)
    with tenant(office.organisation, office.account_id):
        return begin_draft(actor=office, land=LAND)


def publish(says: str = "Neu gefasst.", who: str = OFFICE) -> LandProfile:
    """WHO publishes her draft."""
    office = actor(who)
    with tenant(office.organisation, office.account_id):
        version = draft(who).version
        return publish_draft(actor=office, land=LAND, says=says, version=version)


def furnish() -> None:
    """A version after Edda's first one, and a draft with one change for the row of the matrix."""
    begin()
    write("Ausgang", source="Rundbrief der Tests")
    publish("Ausgang statt Freistellung.")
    begin()
    write("Freigang")


def _land(key: str) -> dict[str, Any]:
    return {"code": LAND}


def _version(key: str) -> dict[str, Any]:
    return {"code": LAND, "number": 1}


def _entry(key: str) -> dict[str, Any]:
    return {"code": LAND, "key": "leave"}


def _typed(key: str) -> dict[str, Any]:
    return {
        "state": "unchecked",
        "value": "Urlaub",
        "version": version_of(entry_of(OFFICE, "leave")),
    }


def _published(key: str) -> dict[str, Any]:
    return {"says": "Freigang statt Ausgang.", "version": draft().version}


LANDS: dict[str, tuple[Any, ...]] = {
    "lands:list": (),
    "lands:land": (_land,),
    "lands:version": (_version,),
    "lands:begin": (_land,),
    "lands:draft": (_land, _published),
    "lands:catch_up": (_land,),
    "lands:discard": (_land,),
    "lands:entry": (_entry, _typed),
}
