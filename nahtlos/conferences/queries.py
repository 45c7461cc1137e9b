"""The conferences of a case, for those who are on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from nahtlos.cases.models import Case, Step, StepState
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
from nahtlos.conferences.rules.invitation import Invitation
from nahtlos.consents.queries import consents_of
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import BERLIN
from nahtlos.lands.queries import terms_of
from nahtlos.organisations.queries import own_organisation

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


@dataclass(frozen=True, slots=True)
class InvitedLine:
    """Somebody at the table. detail: where she comes from. doubt: no consent covers her on that day
    any more.
    """

    row: Invited
    name: str
    detail: str
    doubt: bool

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
    def coming(self) -> int:
        """How many said that they come."""
        return len([line for line in self.invited if line.row.reply == Reply.COMES])


def conference_page(case: Case, conference: Conference) -> ConferencePage:
    """CONFERENCE of CASE, which `case_for` fetched; three statements."""
    rows = conference.invited.select_related("membership__account", "to_organisation")
    partners = talking_partners(case, conference)
    lines = [_line(row, case, partners) for row in rows]
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
    return conference.invited.get(pk=key)


def member_choices(case: Case, conference: Conference) -> list[tuple[str, str]]:
    """(code, name) of those who are on the case and not invited yet."""
    there = set(conference.invited.values_list("membership__code", flat=True))
    return [(line.code, line.name) for line in members_of(case) if line.code not in there]


def invitation_of(actor: Actor, conference: Conference, row: Invited) -> Invitation:
    """The paper that asks ROW to come, from ACTOR's organisation."""
    home = own_organisation(actor)
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
