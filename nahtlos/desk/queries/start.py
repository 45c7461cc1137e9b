"""The start page: who waits for whom, what comes in the next days, what wants looking after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from nahtlos.cases.policy import can_see_roster, can_work_on_cases
from nahtlos.cases.queries import (
    LANES,
    CaseLine,
    Caseload,
    DueStep,
    RosterLine,
    caseload,
    due_soon,
    roster,
    roster_counts,
)
from nahtlos.cases.rules.planning import Standing
from nahtlos.directory.models import OfferState
from nahtlos.directory.policy import can_edit_offers, can_see_feedback
from nahtlos.directory.queries.own import feedback_for, own_offers
from nahtlos.foundation.access import Actor
from nahtlos.foundation.provenance import STALE_AFTER
from nahtlos.intake.policy import can_advise
from nahtlos.intake.queries.calls import call_backs
from nahtlos.intake.queries.inbox import open_enquiries
from nahtlos.organisations.policy import can_edit_contacts
from nahtlos.organisations.queries import own_contacts
from nahtlos.people.policy import can_manage_team
from nahtlos.people.queries import open_invitations
from nahtlos.records.queries import DueContact, due_contacts
from nahtlos.referrals.policy import can_see_inbox
from nahtlos.referrals.queries import WaitingBoard, waiting
from nahtlos.upkeep.policy import can_answer_reports
from nahtlos.upkeep.queries.reports import waiting_reports

CAPACITY_FADES = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits: how many, what, since when, and where one does it."""

    count: int
    text: str
    since: date | None
    url: str


def _offer_tasks(actor: Actor, today: date) -> list[Task]:
    offers = [o for o in own_offers(actor) if o.state != OfferState.ENDED]
    url = reverse("offers:list")
    old = [
        o for o in offers if o.state == OfferState.PUBLISHED and _is_old(o.facts.checked_on, today)
    ]
    faded = [
        o
        for o in offers
        if o.state == OfferState.PUBLISHED
        and o.capacity_on
        and today - o.capacity_on > CAPACITY_FADES
    ]
    drafts = [o for o in offers if o.state == OfferState.DRAFT]
    return [
        Task(
            len(old),
            "Angebote warten auf Ihr „stimmt noch“",
            _oldest([o.facts.checked_on for o in old]),
            url,
        ),
        Task(
            len(faded),
            "Angaben zu freien Plätzen sind nicht mehr aktuell",
            _oldest([o.capacity_on for o in faded]),
            url,
        ),
        Task(len(drafts), "Entwürfe sind noch nicht veröffentlicht", None, url),
    ]


def _is_old(day: date | None, today: date) -> bool:
    return day is None or today - day > STALE_AFTER


def _oldest(days: list[date | None]) -> date | None:
    return min((day for day in days if day), default=None)


def waiting_for(actor: Actor, today: date) -> list[Task]:
    """What waits for ACTOR, only what she can do something about; empty things are left out."""
    tasks: list[Task] = []
    if can_edit_offers(actor):
        tasks += _offer_tasks(actor, today)
    if can_edit_contacts(actor):
        old = [c for c in own_contacts(actor) if _is_old(c.confirmed_on, today)]
        tasks.append(
            Task(
                len(old),
                "Ansprechpersonen sind nicht bestätigt",
                _oldest([c.confirmed_on for c in old]),
                reverse("organisations:own"),
            )
        )
    if can_manage_team(actor):
        invited = list(open_invitations(actor))
        since = _oldest([i.invited_at.date() for i in invited])
        tasks.append(
            Task(
                len(invited),
                "Einladungen sind noch nicht angenommen",
                since,
                reverse("people:team"),
            )
        )
    if can_advise(actor):
        asked = list(open_enquiries(actor, today))
        since = _oldest([e.received_at.date() for e in asked])
        tasks.append(
            Task(len(asked), "Fragen ohne Namen warten auf Antwort", since, reverse("intake:inbox"))
        )
        calls = list(call_backs(actor, today).values_list("asked_at", flat=True))
        since = _oldest([at.date() for at in calls])
        tasks.append(
            Task(
                len(calls), "Menschen möchten angerufen werden", since, reverse("intake:call_backs")
            )
        )
    if can_see_feedback(actor):
        reported = list(feedback_for(actor).filter(done_at=None))
        since = _oldest([f.received_at.date() for f in reported])
        tasks.append(
            Task(
                len(reported),
                "Rückmeldungen aus der Öffentlichkeit sind offen",
                since,
                reverse("offers:feedback"),
            )
        )
    tasks += _report_tasks(actor, today)
    return [task for task in tasks if task.count]


def _report_tasks(actor: Actor, today: date) -> list[Task]:
    if not can_answer_reports(actor):
        return []
    days = waiting_reports(actor, today)
    text = "Hinweise zu Angaben warten auf Sie"
    return [Task(len(days), text, min(days, default=None), reverse("upkeep:reports"))]


SOON = 14
QUARTER = 90


@dataclass(frozen=True, slots=True)
class Lane:
    """One of the three lanes of the caseload, with how many are in it."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class TeamLoad:
    """Who leads how many, how many cases have no deputy, and which wait longest; without names of
    persons.
    """

    by_lead: Mapping[str, int]
    without_deputy: int
    waits: tuple[RosterLine, ...]


@dataclass(frozen=True, slots=True)
class StartPage:
    """What a day begins with, by what the actor's roles let her do.

    board: None for who neither accompanies people nor answers requests. lanes: of her cases. due:
    steps of the next fortnight. late: how many are over their day. leaving: who comes out within
    ninety days. team: for the Fachleitung. tasks: what of the directory waits.
    contacts: with whom it is time to be in touch again.
    """

    board: WaitingBoard | None
    lanes: tuple[Lane, ...]
    due: tuple[DueStep, ...]
    late: int
    leaving: tuple[CaseLine, ...]
    team: TeamLoad | None
    tasks: tuple[Task, ...]
    contacts: tuple[DueContact, ...]

    @property
    def late_words(self) -> str:
        """How many steps are over their day."""
        return (
            "1 Schritt ist überfällig"
            if self.late == 1
            else f"{self.late} Schritte sind überfällig"
        )


def start_page(actor: Actor, today: date) -> StartPage:
    """The start page of ACTOR; parts that are not hers are left out."""
    works, answers = bool(can_work_on_cases(actor)), bool(can_see_inbox(actor))
    leaving = caseload(actor, order="release", within_days=QUARTER) if works else None
    steps = due_soon(actor, SOON) if works else []
    return StartPage(
        board=waiting(actor, today) if works or answers else None,
        lanes=_lanes(leaving),
        due=tuple(step for step in steps if step.due_on >= today),
        late=len([step for step in steps if step.standing is Standing.OVERDUE]),
        leaving=leaving.lines if leaving else (),
        team=_team(actor),
        tasks=tuple(waiting_for(actor, today)),
        contacts=tuple(due_contacts(actor, today)) if works else (),
    )


def _lanes(load: Caseload | None) -> tuple[Lane, ...]:
    if load is None or not load.total:
        return ()
    shown = [key for key in LANES if key != "closed"]
    return tuple(Lane(key, LANES[key], load.counts[key]) for key in shown)


def _team(actor: Actor) -> TeamLoad | None:
    if not can_see_roster(actor):
        return None
    counts = roster_counts(actor)
    waits = sorted(
        (line for line in roster(actor).lines if line.waiting_since),
        key=lambda line: str(line.waiting_since),
    )
    return TeamLoad(counts.by_lead, counts.without_deputy, tuple(waits[:8]))
