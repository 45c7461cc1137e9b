"""Neutral letters to whoever answers: first the one who has the question in hand, else whoever
leads the desk, else everybody who may answer.
"""

from typing import Final

from nahtlos.foundation import letters
from nahtlos.intake.models import AdviceDesk, Enquiry
from nahtlos.intake.policy import ADVISERS
from nahtlos.people.models import Membership

MOST_LETTERS: Final = 5


def _running(*ids: object) -> list[Membership]:
    rows = Membership.objects.filter(ended_on=None).select_related("account")
    return list(rows.filter(pk__in=[one for one in ids if one]))


def advisers(enquiry: Enquiry) -> list[Membership]:
    """Everybody in the office who may answer."""
    rows = Membership.objects.filter(organisation_id=enquiry.organisation_id, ended_on=None)
    roles = [str(role) for role in ADVISERS]
    found = rows.filter(roles__overlap=roles).select_related("account")
    return list(found.order_by("started_on", "code")[:MOST_LETTERS])


def responsible(enquiry: Enquiry) -> list[Membership]:
    """Who is told of ENQUIRY; the caller has entered the office."""
    desk = AdviceDesk.objects.filter(organisation_id=enquiry.organisation_id).first()
    for one in (enquiry.held_by_id, desk.lead_id if desk else None):
        found = _running(one)
        if found:
            return found
    return advisers(enquiry)


def deputies(enquiry: Enquiry) -> list[Membership]:
    """Who is told where no answer came in time: the deputy, else everybody who may answer."""
    desk = AdviceDesk.objects.filter(organisation_id=enquiry.organisation_id).first()
    return _running(desk.deputy_id if desk else None) or advisers(enquiry)


def tell(members: list[Membership], enquiry: Enquiry, kind: str, path: str) -> None:
    """A letter of KIND to each of MEMBERS."""
    for member in members:
        letters.post(kind, member.account.email, path, about=enquiry.pk)


def tell_desk(enquiry: Enquiry, kind: str, path: str) -> None:
    """A letter of KIND to whoever answers ENQUIRY."""
    tell(responsible(enquiry), enquiry, kind, path)
