"""What each side learns of the other's deed: neutral letters, links, and when the case stops
waiting. Rows of the other organisation are written inside it, in the same transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.urls import reverse

from nahtlos.cases.actions import mark_waiting, note_event
from nahtlos.cases.models import Case, CaseMember, MemberPart
from nahtlos.foundation import letters, links
from nahtlos.foundation.access import Actor, Kind
from nahtlos.foundation.clock import BERLIN, today
from nahtlos.foundation.tenancy import current_organisation, tenant
from nahtlos.people.models import Membership
from nahtlos.people.queries import absences_on
from nahtlos.referrals.actions.steps import let_step_go_on
from nahtlos.referrals.models import Origin, Referral
from nahtlos.referrals.policy import ANSWER
from nahtlos.referrals.queries.receivers import mailbox_of
from nahtlos.referrals.rules.states import REPLY_WORKDAYS, WAITING, expires_on

OBJECT: Final = "referral"
# A link outlives the last day for an answer, so that who comes late reads how it ended.
LINK_LIFE: Final = timedelta(days=REPLY_WORKDAYS * 2)


@contextmanager
def inside(organisation_id: UUID) -> Iterator[None]:
    """Inside one of a referral's two organisations, whichever side acts."""
    if current_organisation() == organisation_id:
        yield
    else:
        with tenant(organisation_id):
            yield


def _link_until(referral: Referral) -> datetime:
    due = expires_on(referral.reply_due_on or today()) + LINK_LIFE
    last = max(due, referral.readable_until or due)
    return datetime.combine(last, time(23, 59), BERLIN)


def tell_receiver(referral: Referral, kind: str, *, address: str | None = None) -> bool:
    """A letter of KIND with a fresh link to the receiver's function mailbox; False where none is
    known. The request lies in the inbox either way.
    """
    box = mailbox_of(referral) if address is None else address
    if not box:
        return False
    with inside(referral.to_organisation_id):
        token = links.issue(OBJECT, referral.pk, ANSWER, _link_until(referral))
        letters.post(kind, box, reverse("reply:request", args=[token]), about=referral.pk)
    return True


def silence_receiver(referral: Referral, *, closed: bool) -> None:
    """Letters that still wait are not sent, links open nothing any more. Where the receiver knew of
    the request, she reads that it is over, never why.
    """
    box = mailbox_of(referral) if closed else ""
    with inside(referral.to_organisation_id):
        letters.withdraw(referral.pk)
        links.revoke(OBJECT, referral.pk)
        if box:
            letters.post("referral_closed", box, reverse("referrals:inbox"), about=referral.pk)


def tell_lead(case: Case, kind: str, path: str, *, actor: Actor, about: UUID | None) -> None:
    """A letter of KIND to whoever leads CASE, and to who stands in for her today, unless she did it
    herself.
    """
    rows = CaseMember.objects.filter(case=case, part=MemberPart.LEAD, until=None)
    lead = rows.values_list("account_id", "membership__account__email").first()
    told = [lead] if lead else []
    if lead:
        away = absences_on(today()).filter(membership__account_id=lead[0])
        told += away.values_list("deputy__account_id", "deputy__account__email")
    for account_id, address in told:
        if account_id != actor.account_id:
            letters.post(kind, address, path, about=about)


def tell_sender(referral: Referral, kind: str, *, verb: str, actor: Actor) -> None:
    """The sender's case takes note: a line in its course with VERB, a letter of KIND to whoever
    leads it, and it waits no longer than others still owe an answer.
    """
    with inside(referral.from_organisation_id):
        origin = Origin.objects.select_related("case", "step").get(referral=referral)
        note_in_case(origin.case, verb, referral, actor)
        let_step_go_on(origin)
        settle_waiting(origin.case)
        path = reverse("referrals:sent", args=[referral.code])
        tell_lead(origin.case, kind, path, actor=actor, about=referral.pk)


def note_in_case(case: Case, verb: str, referral: Referral, actor: Actor) -> None:
    """A line in the course of the case; a stranger's account is not named there."""
    at_home = actor.organisation_id == referral.from_organisation_id
    nobody = Actor(kind=Kind.JOB, organisation_id=referral.from_organisation_id)
    note_event(actor=actor if at_home else nobody, case=case, verb=verb, about=referral.code)


def settle_waiting(case: Case) -> None:
    """CASE waits since the earliest of its requests that nobody answered yet, or not at all."""
    waiting = Referral.objects.filter(origin__case=case, state__in=WAITING).order_by("sent_at")
    first = waiting.values_list("sent_at", flat=True).first()
    mark_waiting(case=case, since=first.astimezone(BERLIN).date() if first else None)


def tell_member(membership: Membership, kind: str, path: str) -> None:
    """A letter of KIND to a colleague's own mail address."""
    letters.post(kind, membership.account.email, path)
