"""Lists of requests on both sides: what waits first, the earliest due on top, what is over last."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Case as Rank
from django.db.models import F, IntegerField, QuerySet, Value, When

from nahtlos.cases.models import Case
from nahtlos.foundation.access import Actor
from nahtlos.referrals.models import Referral
from nahtlos.referrals.rules.states import FINAL, RUNNING, WAITING

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class RequestList:
    """One page of requests in the order of work: those that wait for an answer, those that go on,
    drafts, those that are over.
    """

    lines: tuple[Referral, ...]
    has_next: bool


def _in_order(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    rank = Rank(
        When(state__in=WAITING, then=Value(0)),
        When(state__in=RUNNING, then=Value(1)),
        When(state__in=FINAL, then=Value(3)),
        default=Value(2),
        output_field=IntegerField(),
    )
    due = F("reply_due_on").asc(nulls_last=True)
    return rows.annotate(rank=rank).order_by("rank", "-closed_on", due, "code", "pk")


def _page(rows: QuerySet[Referral], page: int) -> RequestList:
    start = (page - 1) * PAGE
    found = list(_in_order(rows)[start : start + PAGE + 1])
    return RequestList(tuple(found[:PAGE]), len(found) > PAGE)


def sent(actor: Actor, *, page: int = 1) -> RequestList:
    """What went out of the cases the actor reads, with the person each is for. One statement."""
    rows = Referral.objects.sent_by(actor)
    return _page(rows.select_related("to_organisation", "origin__case__client"), page)


def inbox(actor: Actor, *, page: int = 1) -> RequestList:
    """What others ask the actor's organisation; nothing for those who do not answer requests."""
    rows = Referral.objects.received_by(actor)
    return _page(rows.select_related("from_organisation"), page)


def of_case(case: Case) -> list[Referral]:
    """What went out of one case the caller has fetched."""
    rows = Referral.objects.filter(origin__case=case).select_related("to_organisation", "origin")
    return list(_in_order(rows))


def running_of_case(case: Case) -> list[Referral]:
    """Those of them that are on their way or answered, and not over."""
    return [one for one in of_case(case) if one.state in (*WAITING, *RUNNING)]


def inbox_count(actor: Actor) -> int:
    """How many requests wait for an answer of the actor's organisation: for the navigation."""
    return Referral.objects.received_by(actor).filter(state__in=WAITING).count()


def sent_count(actor: Actor) -> int:
    """How many requests of the actor's cases wait for an answer of others."""
    return Referral.objects.sent_by(actor).filter(state__in=WAITING).count()
