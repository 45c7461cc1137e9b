"""Samples of addresses of plans: (things, body). Each case of the matrix has one."""

from collections.abc import Callable
from typing import Any

from nahtlos.cases.models import Case, Step
from nahtlos.cases.queries.renewing import renewal
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from tests.conferences.sampled import conference


def _with_an_offer(key: str) -> Case:
    """The case of KEY as it was before its Land had deadlines, and with a step less."""
    case = conference(key).case
    with tenant(case.organisation_id):
        Case.objects.filter(pk=case.pk).update(plan_law="")
        Step.objects.filter(case=case, code="M16").delete()
        return Case.objects.get(pk=case.pk)


def _renew(key: str) -> dict[str, Any]:
    case = conference(key).case
    with tenant(case.organisation_id):
        offer = renewal(case)
        return {"to": offer.agreed if offer else "", "version": version_of(case)}


PLANS: dict[str, tuple[Callable[[str], dict[str, Any]], ...]] = {
    "cases:renew": (lambda key: {"code": _with_an_offer(key).code}, _renew),
}
