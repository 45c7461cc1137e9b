"""Samples of the addresses of conferences: (things, body). Each case of the matrix has one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from nahtlos.conferences.models import Conference, Invited
from nahtlos.conferences.policy import ANSWER
from nahtlos.conferences.rules.details import Details
from nahtlos.desk.cast import HOME
from nahtlos.foundation import links, stamps
from nahtlos.foundation.clock import in_days, now, today
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.organisations.models import Organisation
from nahtlos.people.models import Membership
from tests.cast import FOREIGN, account, organisation, organisation_id
from tests.world import CONFERENCE_SAID, LEADS


def details(**more: Any) -> Details:
    """Yesterday at this hour, in a room."""
    values = {"starts_at": now() - timedelta(days=1), "lasts": 60, "way": "in_person"}
    return Details(**{**values, "place": "Raum 3", **more})


def conference(key: str) -> Conference:
    """The one in the case of KEY."""
    lead = account(LEADS[key]).pk
    with tenant(organisation_id(key.partition("#")[0])):
        rows = Conference.objects.filter(
            case__members__account_id=lead, case__members__part="lead"
        ).select_related("case")
        found: Conference = next(one for one in rows if one.minutes == CONFERENCE_SAID)
        return found


def _case(key: str) -> dict[str, Any]:
    return {"code": conference(key).case.code}


def _one(key: str) -> dict[str, Any]:
    found = conference(key)
    return {"code": found.case.code, "conference": found.code}


def _who(key: str) -> dict[str, Any]:
    with tenant(organisation_id(key.partition("#")[0])):
        return {**_one(key), "who": conference(key).invited.get(kind="member").pk}


def _details(key: str) -> dict[str, Any]:
    day = today() + timedelta(days=7)
    return {"day": f"{day:%d.%m.%Y}", "hour": "10:30", "lasts": 60, "way": "phone"}


def invited_partner(key: str) -> Invited:
    """Another agency at the table of the one in the case of KEY, asked by mail."""
    found = conference(key)
    there = organisation(FOREIGN if key != FOREIGN else HOME)
    with tenant(found.organisation_id):
        Conference.objects.filter(pk=found.pk).update(starts_at=now() + timedelta(days=3))
        row, _made = Invited.objects.get_or_create(
            organisation_id=found.organisation_id,
            conference_id=found.pk,
            kind="partner",
            to_organisation=there,
            defaults={
                "function": "Aufnahme",
                "basis": "herself",
                "asked_at": now(),
                "changed_at": now(),
            },
        )
        return row


def token_of(row: Invited, days: int = 4) -> str:
    """A fresh link to the invitation."""
    with tenant(row.organisation_id):
        return links.issue("conference_invitation", row.pk, ANSWER, in_days(days))


def _asked(key: str) -> dict[str, Any]:
    found = conference(key)
    return {
        "code": found.case.code,
        "conference": found.code,
        "who": invited_partner(key).pk,
    }


def _answer(key: str) -> dict[str, Any]:
    version = version_of(invited_partner(key))
    return {"reply": "sends", "words": "Herr B.", "version": version, "stamp": stamps.issue()}


def _new(key: str) -> dict[str, Any]:
    return {**_details(key), "stamp": stamps.issue()}


def _change(key: str) -> dict[str, Any]:
    return {**_details(key), "version": version_of(conference(key))}


def _version(key: str) -> dict[str, Any]:
    return {"version": version_of(conference(key))}


def _lead(key: str) -> str:
    with tenant(organisation_id(key.partition("#")[0])):
        rows = Membership.objects.filter(account=account(LEADS[key]), ended_on=None)
        return str(rows[0].code)


def _partner(key: str) -> dict[str, Any]:
    there: Organisation = organisation(FOREIGN)
    return {"partner": there.slug, "function": "Aufnahme", "basis": "herself"}


def _task(key: str) -> dict[str, Any]:
    day = today() + timedelta(days=7)
    return {
        "title": "Bett für Wunibald",
        "area": "WOH",
        "assigned": _lead(key),
        "due_on": f"{day:%d.%m.%Y}",
        "stamp": stamps.issue(),
    }


def _minutes(key: str) -> dict[str, Any]:
    return {"text": "Anders besprochen.", **_version(key)}


def _reply(key: str) -> dict[str, Any]:
    return {"reply": "stays_away"}


CONFERENCES: dict[str, tuple[Callable[[str], dict[str, Any]], ...]] = {
    "conferences:list": (_case,),
    "conferences:new": (_case, _new),
    "conferences:conference": (_one,),
    "conferences:change": (_one, _change),
    "conferences:cancel": (_one,),
    "conferences:invite_member": (_one, lambda key: {"member": _lead(key)}),
    "conferences:invite_partner": (_one, _partner),
    "conferences:invited": (_who, _reply),
    "conferences:invitation": (_who,),
    "conferences:ask": (
        _asked,
        lambda key: {"address": "einlass@stelle.example", "stamp": stamps.issue()},
    ),
    "meet:invitation": (lambda key: {"token": token_of(invited_partner(key))}, _answer),
    "conferences:minutes": (_one, _minutes),
    "conferences:finish": (_one, _version),
    "conferences:new_task": (_one, _task),
    "conferences:calendar": (_one,),
}
