"""How a case begins, in two minutes and with a code alone where there is no name yet; and who the
person is.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import transaction

from nahtlos.cases import policy
from nahtlos.cases.actions.course import note_event
from nahtlos.cases.actions.held import held, plausible, touch
from nahtlos.cases.actions.names import shelve
from nahtlos.cases.actions.stays import check_stay, create_stay, land_of
from nahtlos.cases.models import Case, CaseKind, CaseMember, Client, Custody, MemberPart, Scenario
from nahtlos.cases.queries.names import Sought, doubles_of, name_of
from nahtlos.cases.rules.names import Named, iso, named
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
def open_case(*, actor: Actor, values: NewCase, anyway: Collection[str] = ()) -> Case:
    """Begin to accompany somebody; the actor leads. Refused where dates cannot be right;
    PerhapsThere where she may be there already and that is not among ANYWAY.
    """
    require(policy.can_open_case(actor))
    own = own_membership(actor)
    _check_birth(values.born_on)
    check_stay(_stay_values(values))
    if values.kind not in CaseKind.values:
        raise Refused("Bitte wählen Sie, worum es geht.", field="kind")
    _require_new(actor, _entry(values), anyway)
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


THERE: Final = "Vielleicht gibt es diese Person schon. Gespeichert ist noch nichts."
SOMEWHERE: Final = (
    "Es gibt vielleicht schon eine Akte, die Sie nicht öffnen dürfen. Bitte fragen Sie die"
    " Fachleitung. Gespeichert ist noch nichts."
)
HIDDEN: Final = "andere"  # what stands for files that may not be opened


class PerhapsThere(Refused):
    """There may be a file of this person. `found` says which; `keys` is what the button sends that
    begins another one all the same.
    """

    def __init__(self, found: Sought) -> None:
        super().__init__(THERE if found.hits else SOMEWHERE)
        self.found = found

    @property
    def keys(self) -> str:
        """The codes of the files, and a word for those that may not be opened."""
        return " ".join(_keys_of(self.found))


def _keys_of(found: Sought) -> list[str]:
    return [hit.code for hit in found.hits] + [HIDDEN] * found.hidden


def _entry(values: NewCase) -> Named:
    return named(
        given=values.given_name,
        family=values.family_name,
        born_on=iso(values.born_on),
        number=values.external_code,
    )


@states(
    "Begleitung",
    "Bevor eine neue Akte entsteht, wird geprüft, ob es die Person schon gibt: auch in"
    " geschlossenen Akten, und auch wenn der Name anders geschrieben ist.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/cases/test_search.py::test_closed_files_are_found_before_a_new_one_begins",
        "tests/cases/test_search.py::test_whoever_may_be_there_already_is_named_before_anything_is_saved",
    ),
)
def _require_new(
    actor: Actor, entry: Named, anyway: Collection[str], before: Named | None = None
) -> None:
    """PerhapsThere where the person may be there already and that was not named in a warning that
    was pressed away. What she was like BEFORE is not asked again.
    """
    found = doubles_of(actor, entry)
    asked = _keys_of(doubles_of(actor, before)) if before and _keys_of(found) else []
    if not {*_keys_of(found)} <= {*anyway, *asked}:
        raise PerhapsThere(found)


def _taken(model: type[Case | Client], actor: Actor, code: str) -> bool:
    return model._default_manager.filter(organisation_id=actor.organisation, code=code).exists()


def _new_client(actor: Actor, values: NewCase) -> Client:
    client = Client(
        organisation_id=actor.organisation,
        code=free_code("K", lambda code: _taken(Client, actor, code)),
    )
    for name in CLIENT_FIELDS:
        setattr(client, name, as_text(getattr(values, name)))
    client.save(force_insert=True)
    shelve(client.organisation_id, [client])
    return client


def as_text(value: object) -> str:
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
def edit_client(
    *,
    actor: Actor,
    case: Case,
    values: Mapping[str, Any],
    version: str,
    anyway: Collection[str] = (),
) -> Client:
    """Change who the person is and how she is reached. VERSION is that of her row; Stale where
    somebody was faster, PerhapsThere where she becomes like another person who is not among ANYWAY.
    The same values again change nothing.
    """
    current = held(actor, case)
    client = Client.objects.select_for_update().get(pk=current.client_id)
    _check_birth(values.get("born_on"))
    fresh = {name: as_text(values[name]) for name in CLIENT_FIELDS if name in values}
    changed = sorted(name for name, text in fresh.items() if (getattr(client, name) or "") != text)
    if not changed:
        return client
    require_version(client, version)
    before = name_of(client)
    for name in changed:
        setattr(client, name, fresh[name])
    if name_of(client) != before:
        _require_new(actor, name_of(client), anyway, before)
    client.save(update_fields=[*changed, "changed_at"])
    shelve(client.organisation_id, [client])
    touch(current)
    note_event(actor=actor, case=current, verb="person_changed", detail={"fields": changed})
    detail = {"client": client.code, "fields": changed}
    audit.record(actor, Verb.CHANGED, "client", current.code, detail)
    return client
