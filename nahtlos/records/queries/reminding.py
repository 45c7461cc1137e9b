"""With whom it is time to be in touch again."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from nahtlos.cases.models import MemberPart
from nahtlos.foundation.access import Actor
from nahtlos.records.models import Rhythm


@dataclass(frozen=True, slots=True)
class DueContact:
    """Somebody to be in touch with: since when, and whether there was no contact for a while."""

    case_code: str
    name: str
    since: date
    quiet: bool


def due_contacts(actor: Actor, today: date) -> list[DueContact]:
    """Whom ACTOR, who leads or deputises, wanted to hear from by TODAY, the longest first; one
    statement.
    """
    if actor.account_id is None:
        return []
    due = Q(quiet_since=None, next_on__lte=today) | Q(follow_up_on__lte=today)
    rows = Rhythm.objects.filter(
        due,
        organisation_id=actor.organisation,
        case__closed_on=None,
        case__members__account_id=actor.account_id,
        case__members__until=None,
        case__members__part__in=(MemberPart.LEAD, MemberPart.DEPUTY),
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
