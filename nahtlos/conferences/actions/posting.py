"""Letters about a conference: neutral, with a link that needs no account. Written in the
transaction of the deed they tell of, sent after it.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Final

from django.urls import reverse

from nahtlos.conferences.models import Conference, Invited
from nahtlos.conferences.policy import ANSWER
from nahtlos.conferences.queries import ends_at, is_wanted
from nahtlos.foundation import letters, links
from nahtlos.foundation.clock import BERLIN, now

OBJECT: Final = "conference_invitation"
# Who comes late reads that it is over, not that the link is unknown.
READABLE: Final = timedelta(days=1)


def is_over(conference: Conference) -> bool:
    """Whether its time has passed."""
    return ends_at(conference) <= now()


def write(conference: Conference, row: Invited, kind: str) -> bool:
    """A letter of KIND with a fresh link to whoever ROW is; False where no address is known. A
    former letter that waits is not sent any more, former links go on.
    """
    address = row.membership.account.email if row.membership else row.address
    if not address:
        return False
    last = ends_at(conference).astimezone(BERLIN).date() + READABLE
    until = max(datetime.combine(last, time(23, 59), BERLIN), now() + READABLE)
    letters.withdraw(row.pk)
    token = links.issue(OBJECT, row.pk, ANSWER, until)
    letters.post(kind, address, reverse("meet:invitation", args=[token]), about=row.pk)
    return True


def ask_again(conference: Conference) -> None:
    """The appointment is another one: whoever was asked by mail and may still come reads it."""
    if is_over(conference):
        return
    for row in _asked(conference):
        if is_wanted(row, conference) and write(conference, row, "conference_changed"):
            row.asked_at = now()
            row.save(update_fields=["asked_at"])


def call_off(conference: Conference, rows: Iterable[Invited] | None = None) -> None:
    """Whoever knows that she was invited reads that she need not come; then links open nothing any
    more. A letter that was never sent is not followed by another.
    """
    for row in _asked(conference) if rows is None else rows:
        reached = letters.was_sent(row.pk)
        letters.withdraw(row.pk)
        if reached and not is_over(conference):
            write(conference, row, "conference_closed")
        _forget(row)


def close_links(conference: Conference) -> None:
    """It was held: what waits is not sent, links open nothing any more, addresses are forgotten."""
    for row in _asked(conference):
        letters.withdraw(row.pk)
        _forget(row)


def _asked(conference: Conference) -> list[Invited]:
    rows = Invited.objects.select_for_update(of=("self",), no_key=True)
    asked = rows.filter(conference=conference, asked_at__isnull=False)
    return list(asked.select_related("membership__account").order_by("pk"))


def _forget(row: Invited) -> None:
    links.revoke(OBJECT, row.pk)
    row.address = ""
    row.save(update_fields=["address"])
