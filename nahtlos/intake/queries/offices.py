"""Which office answers: the one of the Land that was chosen where somebody there can read it, else
whoever runs this installation.
"""

from dataclasses import dataclass

from django.conf import settings

from nahtlos.foundation.tenancy import tenant
from nahtlos.intake.models import AdviceDesk
from nahtlos.intake.policy import ADVISERS
from nahtlos.intake.rules.keeping import REPLY_WORKDAYS
from nahtlos.organisations.models import Land, Organisation
from nahtlos.people.models import Membership

COORDINATION = "coordination_office"


@dataclass(frozen=True, slots=True)
class Office:
    """Who answers: the organisation and within how many working days."""

    organisation: Organisation
    reply_workdays: int

    @property
    def land(self) -> str:
        """The Land whose working days count."""
        return self.organisation.land_id or ""


def lands() -> list[tuple[str, str]]:
    """(code, name) of every Land, by name. One statement."""
    return list(Land.objects.order_by("name").values_list("code", "name"))


def _can_answer(organisation: Organisation) -> bool:
    """Whether somebody there reads questions. The caller has entered it."""
    rows = Membership.objects.filter(organisation=organisation, ended_on=None)
    return rows.filter(roles__overlap=[str(role) for role in ADVISERS]).exists()


def office_for(land: str) -> Office | None:
    """The office that answers for LAND ('' where none was chosen); None where nobody does. A
    directory full of offices does not mean that somebody there reads.
    """
    for organisation in _candidates(land):
        with tenant(organisation.pk):
            if _can_answer(organisation):
                return Office(organisation, reply_workdays(organisation))
    return None


def _candidates(land: str) -> list[Organisation]:
    found: list[Organisation] = []
    if land:
        found += Organisation.objects.filter(kind=COORDINATION, land=land).order_by("name")
    if settings.OPERATOR:
        found += Organisation.objects.filter(key=settings.OPERATOR)
    return list({one.pk: one for one in found}.values())


def reply_workdays(organisation: Organisation) -> int:
    """Within how many working days an organisation answers; the caller has entered it."""
    rows = AdviceDesk.objects.filter(organisation=organisation)
    return rows.values_list("reply_workdays", flat=True).first() or REPLY_WORKDAYS
