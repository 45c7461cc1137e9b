"""What the access matrix shows of the further pages of cases: a second file of the same person, a
merge that stands, absences, a plan with a newer version.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.test import Client

from nahtlos.cases.actions import NewCase, add_member, begin_absence, merge_clients
from nahtlos.cases.models import Case, ClientMerge, Step
from nahtlos.cases.policy import CASEWORK
from nahtlos.cases.queries.merging import version_of_both
from nahtlos.cases.queries.renewing import renewal
from nahtlos.desk.cast import HOME
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import today
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.people.models import Membership
from nahtlos.people.queries import on_call, own_membership, team
from tests.cast import FOREIGN, account, actor, begin_case, organisation_id
from tests.conferences.sampled import conference
from tests.reading import Page
from tests.world import LEADS

Made = Callable[[str], dict[str, Any]]
TWICE = "Kunibert der Zweite"


def _case(key: str) -> Case:
    lead = account(LEADS[key]).pk
    mine = Case.objects.filter(members__account_id=lead, members__part="lead")
    return mine.select_related("client").order_by("client__created_at")[0]


def _inside(key: str, make: Callable[[Actor], dict[str, Any]]) -> dict[str, Any]:
    lead = actor(LEADS[key])
    with tenant(organisation_id(key.partition("#")[0]), lead.account_id):
        return make(lead)


def code_of(key: str) -> dict[str, Any]:
    """The address of the case of KEY."""
    return _inside(key, lambda lead: {"code": _case(key).code})


def second(lead: Actor, key: str) -> Case:
    """Another file of the same person, with everybody on it at home."""
    case = begin_case(lead, NewCase(called=TWICE, born_on=date(1983, 7, 19)))
    names = {f"Rolle {role}" for role in CASEWORK} if key == HOME else set()
    for colleague in team(lead).filter(account__name__in=names):
        add_member(actor=lead, case=case, membership=colleague)
    return case


def _two(key: str) -> dict[str, Any]:
    return _inside(key, lambda lead: {"code": _case(key).code, "other": second(lead, key).code})


def _merge_body(key: str) -> dict[str, Any]:
    def make(lead: Actor) -> dict[str, Any]:
        # Names are sealed, so nobody filters by them.
        twice = next(one for one in Case.objects.all() if one.client.called == TWICE)
        return {"ground": "number", "version": version_of_both(_case(key).client, twice.client)}

    return _inside(key, make)


def _merged(key: str) -> dict[str, Any]:
    def make(lead: Actor) -> dict[str, Any]:
        case, other = _case(key), second(lead, key)
        version = version_of_both(case.client, other.client)
        made = merge_clients(
            actor=lead, case=case, other=other, choices={}, ground="number", version=version
        )
        assert isinstance(made, ClientMerge)
        return {"code": case.code, "merge": made.code}

    return _inside(key, make)


def _member(actor_: Actor, name: str) -> Membership:
    return team(actor_).get(account__name=name)


def _deputy(key: str, lead: Actor) -> Membership:
    """Somebody who could stand in for the lead of KEY."""
    return _member(lead, "Koordinierung der Wohnhilfe" if key == FOREIGN else "Bernd")


def _days(key: str) -> dict[str, Any]:
    def make(lead: Actor) -> dict[str, Any]:
        return {
            "member": _member(lead, "Rolle coach").code,
            "first_day": f"{today():%d.%m.%Y}",
            "last_day": f"{today() + timedelta(days=1):%d.%m.%Y}",
            "deputy": _deputy(key, lead).code,
        }

    return _inside(key, make)


def _offered_days(client: Client, url: str) -> dict[str, Any]:
    """Only the Fachleitung is asked who is away."""
    offered = Page(client.get(url)).controls()
    return {name: value for name, value in _days(HOME).items() if name in offered}


def _absence(key: str) -> dict[str, Any]:
    def make(lead: Actor) -> dict[str, Any]:
        made = begin_absence(
            actor=lead,
            member=own_membership(lead),
            deputy=_deputy(key, lead),
            first=today(),
            last=today(),
        )
        return {"code": made.code}

    return _inside(key, make)


def _nothing(key: str) -> dict[str, Any]:
    return {}


ON_CALL = {
    "function": "Bereitschaft",
    "phone": "030 23125-777",
    "day0": "18-22",
    "on_holidays": "usual",
    "exceptions": "",
    "note": "",
}


def _on_call(key: str) -> dict[str, Any]:
    def make(lead: Actor) -> dict[str, Any]:
        return {**ON_CALL, "version": version_of(on_call(lead.organisation))}

    return _inside(key, make)


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


CASES: dict[str, tuple[Any, ...]] = {
    "cases:merge_choose": (code_of, lambda key: {"andere": _two(key)["other"]}),
    "cases:merge": (_two, _merge_body),
    "cases:separate": (_merged,),
    "cases:absences": (_nothing, _days, "", lambda account: None, _offered_days),
    "cases:end_absence": (_absence,),
    "cases:on_call": (),
    "cases:edit_on_call": (_nothing, _on_call),
    "cases:contacts": (code_of,),
    "cases:renew": (lambda key: {"code": _with_an_offer(key).code}, _renew),
}
