"""Tells who had a file years ago, who is away soon and who answers the telephone at night, through
the product's own actions, on the days it happened.
"""

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from nahtlos.cases.actions import (
    NewCase,
    PerhapsThere,
    begin_absence,
    mark_closed,
    merge_clients,
    open_case,
    save_on_call,
)
from nahtlos.cases.models import Case
from nahtlos.cases.queries.merging import version_of_both
from nahtlos.cases.rules.merging import KEPT, QUESTIONS
from nahtlos.desk.actions.people import actor_of_cast
from nahtlos.desk.cast import BY_KEY
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import told
from nahtlos.foundation.tenancy import tenant
from nahtlos.people.models import Absence, Membership
from nahtlos.people.queries import team

RETURNED: Final = Path(__file__).resolve().parent.parent / "world" / "data" / "returned.toml"
Told = Mapping[str, Any]


def load_returned(today: date) -> int:
    """Tell it all, once: what the demonstration's users did with it stays. How many files were
    told.
    """
    home = actor_of_cast("aylin")
    with tenant(home.organisation):
        if Absence.objects.exists():
            return 0
    entries = tomllib.loads(RETURNED.read_text(encoding="utf-8"))
    for entry in entries["file"]:
        _tell_file(entry)
    for entry in entries["absence"]:
        _tell_absence(entry, today)
    _tell_on_call(entries["on_call"])
    return len(entries["file"])


def _tell_file(entry: Told) -> None:
    actor = actor_of_cast(entry["lead"])
    with tenant(actor.organisation, actor.account_id):
        with told(entry["opened_ago"]):
            case = _open(actor, entry)
        with told(entry["closed_ago"]):
            mark_closed(actor=actor, case=case, closing=entry["closing"])
        if "merged_with" in entry:
            with told(entry["merged_ago"]):
                _merge(actor, case, entry)


def _open(actor: Actor, entry: Told) -> Case:
    values = NewCase(
        given_name=entry["given"],
        family_name=entry["family"],
        called=entry["called"],
        born_on=entry["born"],
        external_code=entry.get("external", ""),
    )
    try:
        return open_case(actor=actor, values=values)
    except PerhapsThere as there:
        return open_case(actor=actor, values=values, anyway=there.keys.split())


def _merge(actor: Actor, old: Case, entry: Told) -> None:
    """Put OLD together with the running file of that family name, whose own words stand."""
    mine = Case.objects.visible_to(actor).select_related("client")
    running = next(case for case in mine if case.client.family_name == entry["merged_with"])
    old.client.refresh_from_db()
    merge_clients(
        actor=actor,
        case=running,
        other=old,
        choices=dict.fromkeys(QUESTIONS, KEPT),
        ground=entry["ground"],
        version=version_of_both(running.client, old.client),
    )


def _member(actor: Actor, key: str) -> Membership:
    return team(actor).get(account__email=BY_KEY[key].email)


def _tell_absence(entry: Told, today: date) -> None:
    actor = actor_of_cast(entry["entered_by"])
    with tenant(actor.organisation, actor.account_id):
        begin_absence(
            actor=actor,
            member=_member(actor, entry["who"]),
            deputy=_member(actor, entry["deputy"]),
            first=today + timedelta(days=entry["first_in"]),
            last=today + timedelta(days=entry["last_in"]),
        )


def _tell_on_call(entry: Told) -> None:
    actor = actor_of_cast(entry["entered_by"])
    names = ("function", "phone", "week", "on_holidays", "note")
    with tenant(actor.organisation, actor.account_id):
        values = {name: entry[name] for name in names} | {"exceptions": {}}
        save_on_call(actor=actor, values=values, version="")
