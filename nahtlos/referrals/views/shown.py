"""How a referral is told on a page: its way as a seam, one sentence for where it stands, what can
be done next.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from nahtlos.directory.queries.hits import topic_labels
from nahtlos.foundation.access import Actor
from nahtlos.foundation.shell.tags import datum, datum_kurz, uhrzeit
from nahtlos.referrals import queries
from nahtlos.referrals.models import DeclineReason, Missed, Outcome, Referral, StopReason
from nahtlos.referrals.queries import EventLine
from nahtlos.referrals.rules.package import PackageContent
from nahtlos.referrals.rules.states import (
    ANSWERS,
    FINAL,
    RECEIVER,
    RUNNING,
    SENDER,
    WAITING,
    can_move,
)

ORDER: Final = (*ANSWERS, "attended", "missed", "closed")
ELSEWHERE: Final = frozenset({*WAITING, "declined", "expired"})


@dataclass(frozen=True, slots=True)
class Stage:
    """One stitch of the way. state: "done", "now" (what is awaited) or "next"."""

    label: str
    note: str
    state: str


@dataclass(frozen=True, slots=True)
class May:
    """What the sender can do with a referral as it stands; the action decides."""

    take_down: bool
    attendance: bool
    amend: bool
    close: bool
    reroute: bool
    withdraw: bool


@dataclass(frozen=True, slots=True)
class ListLine:
    """A request in a list. person: whom it is for, on the sender's side only."""

    referral: Referral
    title: str
    waiting: bool = False
    overdue: bool = False
    person: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Requests under one heading; `folded`: what is over needs no room."""

    label: str
    lines: tuple[ListLine, ...]
    folded: bool = False


def groups(
    found: Iterable[Referral], today: date, waiting: str, *, with_person: bool
) -> list[Group]:
    """The lists of one side, what waits first; empty ones are left out. WAITING is its heading."""
    lines = [_list_line(one, today, with_person=with_person) for one in found]
    named = (
        (waiting, WAITING, False),
        ("Entwürfe", ("draft",), False),
        ("Läuft", RUNNING, False),
        ("Abgeschlossen", FINAL, True),
    )
    made = [
        Group(label, tuple(line for line in lines if line.referral.state in states), folded)
        for label, states, folded in named
    ]
    return [group for group in made if group.lines]


def _list_line(referral: Referral, today: date, *, with_person: bool) -> ListLine:
    waits, due = referral.state in WAITING, referral.reply_due_on
    return ListLine(
        referral=referral,
        title=title_of(referral),
        waiting=waits,
        overdue=waits and due is not None and due < today,
        person=referral.origin.case.client.shown_name if with_person else "",
    )


@dataclass(frozen=True, slots=True)
class Told:
    """One request as one side sees it.

    package: None where this side reads nothing (any more). moves: what can be written down now.
    place: where the last offered meeting takes place. amended_at: when something was added last.
    """

    package: PackageContent | None
    events: tuple[EventLine, ...]
    moves: tuple[str, ...]
    place: str
    versions: tuple[datetime, ...]
    may_amend: bool
    may_withdraw: bool

    @property
    def amended_at(self) -> datetime | None:
        """None for a request as it was sent."""
        return self.versions[-1] if len(self.versions) > 1 else None


def _moves(side: str, state: str) -> tuple[str, ...]:
    """What SIDE can write down about a request in STATE; the sender also what she was told."""
    mine = RECEIVER if side == "to" else SENDER | set(ANSWERS)
    return tuple(move for move in ORDER if move in mine and can_move(state, move))


def told(actor: Actor, referral: Referral, today: date) -> Told:
    """REFERRAL, which the caller has fetched for ACTOR."""
    side = queries.side_of(actor, referral)
    events = queries.events_of(actor, referral)
    return Told(
        package=queries.package_of(side, referral, today),
        events=tuple(events),
        moves=_moves(side, referral.state),
        place=queries.meeting_place(events),
        versions=tuple(queries.versions_of(referral)),
        may_amend=side == "from" and referral.state in (*WAITING, *RUNNING),
        may_withdraw=side == "from" and referral.state not in (*FINAL, "draft"),
    )


def _reached(referral: Referral) -> list[tuple[str, str, bool]]:
    """(label, note, whether it is reached) of every stage."""
    answered = referral.answered_at
    label = "abgelehnt" if referral.state == "declined" else "angenommen"
    meeting = _meeting_note(referral)
    return [
        ("gesendet", datum_kurz(referral.sent_at), referral.sent_at is not None),
        ("gelesen", datum_kurz(referral.seen_at), bool(referral.seen_at or answered)),
        (label, datum_kurz(answered), answered is not None),
        ("Termin", meeting, referral.state in ("attended", "closed") and bool(meeting)),
        ("abgeschlossen", datum_kurz(referral.closed_on), referral.state == "closed"),
    ]


def _meeting_note(referral: Referral) -> str:
    if referral.meeting_at is None:
        return ""
    return f"{datum_kurz(referral.meeting_at)}, {uhrzeit(referral.meeting_at)}"


def stages(referral: Referral) -> list[Stage]:
    """The way of REFERRAL; where it ended before its time, the end is the last stitch."""
    told = _reached(referral)
    if referral.state in FINAL and referral.state != "closed":
        kept = [one for one in told if one[2]]
        if referral.state != "declined":
            ended = datum_kurz(referral.closed_on or referral.changed_at)
            kept.append((referral.get_state_display(), ended, True))
        return [Stage(label, note, "done") for label, note, _ in kept]
    found, awaited = [], True
    for label, note, reached in told:
        state = "done" if reached else "now" if awaited else "next"
        awaited = awaited and reached
        found.append(Stage(label, note or ("wird erwartet" if state == "now" else ""), state))
    return found


def title_of(referral: Referral) -> str:
    """What a referral is about: the offer, else the topic, else nothing but that it is one."""
    return referral.offer_title or topic_labels().get(referral.topic, "") or "Anfrage"


def _waiting(referral: Referral, today: date) -> str:
    due = referral.reply_due_on
    read = "Gelesen, " if referral.state == "seen" else ""
    if due is None:
        return f"{read}wartet auf Antwort" if read else "Wartet auf Antwort"
    if due < today:
        return f"Die Antwort steht seit {datum(due)} aus"
    return f"{read}Antwort bis {datum(due)}" if read else f"Wartet auf Antwort bis {datum(due)}"


def sentence(referral: Referral, today: date) -> str:
    """Where REFERRAL stands, in one line."""
    if referral.state in WAITING:
        return _waiting(referral, today)
    meeting = _when(referral.meeting_at)
    said = {
        "draft": "Noch nicht gesendet",
        "accepted": "Angenommen",
        "meeting": f"Termin: {meeting}",
        "attended": "Der Termin hat stattgefunden",
        "missed": f"Termin: {_label(Missed, referral.missed)}. Ein neuer Anlauf ist möglich.",
        "closed": f"Abgeschlossen: {_label(Outcome, referral.outcome)}",
        "declined": f"Abgelehnt: {_label(DeclineReason, referral.decline_reason)}",
        "withdrawn": "Zurückgezogen",
        "stopped": f"Gestoppt: {_label(StopReason, referral.stop_reason)}",
        "expired": "Ohne Antwort abgelaufen",
    }
    return said[referral.state]


def _label(kind: type, value: str) -> str:
    return str(kind(value).label) if value else "ohne Angabe"


def _when(moment: datetime | None) -> str:
    return f"{datum(moment)}, {uhrzeit(moment)}" if moment else "noch ohne Tag"


def may(referral: Referral, page: Told) -> May:
    """What the buttons of the sender's page offer."""
    moves = page.moves
    return May(
        take_down=bool(set(moves) & set(ANSWERS)) or referral.state == "meeting",
        attendance="attended" in moves and referral.meeting_at is not None,
        amend=page.may_amend,
        close="closed" in moves,
        reroute=referral.state in ELSEWHERE,
        withdraw=page.may_withdraw,
    )
