"""Tells the conferences of the demonstration's persons, on the days they were planned and held."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from nahtlos.cases.models import Case
from nahtlos.conferences.actions import (
    add_task,
    answer_invitation,
    ask_by_mail,
    finish_minutes,
    invite_partner,
    note_reply,
    plan_conference,
    write_minutes,
)
from nahtlos.conferences.models import Conference, Invited, InvitedKind
from nahtlos.conferences.policy import ANSWER
from nahtlos.conferences.queries import mailbox_for
from nahtlos.conferences.rules.details import Details
from nahtlos.foundation.access import Actor, Kind, LinkHold
from nahtlos.foundation.clock import BERLIN, told
from nahtlos.foundation.versions import version_of
from nahtlos.organisations.models import Organisation
from nahtlos.people.queries import own_membership

Told = Mapping[str, Any]


def tell_conference(actor: Actor, case: Case, told_of: Told, today: date) -> None:
    """One conference: `held_in` or `held_ago`, planned `ago` days before today."""
    day = today + timedelta(days=told_of.get("held_in", -told_of.get("held_ago", 0)))
    details = Details(
        starts_at=datetime.combine(day, time(10, 0), BERLIN),
        lasts=60,
        way=told_of["way"],
        place=told_of["place"],
    )
    with told(told_of["ago"]):
        one = plan_conference(actor=actor, case=case, details=details)
        for partner in told_of.get("partners", ()):
            invite_partner(
                actor=actor,
                conference=one,
                partner=Organisation.objects.get(key=partner["to"]),
                function=partner["function"],
                basis=partner["basis"],
            )
    for row in one.invited.all():
        reply = told_of.get("replies", {}).get(row.kind, "open")
        note_reply(actor=actor, conference=one, row=row, reply=reply)
    if "by_mail" in told_of:
        _tell_asked(actor, one, told_of["by_mail"])
    _tell_result(actor, one, told_of, today)


def _tell_asked(actor: Actor, one: Conference, by_mail: Told) -> None:
    """Other agencies are asked by mail, `ago` days before today, and answer through the link."""
    for row in one.invited.filter(kind=InvitedKind.PARTNER).select_related("to_organisation"):
        with told(by_mail["ago"]):
            ask_by_mail(actor=actor, conference=one, row=row, address=mailbox_for(row))
        with told(by_mail["answered_ago"]):
            _tell_answer(row, by_mail)


def _tell_answer(row: Invited, by_mail: Told) -> None:
    row.refresh_from_db()
    hold = LinkHold("conference_invitation", row.pk, ANSWER)
    answer_invitation(
        actor=Actor(kind=Kind.LINK, organisation_id=row.organisation_id, link=hold),
        row=row,
        reply=by_mail["reply"],
        words=by_mail["words"],
        version=version_of(row),
    )


def _tell_result(actor: Actor, one: Conference, told_of: Told, today: date) -> None:
    if "minutes" in told_of:
        one.refresh_from_db()
        text, version = told_of["minutes"], version_of(one)
        write_minutes(actor=actor, conference=one, text=text, version=version)
    for task in told_of.get("tasks", ()):
        add_task(
            actor=actor,
            conference=one,
            title=task["title"],
            area=task["area"],
            due_on=today + timedelta(days=task["due_in"]),
            assigned=own_membership(actor),
        )
    if told_of.get("finished"):
        one.refresh_from_db()
        finish_minutes(actor=actor, conference=one, version=version_of(one))
