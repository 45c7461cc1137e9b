"""An address under which somebody's calendar fetches her dates: made, made anew, ended."""

from datetime import date, timedelta
from typing import Final

from django.db import transaction

from nahtlos.foundation import audit, links
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import now
from nahtlos.foundation.ruling import states
from nahtlos.lookout import policy
from nahtlos.lookout.models import CalendarFeed
from nahtlos.people.models import Membership
from nahtlos.people.queries import own_membership

FEED: Final = "calendar_feed"
READ: Final = "read"
LIFE: Final = timedelta(days=365)


@states(
    "Links ohne Anmeldung",
    "Der Kalender für das Telefon nennt niemanden: nur Tage mit Zahlen und Termine mit Uhrzeit."
    " Seine Adresse ist geheim, wird einmal gezeigt und endet mit der Mitgliedschaft.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/lookout/test_feed.py::test_the_calendar_names_nobody",
        "tests/lookout/test_feed.py::test_the_address_is_shown_once_and_kept_nowhere",
        "tests/lookout/test_feed.py::test_it_ends_with_the_membership",
    ),
)
@transaction.atomic
def issue_feed(*, actor: Actor) -> str:
    """A new secret for the address, in place of the former one, which ends now. It is stored
    nowhere; of two at the same moment the later one holds.
    """
    require(policy.can_take_along(actor))
    member = _waiting(actor)
    feed = CalendarFeed.objects.filter(membership=member).first() or CalendarFeed(
        organisation_id=actor.organisation, membership=member
    )
    feed.issued_at, feed.expires_at = now(), now() + LIFE
    feed.save()
    links.revoke(FEED, feed.pk)
    token = links.issue(FEED, feed.pk, READ, feed.expires_at)
    audit.record(actor, Verb.CREATED, FEED, member.code)
    return token


@transaction.atomic
def end_feed(*, actor: Actor) -> None:
    """The address ends. Said twice it is said once."""
    require(policy.can_take_along(actor))
    member = _waiting(actor)
    feed = CalendarFeed.objects.filter(membership=member).first()
    if feed is None:
        return
    links.revoke(FEED, feed.pk)
    feed.delete()
    audit.record(actor, Verb.ENDED, FEED, member.code)


def _waiting(actor: Actor) -> Membership:
    """The actor's own membership, locked: two clicks come one after the other."""
    return Membership.objects.select_for_update(no_key=True).get(pk=own_membership(actor).pk)
