"""What somebody's calendar fetches: days with numbers, and appointments with hours."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Max, Q
from django.urls import reverse

from nahtlos.cases.models import CaseEvent, CaseMember, MemberPart, Step, StepState
from nahtlos.conferences.models import Conference, ConferenceState
from nahtlos.conferences.rules.calendar import SUMMARY
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import BERLIN, now, today
from nahtlos.foundation.tenancy import tenant
from nahtlos.lookout.models import CalendarFeed
from nahtlos.lookout.policy import can_take_along
from nahtlos.lookout.rules.feed import Appointment, Dates, Day
from nahtlos.people.queries import own_membership, running_memberships, staff_actor
from nahtlos.records.models import Rhythm
from nahtlos.referrals.models import Referral, ReferralState

BACK: Final = timedelta(days=31)
AHEAD: Final = timedelta(days=365)
# What a meeting at another agency takes, where nobody said.
USUAL: Final = 60
MEETING: Final = "Termin"


def own_feed(actor: Actor) -> CalendarFeed | None:
    """The actor's; None where she has none, or it has expired."""
    rows = CalendarFeed.objects.visible_to(actor).filter(membership=own_membership(actor))
    return rows.filter(expires_at__gt=now()).first()


def feed_reader(feed_id: UUID) -> tuple[CalendarFeed, Actor] | None:
    """The feed of a link, inside its organisation, with whose it is; None where the feed or her
    membership ended, her account is closed, or she accompanies nobody any more.
    """
    feed = CalendarFeed.objects.select_related("membership__account").filter(pk=feed_id).first()
    if feed is None or not feed.membership.account.is_active:
        return None
    account = feed.membership.account
    with tenant(feed.organisation_id, account.pk):
        member = running_memberships(account.pk).filter(pk=feed.membership_id).first()
        actor = staff_actor(account, member)
    return (feed, actor) if can_take_along(actor) else None


def dates_of(feed: CalendarFeed, actor: Actor) -> Dates:
    """Everything the calendar of ACTOR shows: from a month ago to a year ahead. Five statements."""
    first, last, account_id = today() - BACK, today() + AHEAD, feed.membership.account_id
    return Dates(
        key=feed.pk,
        days=_days(actor, account_id, first, last),
        appointments=(*_conferences(actor, first, last), *_meetings(actor, first, last)),
        changed_at=max(
            _newest_change(actor, feed.membership.account_id) or feed.issued_at, feed.issued_at
        ),
        issued_at=feed.issued_at,
        expires_on=feed.expires_at.astimezone(BERLIN).date(),
        page=settings.ADDRESS + reverse("staff:start"),
    )


def _days(actor: Actor, account_id: UUID, first: date, last: date) -> tuple[Day, ...]:
    unfinished = Step.objects.visible_to(actor).filter(
        state__in=[StepState.OPEN, StepState.WAITING],
        due_on__range=(first, last),
        case__closed_on=None,
    )
    counted = unfinished.order_by("due_on").values_list("due_on").annotate(n=Count("pk"))
    steps = {day: number for day, number in counted if day}
    contacts = Counter(_contacts(actor, account_id, first, last))
    return tuple(Day(day, steps.get(day, 0), contacts[day]) for day in sorted({*steps, *contacts}))


def _contacts(actor: Actor, account_id: UUID, first: date, last: date) -> list[date]:
    """The days on which ACTOR, who leads or deputises, wants to hear from somebody, or asks again
    after a quiet time.
    """
    span = (first, last)
    rows = Rhythm.objects.filter(
        Q(quiet_since=None, next_on__range=span)
        | Q(quiet_since__isnull=False, follow_up_on__range=span),
        organisation_id=actor.organisation,
        case__closed_on=None,
        case__members__account_id=account_id,
        case__members__until=None,
        case__members__part__in=(MemberPart.LEAD, MemberPart.DEPUTY),
    )
    days = (row.follow_up_on if row.quiet_since else row.next_on for row in rows)
    return [day for day in days if day]


def _conferences(actor: Actor, first: date, last: date) -> list[Appointment]:
    rows = Conference.objects.visible_to(actor).filter(starts_at__date__range=(first, last))
    return [
        Appointment(
            key=row.pk,
            starts_at=row.starts_at,
            lasts=row.lasts,
            changed_at=row.changed_at,
            word=SUMMARY,
            cancelled=row.state == ConferenceState.CANCELLED,
        )
        for row in rows.order_by("starts_at", "pk").defer("place", "minutes")
    ]


def _meetings(actor: Actor, first: date, last: date) -> list[Appointment]:
    """Meetings that other agencies offered to somebody ACTOR accompanies."""
    rows = Referral.objects.sent_by(actor).filter(
        state=ReferralState.MEETING, meeting_at__date__range=(first, last)
    )
    return [
        Appointment(row.pk, row.meeting_at, USUAL, row.changed_at, MEETING)
        for row in rows.order_by("meeting_at", "pk")
        if row.meeting_at
    ]


def _newest_change(actor: Actor, account_id: UUID) -> datetime | None:
    """When anything happened last in the cases ACTOR is or was on: each deed leaves a line in the
    course, and lines stay, so this never goes back.
    """
    known = CaseMember.objects.filter(organisation_id=actor.organisation, account_id=account_id)
    found: datetime | None = CaseEvent.objects.filter(case__in=known.values("case")).aggregate(
        newest=Max("at")
    )["newest"]
    return found
