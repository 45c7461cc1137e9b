"""Many files at once, as a list brings them, and taking back those that nobody has touched."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from nahtlos.cases import policy
from nahtlos.cases.actions.names import shelve
from nahtlos.cases.actions.opening import CLIENT_FIELDS, NewCase, as_text
from nahtlos.cases.actions.stays import check_stay, land_of
from nahtlos.cases.models import (
    Case,
    CaseEvent,
    CaseMember,
    Client,
    MemberPart,
    ReleaseScenario,
    Stay,
)
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import require
from nahtlos.foundation.clock import now, today
from nahtlos.foundation.codes import new_code
from nahtlos.organisations.queries import own_organisation
from nahtlos.people.models import Membership
from nahtlos.people.queries import own_membership

AT_ONCE: Final = 500  # rows a statement


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on a list. `further`: {scenario: day} beside the date that counts."""

    values: NewCase
    further: Mapping[str, date] = field(default_factory=dict)


@transaction.atomic
def open_listed(*, actor: Actor, wanted: Sequence[Listed]) -> list[Case]:
    """Files of those WANTED, in their order, led by the actor; plans are opened on first use.
    Whether somebody is there already is asked by the deed above, which also leaves the one entry in
    the organisation's chain.
    """
    require(policy.can_open_case(actor))
    own, home = own_membership(actor), own_organisation(actor).land_id or ""
    lands = {code: land_of(code) for code in {one.values.prison_code for one in wanted}}
    codes = _free_codes(actor, len(wanted))
    cases: list[Case] = []
    for one, (client_code, case_code) in zip(wanted, codes, strict=True):
        client = Client(organisation_id=actor.organisation, code=client_code)
        for name in CLIENT_FIELDS:
            setattr(client, name, as_text(getattr(one.values, name)))
        cases.append(
            Case(
                organisation_id=actor.organisation,
                client=client,
                code=case_code,
                kind=one.values.kind,
                land_code=lands[one.values.prison_code] or home,
                opened_on=today(),
            )
        )
    clients = [case.client for case in cases]
    Client.objects.bulk_create(clients, batch_size=AT_ONCE)
    Case.objects.bulk_create(cases, batch_size=AT_ONCE)
    _join(own, cases)
    _place(cases, wanted)
    if cases:
        shelve(actor.organisation, clients)
    return cases


def _free_codes(actor: Actor, count: int) -> list[tuple[str, str]]:
    """COUNT pairs of codes (person, file) that nobody in the organisation has."""
    pairs: list[tuple[str, str]] = []
    rows = {"K": Client.objects, "F": Case.objects}
    found: dict[str, list[str]] = {}
    for prefix, model in rows.items():
        free: set[str] = set()
        while len(free) < count:
            drawn = {new_code(prefix) for _ in range(count - len(free))}
            there = model.filter(organisation_id=actor.organisation, code__in=drawn)
            free |= drawn - set(there.values_list("code", flat=True))
        found[prefix] = list(free)
    pairs.extend(zip(found["K"], found["F"], strict=True))
    return pairs


def _join(lead: Membership, cases: Sequence[Case]) -> None:
    account, day, moment = lead.account_id, today(), now()
    CaseMember.objects.bulk_create(
        (
            CaseMember(
                organisation_id=case.organisation_id,
                case=case,
                membership=lead,
                account_id=account,
                part=MemberPart.LEAD,
                since=day,
            )
            for case in cases
        ),
        batch_size=AT_ONCE,
    )
    CaseEvent.objects.bulk_create(
        (
            CaseEvent(
                organisation_id=case.organisation_id,
                case=case,
                at=moment,
                account_id=account,
                verb="case_opened",
                detail={"kind": case.kind},
            )
            for case in cases
        ),
        batch_size=AT_ONCE,
    )


def _place(cases: Sequence[Case], wanted: Sequence[Listed]) -> None:
    """The stays of CASES with their dates."""
    stays, dates = [], []
    for case, one in zip(cases, wanted, strict=True):
        values = one.values
        check_stay({"custody": values.custody, "admitted_on": values.admitted_on})
        stay = Stay(
            organisation_id=case.organisation_id,
            case=case,
            prison_code=values.prison_code,
            custody=values.custody,
            admitted_on=values.admitted_on,
            release_on=values.release_on,
        )
        stays.append(stay)
        told = {values.scenario: values.release_on, **one.further}
        dates += [
            ReleaseScenario(
                organisation_id=case.organisation_id,
                stay=stay,
                kind=kind,
                on=on,
                current=kind == values.scenario,
            )
            for kind, on in told.items()
        ]
    Stay.objects.bulk_create(stays, batch_size=AT_ONCE)
    ReleaseScenario.objects.bulk_create(dates, batch_size=AT_ONCE)


@transaction.atomic
def take_back_listed(*, actor: Actor, cases: Iterable[UUID]) -> list[str]:
    """Erase those of CASES that nobody has touched since they came from a list, with their persons;
    the codes of those that stay.
    """
    require(policy.can_open_case(actor))
    rows = Case.objects.visible_to(actor).filter(pk__in=list(cases)).select_for_update(of=("self",))
    found = list(rows.order_by("pk"))
    busy = _touched(found)
    gone = [case for case in found if case.pk not in busy]
    clients = [case.client_id for case in gone]
    Case.objects.filter(pk__in=[case.pk for case in gone]).delete()
    alone = Client.objects.filter(pk__in=clients).exclude(
        pk__in=Case.objects.filter(client__in=clients).values("client")
    )
    erased = list(alone.values_list("pk", flat=True))
    alone.delete()
    if erased:
        shelve(actor.organisation, [], gone=erased)
    return [case.code for case in found if case.pk in busy]


def _touched(cases: Sequence[Case]) -> set[UUID]:
    """Whose course has more than its beginning, whose plan is open, or who has joined her."""
    keys = [case.pk for case in cases]
    events = CaseEvent.objects.filter(case__in=keys).values("case").annotate(n=Count("pk"))
    members = CaseMember.objects.filter(case__in=keys).values("case").annotate(n=Count("pk"))
    busy = {row["case"] for rows in (events, members) for row in rows if row["n"] > 1}
    return busy | {case.pk for case in cases if case.plan_opened_on or case.closed_on}
