"""With whom it is time to be in touch again."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from nahtlos.cases.models import CaseMember, MemberPart
from nahtlos.foundation.access import Actor
from nahtlos.records.models import Rhythm


@dataclass(frozen=True, slots=True)
class DueContact:
    """Somebody to be in touch with: since when, and whether there was no contact for a while."""

    case_code: str
    name: str
    since: date
    quiet: bool


def _answered_by(actor: Actor) -> QuerySet[CaseMember, Any]:
    """The cases ACTOR leads or deputises, or whose lead is away today while she stands in."""
    hers = Q(account_id=actor.account_id, part__in=(MemberPart.LEAD, MemberPart.DEPUTY))
    theirs = Q(account_id__in=actor.stands_in_for, part=MemberPart.LEAD)
    return CaseMember.objects.filter(hers | theirs, until=None).values("case")


def due_contacts(actor: Actor, today: date) -> list[DueContact]:
    """Whom ACTOR, who leads, deputises or stands in, wanted to hear from by TODAY, the longest
    first; one statement.
    """
    if actor.account_id is None:
        return []
    due = Q(quiet_since=None, next_on__lte=today) | Q(follow_up_on__lte=today)
    rows = Rhythm.objects.filter(
        due,
        organisation_id=actor.organisation,
        case__closed_on=None,
        case__in=_answered_by(actor),
    )
    found = [
        DueContact(
            case_code=row.case.code,
            name=row.case.client.shown_name,
            since=(row.follow_up_on if row.quiet_since else row.next_on) or today,
            quiet=row.quiet_since is not None,
        )
        for row in rows.select_related("case__client")
    ]
    return sorted(found, key=lambda one: (one.since, one.case_code))
