"""What the administration is told of somebody's cases before she leaves: how many, nothing else."""

from nahtlos.cases.models import CaseMember, MemberPart
from nahtlos.foundation.access import Actor
from nahtlos.people.models import Membership


def cases_led_by(actor: Actor, membership: Membership) -> int:
    """How many open cases MEMBERSHIP of the actor's organisation leads."""
    rows = CaseMember.objects.filter(
        organisation_id=actor.organisation, membership=membership, until=None, part=MemberPart.LEAD
    )
    return rows.filter(case__closed_on=None).count()
