"""Lets the demonstration's coordination office write down what holds in Musterland."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from nahtlos.desk.actions.people import actor_of_cast
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.lands.actions import begin_draft, publish_draft, write_entry
from nahtlos.lands.models import LandProfile
from nahtlos.lands.rules.entries import Entry, EntryState

LANDS: Final = Path(__file__).resolve().parent.parent / "world" / "data" / "lands.toml"


def load_land_profiles() -> int:
    """Write every version, once: what the demonstration's users did with them stays. How many."""
    if LandProfile.objects.exists():
        return 0
    versions = tomllib.loads(LANDS.read_text(encoding="utf-8"))["version"]
    for told in versions:
        actor = actor_of_cast(told["office"])
        with tenant(actor.organisation, actor.account_id):
            _write(actor, told)
    return len(versions)


def _write(actor: Actor, told: Mapping[str, Any]) -> None:
    draft = begin_draft(actor=actor, land=told["land"])
    for one in told["entry"]:
        row = draft.entries.get(key=one["key"])
        write_entry(
            actor=actor,
            land=told["land"],
            entry=Entry(**{"state": EntryState.SEEN, "checked_on": today(), **one}),
            version=version_of(row),
        )
    if "says" in told:
        draft.refresh_from_db()
        version = version_of(draft)
        publish_draft(actor=actor, land=told["land"], says=told["says"], version=version)
