""" "Wer wartet auf wen?": everything that stands still until somebody says something."""

from dataclasses import dataclass
from datetime import date

from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import now
from nahtlos.referrals.models import Handover, Referral
from nahtlos.referrals.queries.handovers import handovers_for
from nahtlos.referrals.rules.states import WAITING


@dataclass(frozen=True, slots=True)
class Owed:
    """What one other organisation owes: its requests, the earliest due first, and how many of them
    are late.
    """

    organisation: str
    referrals: tuple[Referral, ...]
    late: int


@dataclass(frozen=True, slots=True)
class WaitingBoard:
    """Who waits for whom.

    others: what others owe the actor's cases, the latest organisation first. ours: what her
    organisation owes others, where she answers requests. meetings: the next dates of her requests.
    handovers: what waits for her own yes.
    """

    others: tuple[Owed, ...]
    ours: tuple[Referral, ...]
    ours_late: int
    meetings: tuple[Referral, ...]
    handovers: tuple[Handover, ...]

    @property
    def is_empty(self) -> bool:
        """Nobody waits for anybody."""
        return not (self.others or self.ours or self.meetings or self.handovers)


def _late(referral: Referral, today: date) -> bool:
    return referral.reply_due_on is not None and referral.reply_due_on < today


def _owed(referrals: list[Referral], today: date) -> tuple[Owed, ...]:
    groups: dict[object, list[Referral]] = {}
    for referral in referrals:
        groups.setdefault(referral.to_organisation_id, []).append(referral)
    found = [
        Owed(rows[0].to_organisation.name, tuple(rows), sum(_late(one, today) for one in rows))
        for rows in groups.values()
    ]
    return tuple(sorted(found, key=lambda one: (-one.late, one.referrals[0].reply_due_on or today)))


def waiting(actor: Actor, today: date) -> WaitingBoard:
    """The board of the actor. Four statements."""
    mine = Referral.objects.sent_by(actor).select_related("to_organisation", "origin__case__client")
    owed = list(mine.filter(state__in=WAITING).order_by("reply_due_on", "code"))
    meetings = mine.filter(state="meeting", meeting_at__gte=now()).order_by("meeting_at")
    received = Referral.objects.received_by(actor).filter(state__in=WAITING)
    ours = list(received.select_related("from_organisation").order_by("reply_due_on", "code"))
    return WaitingBoard(
        others=_owed(owed, today),
        ours=tuple(ours),
        ours_late=sum(_late(one, today) for one in ours),
        meetings=tuple(meetings[:20]),
        handovers=tuple(handovers_for(actor)),
    )
