"""Who wants to be called."""

from datetime import date

from django.db.models import QuerySet

from nahtlos.foundation.access import Actor
from nahtlos.intake.models import CallBack


def call_backs(actor: Actor, today: date) -> QuerySet[CallBack]:
    """The numbers the actor's office still has on TODAY, who waits longest first."""
    rows = CallBack.objects.visible_to(actor).filter(expires_on__gte=today)
    return rows.order_by("asked_at", "code")


def own_call_back(actor: Actor, code: str) -> CallBack:
    """One of them; CallBack.DoesNotExist for a foreign or forgotten one."""
    return CallBack.objects.visible_to(actor).get(code=code)
