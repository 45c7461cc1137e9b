"""How a case begins, in two minutes and with a code alone where there is no name yet; and who the
person is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction

from nahtlos.cases import policy
from nahtlos.cases.actions.course import note_event
from nahtlos.cases.actions.held import held, plausible, touch
from nahtlos.cases.actions.stays import check_stay, create_stay, land_of
from nahtlos.cases.models import Case, CaseKind, CaseMember, Client, Custody, MemberPart, Scenario
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import today
from nahtlos.foundation.codes import free_code
from nahtlos.foundation.ruling import states
from nahtlos.foundation.versions import require_version
from nahtlos.organisations.queries import own_organisation
from nahtlos.people.queries import own_membership

CLIENT_FIELDS: Final = (
    *("given_name", "family_name", "called", "born_on", "phone", "external_code"),
)


@dataclass(frozen=True, slots=True)
class NewCase:
    """What a case begins with; nothing of it is needed. `prison_code` is the XJustiz id."""

    given_name: str = ""
    family_name: str = ""
    called: str = ""
    born_on: date | None = None
    phone: str = ""
    external_code: str = ""
    kind: str = CaseKind.TRANSITION
    prison_code: str = ""
    custody: str = Custody.UNKNOWN
    admitted_on: date | None = None
    summons_on: date | None = None
    scenario: str = Scenario.UNKNOWN
    release_on: date | None = None


@states(
    "Begleitung",
    "Eine Begleitung kann ohne Namen beginnen. Auf den Seiten steht dann nur ein Kurzzeichen.",
    checked_on=date(2026, 11, 26),
    proven_by=("tests/cases/test_opening.py::test_a_case_can_begin_without_a_name",),
)
@transaction.atomic
def open_case(*, actor: Actor, values: NewCase) -> Case:
    """Begin to accompany somebody; the actor leads. Refused where dates cannot be right."""
    require(policy.can_open_case(actor))
    own = own_membership(actor)
    _check_birth(values.born_on)
    check_stay(_stay_values(values))
    if values.kind not in CaseKind.values:
        raise Refused("Bitte wählen Sie, worum es geht.", field="kind")
    land = land_of(values.prison_code)
    case = Case(
        organisation_id=actor.organisation,
        code=free_code("F", lambda code: _taken(Case, actor, code)),
        kind=values.kind,
        land_code=land or own_organisation(actor).land_id or "",
        opened_on=today(),
    )
    case.client = _new_client(actor, values)
    case.save(force_insert=True)
    if _has_stay(values):
        create_stay(case, _stay_values(values))
    CaseMember.objects.create(
        organisation_id=actor.organisation,
        case=case,
        membership=own,
        account_id=own.account_id,
        part=MemberPart.LEAD,
        since=today(),
    )
    note_event(actor=actor, case=case, verb="case_opened", detail={"kind": case.kind})
    audit.record(actor, Verb.CREATED, "case", case.code, {"client": case.client.code})
    return case


def _taken(model: type[Case | Client], actor: Actor, code: str) -> bool:
    return model._default_manager.filter(organisation_id=actor.organisation, code=code).exists()


def _new_client(actor: Actor, values: NewCase) -> Client:
    client = Client(
        organisation_id=actor.organisation,
        code=free_code("K", lambda code: _taken(Client, actor, code)),
    )
    for name in CLIENT_FIELDS:
        setattr(client, name, _text(getattr(values, name)))
    client.save(force_insert=True)
    return client


def _text(value: object) -> str:
    """What is sealed is text; a day is kept as an ISO date."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value or "").strip()


def _has_stay(values: NewCase) -> bool:
    """A family can be accompanied without a prisoner."""
    known = (values.prison_code, values.admitted_on, values.summons_on, values.release_on)
    return values.kind == CaseKind.TRANSITION or any(known) or values.custody != Custody.UNKNOWN


def _stay_values(values: NewCase) -> dict[str, Any]:
    names = ("prison_code", "custody", "admitted_on", "summons_on", "scenario", "release_on")
    return {name: getattr(values, name) for name in names}


def _check_birth(born_on: object) -> None:
    if not isinstance(born_on, date):
        return
    plausible(born_on, "born_on")
    if born_on > today():
        raise Refused("Das Geburtsdatum kann nicht in der Zukunft liegen.", field="born_on")


@transaction.atomic
def edit_client(*, actor: Actor, case: Case, values: Mapping[str, Any], version: str) -> Client:
    """Change who the person is and how she is reached. VERSION is that of her row; Stale where
    somebody was faster. The same values again change nothing.
    """
    current = held(actor, case)
    client = Client.objects.select_for_update().get(pk=current.client_id)
    _check_birth(values.get("born_on"))
    fresh = {name: _text(values[name]) for name in CLIENT_FIELDS if name in values}
    changed = sorted(name for name, text in fresh.items() if (getattr(client, name) or "") != text)
    if not changed:
        return client
    require_version(client, version)
    for name in changed:
        setattr(client, name, fresh[name])
    client.save(update_fields=[*changed, "changed_at"])
    touch(current)
    note_event(actor=actor, case=current, verb="person_changed", detail={"fields": changed})
    detail = {"client": client.code, "fields": changed}
    audit.record(actor, Verb.CHANGED, "client", current.code, detail)
    return client
