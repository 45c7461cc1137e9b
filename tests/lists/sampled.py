"""Samples of the addresses of the room. In the matrix the coach brought the lists in."""

from collections.abc import Callable
from typing import Any

from nahtlos.desk.cast import HOME
from nahtlos.foundation import stamps
from nahtlos.foundation.tenancy import tenant
from nahtlos.lists import actions
from nahtlos.lists.actions.receiving import Received
from nahtlos.lists.models import ReleaseList
from tests.cast import actor

HEADINGS = ("Buchnummer", "Nachname", "Vorname", "Entlassung")
LINES = ((2, ("ZZ 900/26", "Zuletzt", "Zora", "30.11.2099")),)


def _received(key: str) -> tuple[Any, ReleaseList]:
    who = actor("role:coach" if key == HOME else "role:foreign")
    with tenant(who.organisation, who.account_id):
        run = actions.receive_list(
            actor=who, received=Received(HEADINGS, LINES), prison_code="MU-01"
        )
    return who, run


def _run(key: str) -> dict[str, Any]:
    return {"code": _received(key)[1].code}


def _written(key: str) -> dict[str, Any]:
    who, run = _received(key)
    with tenant(who.organisation, who.account_id):
        actions.start_list(actor=who, run=run)
    return {"code": run.code}


# {name of the address: (things, body)}
LISTS: dict[str, tuple[Callable[[str], dict[str, Any]], Callable[[str], dict[str, Any]]]] = {
    "lists:new": (
        lambda key: {},
        lambda key: {
            "zeilen": "4711\tNiemand\tNora\t1.2.2031",
            "anstalt": "MU-01",
            "stamp": stamps.issue(),
        },
    ),
    "lists:list": (_run, lambda key: {}),
    "lists:columns": (
        _run,
        lambda key: {
            "spalte0": "nummer",
            "spalte1": "familienname",
            "spalte2": "vorname",
            "spalte3": "entlassung",
        },
    ),
    "lists:choose": (_run, lambda key: {"zeile2": "new"}),
    "lists:start": (_run, lambda key: {}),
    "lists:undo": (_written, lambda key: {}),
}
