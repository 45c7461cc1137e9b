"""The conferences of a case, for those who are on it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from nahtlos.cases.models import Case, CaseMember, Step, StepState
from nahtlos.cases.queries import members_of
from nahtlos.conferences.models import (
    Basis,
    Conference,
    ConferenceState,
    Invited,
    InvitedKind,
    Reply,
    Way,
)
from nahtlos.conferences.rules.calendar import Meeting
from nahtlos.conferences.rules.details import Details
from nahtlos.conferences.rules.door import Opening, opening
from nahtlos.conferences.rules.invitation import Invitation
from nahtlos.consents.queries import consents_of
from nahtlos.foundation import letters
from nahtlos.foundation.access import LinkHold
from nahtlos.foundation.clock import BERLIN, now
from nahtlos.foundation.versions import version_of
from nahtlos.lands.queries import terms_of
from nahtlos.organisations.queries import common_mailbox

# What the meeting is called where the Land has no word of its own, or nobody knows it.
USUAL: Final = "Eingliederungskonferenz"
# The extent a consent must have so that people may sit at one table.
TALK: Final = "talk"


def name_in(land: str) -> str:
    """What a conference is called in LAND."""
    known = terms_of(land).get("conference")
    return known.said if known else USUAL


def conferences_of(case: Case) -> QuerySet[Conference]:
    """Those of a case the caller has fetched, the newest first."""
    rows = Conference.objects.filter(organisation_id=case.organisation_id, case=case)
    found: QuerySet[Conference] = rows.order_by("-starts_at", "code")
    return found


def conference_of(case: Case, code: str) -> Conference:
    """One of them; Conference.DoesNotExist."""
    return conferences_of(case).get(code=code)


def talking_partners(case: Case, conference: Conference) -> frozenset[UUID]:
    """The agencies with whom a consent in force allows talking on the day of CONFERENCE."""
    day = conference.starts_at.astimezone(BERLIN).date()
    return frozenset(
        consent.to_organisation_id
        for consent in consents_of(case)
        if consent.is_in_force(day) and TALK in consent.extent
    )


def ends_at(conference: Conference) -> datetime:
    """The instant at which CONFERENCE is meant to be over."""
    return conference.starts_at + timedelta(minutes=conference.lasts)


def is_wanted(row: Invited, conference: Conference) -> bool:
    """Whether ROW may still come: the case runs, the colleague is on it, the consent covers the day
    where it is what the invitation rests on.
    """
    case = conference.case
    if case.closed_on:
        return False
    if row.membership_id:
        now_on_it = CaseMember.objects.filter(case=case, until=None)
        return now_on_it.filter(membership_id=row.membership_id).exists()
    return row.basis != Basis.CONSENT or row.to_organisation_id in talking_partners(
        case, conference
    )


def opening_of(row: Invited, conference: Conference) -> Opening:
    """What the link of ROW opens now, as far as the conference goes."""
    return opening(
        state=conference.state,
        ends_at=ends_at(conference),
        now=now(),
        wanted=is_wanted(row, conference),
    )


@dataclass(frozen=True, slots=True)
class InvitedLine:
    """Somebody at the table. detail: where she comes from. doubt: no consent covers her on that day
    any more. waiting: a letter to her has not gone out yet.
    """

    row: Invited
    name: str
    detail: str
    doubt: bool
    waiting: bool = False

    @property
    def words(self) -> str:
        """What she wrote beside her answer."""
        return str(self.row.words or "")

    @property
    def reply_label(self) -> str:
        """What she said, in German."""
        return str(Reply(self.row.reply).label)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A step that was agreed."""

    step: Step
    title: str
    assigned: str

    @property
    def state_label(self) -> str:
        """Where it stands, in German."""
        return str(StepState(self.step.state).label)


@dataclass(frozen=True, slots=True)
class ConferencePage:
    """A conference with everything on its page."""

    conference: Conference
    invited: tuple[InvitedLine, ...]
    tasks: tuple[TaskLine, ...]

    @property
    def planned(self) -> bool:
        """Whether it can still be changed."""
        return self.conference.state == ConferenceState.PLANNED

    @property
    def over(self) -> bool:
        """Whether its time has passed."""
        return ends_at(self.conference) <= now()

    @property
    def coming(self) -> int:
        """How many said that they come or send somebody."""
        there = (Reply.COMES, Reply.SENDS)
        return len([line for line in self.invited if line.row.reply in there])


def conference_page(case: Case, conference: Conference) -> ConferencePage:
    """CONFERENCE of CASE, which `case_for` fetched; three statements, one more where somebody was
    asked by mail.
    """
    rows = list(conference.invited.select_related("membership__account", "to_organisation"))
    partners = talking_partners(case, conference)
    asked = [row.pk for row in rows if row.asked_at]
    waiting = letters.unsent(asked) if asked else frozenset()
    lines = [replace(_line(row, case, partners), waiting=row.pk in waiting) for row in rows]
    order = InvitedKind.values
    names = {m.membership_id: m.membership.account.name for m in case.members.all()}
    return ConferencePage(
        conference=conference,
        invited=tuple(sorted(lines, key=lambda one: (order.index(one.row.kind), one.name))),
        tasks=tuple(_task(task.step, names) for task in conference.tasks.select_related("step")),
    )


def _line(row: Invited, case: Case, partners: frozenset[UUID]) -> InvitedLine:
    if row.kind == InvitedKind.PERSON:
        return InvitedLine(row, case.client.shown_name, str(InvitedKind.PERSON.label), False)
    if row.membership is not None:
        return InvitedLine(row, row.membership.account.name, "", False)
    doubt = row.basis == Basis.CONSENT and row.to_organisation_id not in partners
    detail = f"{row.function} · {Basis(row.basis).label}"
    name = row.to_organisation.name if row.to_organisation else ""
    return InvitedLine(row, name, detail, doubt)


def _task(step: Step, names: Mapping[UUID, str]) -> TaskLine:
    assigned = names.get(step.assigned_id, "") if step.assigned_id else ""
    return TaskLine(step, str(step.title), assigned)


def invited_to(conference: Conference, key: UUID) -> Invited:
    """One line of the list of CONFERENCE; Invited.DoesNotExist."""
    rows = conference.invited.select_related("membership__account", "to_organisation")
    return rows.get(pk=key)


def member_choices(case: Case, conference: Conference) -> list[tuple[str, str]]:
    """(code, name) of those who are on the case and not invited yet."""
    there = set(conference.invited.values_list("membership__code", flat=True))
    return [(line.code, line.name) for line in members_of(case) if line.code not in there]


def mailbox_for(row: Invited) -> str:
    """Where an invitation of ROW would go: where it went before, else to the agency's mailbox."""
    if row.membership is not None:
        return str(row.membership.account.email)
    known = str(row.address or "")
    return known or (common_mailbox(row.to_organisation) if row.to_organisation else "")


def invitation_of(conference: Conference, row: Invited) -> Invitation:
    """What asks ROW to come, on paper and behind the link, from the organisation that invites."""
    home = conference.organisation
    agency = f"{row.to_organisation.name}, {row.function}" if row.to_organisation else ""
    colleague = row.membership.account.name if row.membership else ""
    return Invitation(
        to=agency or colleague,
        details=Details(
            starts_at=conference.starts_at.astimezone(BERLIN),
            lasts=conference.lasts,
            way=conference.way,
            place=conference.place or "",
        ),
        way=str(Way(conference.way).label),
        home=home.name,
        phone=home.phone,
        number=conference.code,
    )


@dataclass(frozen=True, slots=True)
class AskedPage:
    """What the link of an invitation shows. reply: what was answered so far; version: for the
    hidden field.
    """

    row: Invited
    invitation: Invitation
    opening: Opening
    reply: str
    reply_label: str
    words: str
    version: str

    @property
    def answered(self) -> bool:
        """Whether there is an answer that counts."""
        return self.reply != Reply.OPEN


def asked_page(link: LinkHold) -> AskedPage:
    """The invitation behind LINK, inside its organisation; Invited.DoesNotExist where somebody was
    taken off the list.
    """
    found = Invited.objects.select_related(
        "conference__case",
        "conference__organisation",
        "membership__account",
        "to_organisation",
    )
    row = found.get(pk=link.object_id)
    conference = row.conference
    return AskedPage(
        row=row,
        invitation=invitation_of(conference, row),
        opening=opening_of(row, conference),
        reply=row.reply,
        reply_label=str(Reply(row.reply).label),
        words=str(row.words or ""),
        version=version_of(row),
    )


def meeting_of(conference: Conference, page: str) -> Meeting:
    """CONFERENCE for a calendar; PAGE is where it is found."""
    return Meeting(
        key=conference.pk,
        starts_at=conference.starts_at,
        lasts=conference.lasts,
        changed_at=conference.changed_at,
        page=page,
        cancelled=conference.state == ConferenceState.CANCELLED,
    )
