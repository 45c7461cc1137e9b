"""Samples of the addresses of the room. In the matrix the coach took the tables."""

from collections.abc import Callable
from typing import Any

from nahtlos.desk.cast import HOME
from nahtlos.foundation import stamps
from nahtlos.foundation.tenancy import tenant
from nahtlos.lookout import actions
from tests.cast import actor


def _table(key: str) -> dict[str, Any]:
    who = actor("role:coach" if key == HOME else "role:foreign")
    with tenant(who.organisation, who.account_id):
        return {"code": actions.take_table(actor=who, word="begleitungen", words={}).code}


def _feed(key: str) -> dict[str, Any]:
    who = actor("role:coach" if key == HOME else "role:foreign")
    with tenant(who.organisation, who.account_id):
        return {"token": actions.issue_feed(actor=who)}


def _look(key: str) -> dict[str, Any]:
    who = actor("role:coach" if key == HOME else "role:foreign")
    with tenant(who.organisation, who.account_id):
        return {"code": actions.keep_look(actor=who, name="Probe", words={}).code}


# {name of the address: (things, body)}
LOOKOUT: dict[str, tuple[Callable[[str], dict[str, Any]], Callable[[str], dict[str, Any]]]] = {
    "lookout:tables": (
        lambda key: {},
        lambda key: {"liste": "begleitungen", "stamp": stamps.issue()},
    ),
    "lookout:table": (_table, lambda key: {"form": "csv"}),
    "lookout:ahead": (lambda key: {}, lambda key: {}),
    "lookout:keep_look": (lambda key: {}, lambda key: {"name": "Ohne Plan", "luecke": "plan"}),
    "lookout:forget_look": (_look, lambda key: {}),
    "lookout:calendar": (lambda key: {}, lambda key: {}),
    "lookout:end_calendar": (lambda key: {}, lambda key: {}),
    "out:feed": (_feed, lambda key: {}),
    "lookout:delete_table": (_table, lambda key: {}),
}
