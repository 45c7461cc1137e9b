"""What composed pages show: tasks of the start page, the log, the postbox of the demonstration."""

import email
import email.policy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from nahtlos.directory.models import OfferState
from nahtlos.directory.policy import can_edit_offers, can_see_feedback
from nahtlos.directory.queries.own import feedback_for, own_offers
from nahtlos.foundation.access import Actor
from nahtlos.foundation.models import AuditEntry
from nahtlos.foundation.provenance import STALE_AFTER
from nahtlos.organisations.models import Organisation
from nahtlos.organisations.policy import can_edit_contacts
from nahtlos.organisations.queries import own_contacts
from nahtlos.people.policy import can_manage_team
from nahtlos.people.queries import account_names, open_invitations

PUBLIC_FACTS = ("name", "street", "postcode", "city", "phone", "email")
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
    return [task for task in tasks if task.count]


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry of the chain in words."""

    number: int | None
    at: datetime
    who: str
    verb: str
    thing: str
    code: str


VERBS = {
    "denied": "Zugriff abgelehnt",
    "signed_in": "angemeldet",
    "invited": "eingeladen",
    "invitation_withdrawn": "Einladung zurückgezogen",
    "joined": "beigetreten",
    "roles_changed": "Rollen geändert",
    "membership_ended": "Mitgliedschaft beendet",
    "created": "angelegt",
    "changed": "geändert",
    "confirmed": "bestätigt",
    "published": "veröffentlicht",
    "ended": "beendet",
    "imported": "eingelesen",
    "handed_over": "übergeben",
    "received": "eingegangen",
}
KINDS = {
    "job": "automatisch",
    "link": "über einen Link",
    "visitor": "Öffentlichkeit",
    "staff": "Team",
}


def log_lines(actor: Actor, page: int, size: int = 50) -> list[LogLine]:
    """One page of the organisation's chain, the newest first; one entry more than SIZE tells that
    there is another page.
    """
    rows: QuerySet[AuditEntry] = AuditEntry.objects.visible_to(actor).order_by("-at", "-id")
    names = account_names(actor)
    start = (page - 1) * size
    return [
        LogLine(
            row.number, row.at, _who(row, names), VERBS.get(row.verb, row.verb), row.thing, row.code
        )
        for row in rows[start : start + size + 1]
    ]


def _who(row: AuditEntry, names: dict[UUID, str]) -> str:
    if row.account_id:
        return names.get(row.account_id, "ehemals im Team")
    return KINDS.get(row.kind, row.kind)


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs this installation, as the legal pages name it; empty texts are said to be
    missing.
    """

    organisation: Organisation | None
    name: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    represented_by: str = ""
    data_protection: str = ""
    enforcement: str = ""
    server_logs: str = ""


def operator() -> Operator:
    """The operator, from its own entry in the directory and from the settings. One statement."""
    run_by = operator_organisation()
    known = {name: getattr(run_by, name) for name in PUBLIC_FACTS} if run_by else {}
    return Operator(
        organisation=run_by,
        represented_by=settings.REPRESENTED_BY,
        data_protection=settings.DATA_PROTECTION,
        enforcement=settings.ENFORCEMENT,
        server_logs=settings.SERVER_LOGS,
        **known,
    )


def operator_organisation() -> Organisation | None:
    """The organisation that runs this installation and receives what the public reports; None where
    none is set.
    """
    return Organisation.objects.filter(key=settings.OPERATOR).first() if settings.OPERATOR else None


@dataclass(frozen=True, slots=True)
class SentLetter:
    """One mail of the demonstration's postbox; `link` is the path it leads to, '' without one."""

    to: str
    subject: str
    text: str
    link: str


def postbox(limit: int = 12) -> list[SentLetter]:
    """The newest outgoing mails of the demonstration, read from the files that the file mailer
    wrote.
    """
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", "") or "/nonexistent")
    files = (
        sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
        if folder.is_dir()
        else []
    )
    return [_letter(path) for path in files[:limit]]


def _letter(path: Path) -> SentLetter:
    raw = path.read_bytes().split(b"\n" + b"-" * 79)[0]
    message = email.message_from_bytes(raw, policy=email.policy.default)
    part = message.get_body(("plain",))
    text = str(part.get_content()) if part else ""
    link = next((word for word in text.split() if word.startswith(settings.ADDRESS)), "")
    return SentLetter(
        str(message["To"]), str(message["Subject"]), text, link.removeprefix(settings.ADDRESS)
    )
