"""The course of one request as one side reads it: what happened, over which channel, in which
words.
"""

from dataclasses import dataclass
from datetime import datetime

from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import today
from nahtlos.people.queries import account_names
from nahtlos.referrals.models import Package, Referral, ReferralEvent
from nahtlos.referrals.queries.packages import Words, side_of, words_of
from nahtlos.referrals.rules.course import CHANNELS, VERBS

NO_WORDS = Words()


@dataclass(frozen=True, slots=True)
class EventLine:
    """One line of the course.

    side: "from", "to" or "system". who: a colleague's name; '' for the other side. words: what was
    written, empty where this side may not read it (any more).
    """

    at: datetime
    verb: str
    label: str
    side: str
    channel: str
    who: str
    words: Words


def events_of(actor: Actor, referral: Referral) -> list[EventLine]:
    """What happened to REFERRAL, which the caller has fetched for ACTOR; the first line first. Two
    statements.
    """
    events = list(ReferralEvent.objects.filter(referral=referral).order_by("at", "pk"))
    names = account_names(actor) if actor.account_id else {}
    words = words_of(side_of(actor, referral), referral, events, today())
    return [
        EventLine(
            at=event.at,
            verb=event.verb,
            label=VERBS.get(event.verb, event.verb),
            side=event.side,
            channel=CHANNELS.get(event.channel, ""),
            who=names.get(event.account_id, "") if event.account_id else "",
            words=words.get(event.pk, NO_WORDS),
        )
        for event in events
    ]


def meeting_place(lines: list[EventLine]) -> str:
    """Where the last offered meeting takes place, as this side may read it."""
    places = [line.words.place for line in lines if line.verb == "meeting"]
    return places[-1] if places else ""


def versions_of(referral: Referral) -> list[datetime]:
    """When the package was made, the first time first; more than one: something was added."""
    made = Package.objects.filter(referral=referral).order_by("version")
    return list(made.values_list("made_at", flat=True))
