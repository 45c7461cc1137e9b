"""Neutral letters to whoever answers: first the one who has the question in hand, else whoever
leads the desk, else everybody who may answer.
"""

from typing import Final
from uuid import UUID

from nahtlos.foundation import letters
from nahtlos.intake.models import AdviceDesk, Enquiry
from nahtlos.intake.policy import ADVISERS
from nahtlos.people.models import Membership

MOST_LETTERS: Final = 5


def _running(one: UUID | None) -> list[Membership]:
    if one is None:
        return []
    return list(Membership.objects.filter(pk=one, ended_on=None).select_related("account"))


def _advisers(organisation_id: UUID) -> list[Membership]:
    """Everybody in the office who may answer."""
    rows = Membership.objects.filter(organisation_id=organisation_id, ended_on=None)
    roles = [str(role) for role in ADVISERS]
    found = rows.filter(roles__overlap=roles).select_related("account")
    return list(found.order_by("started_on", "code")[:MOST_LETTERS])


def _desk(organisation_id: UUID) -> AdviceDesk | None:
    return AdviceDesk.objects.filter(organisation_id=organisation_id).first()


def desk_of(organisation_id: UUID) -> list[Membership]:
    """Who is told of what is new; the caller has entered the office."""
    desk = _desk(organisation_id)
    return _running(desk.lead_id if desk else None) or _advisers(organisation_id)


def responsible(enquiry: Enquiry) -> list[Membership]:
    """Who is told of ENQUIRY; the caller has entered the office."""
    return _running(enquiry.held_by_id) or desk_of(enquiry.organisation_id)


def deputies(enquiry: Enquiry) -> list[Membership]:
    """Who is told where no answer came in time: the deputy, else everybody who may answer."""
    desk = _desk(enquiry.organisation_id)
    return _running(desk.deputy_id if desk else None) or _advisers(enquiry.organisation_id)


def post_to(members: list[Membership], kind: str, path: str, about: UUID) -> None:
    """A letter of KIND about a thing to each of MEMBERS."""
    for member in members:
        letters.post(kind, member.account.email, path, about=about)


def tell(members: list[Membership], enquiry: Enquiry, kind: str, path: str) -> None:
    """A letter of KIND about ENQUIRY to each of MEMBERS."""
    post_to(members, kind, path, enquiry.pk)


def tell_desk(enquiry: Enquiry, kind: str, path: str) -> None:
    """A letter of KIND to whoever answers ENQUIRY."""
    tell(responsible(enquiry), enquiry, kind, path)
