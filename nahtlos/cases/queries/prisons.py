"""The prisons somebody chooses from."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from django.db.models import Count

from nahtlos.cases.models import Case
from nahtlos.foundation.access import Actor
from nahtlos.organisations.queries import PrisonName, own_sites

OWN: Final = "Ihre Anstalt"


def own_prisons(actor: Actor) -> list[str]:
    """The XJustiz ids of the prisons that ACTOR's organisation is."""
    return [site.prison.xjustiz_id for site in own_sites(actor) if hasattr(site, "prison")]


def usual_prison(actor: Actor, own: Collection[str]) -> str:
    """The prison somebody most likely means: the only one of her OWN, else the one where most of
    those are whom she accompanies now; '' where nothing tells.
    """
    if len(own) == 1:
        return next(iter(own))
    running = Case.objects.visible_to(actor).filter(
        closed_on=None, stays__ended_on=None, stays__prison_code__in=list(own)
    )
    counted = running.values_list("stays__prison_code").annotate(n=Count("pk"))
    first = counted.order_by("-n", "stays__prison_code").first()
    return str(first[0]) if first else ""


def prison_choices(
    prisons: Iterable[PrisonName], own: Collection[str] = ()
) -> list[tuple[str, Any]]:
    """The prisons for a select: first "noch unbekannt", then the OWN ones, then by Land."""
    groups: dict[str, list[tuple[str, str]]] = {OWN: []} if own else {}
    for prison in prisons:
        group = OWN if prison.xjustiz_id in own else prison.land or ""
        groups.setdefault(group, []).append((prison.xjustiz_id, prison.name))
    return [("", "noch unbekannt"), *groups.items()]
