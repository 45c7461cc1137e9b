"""Where a person is, since when, and the dates on which she may come out."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction

from nahtlos.cases.actions.course import note_event
from nahtlos.cases.actions.fitting import refit
from nahtlos.cases.actions.held import held, plausible, running_stay_of
from nahtlos.cases.models import Began, Case, Custody, ReleaseScenario, Scenario, Stay, StayEnd
from nahtlos.cases.queries.ground import Ground
from nahtlos.cases.queries.stays import prisons_by_code
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import today
from nahtlos.foundation.versions import Stale, version_of

DATELESS: Final = frozenset({Scenario.ANY_TIME, Scenario.UNKNOWN})
# The dates that may stand beside the one that counts.
FURTHER: Final = (Scenario.HALF, Scenario.TWO_THIRDS, Scenario.END)
STAY_FIELDS: Final = ("prison_code", "custody", "admitted_on", "summons_on", "began")
NO_STAY: Final = "Zurzeit läuft kein Aufenthalt. Bitte tragen Sie zuerst ein, wo die Person ist."
TOO_EARLY: Final = "Die Entlassung kann nicht vor der Aufnahme liegen."


def land_of(prison_code: str) -> str:
    """The Land in which a prison stands; '' without one. Refused for a prison nobody knows."""
    if not prison_code:
        return ""
    prison = prisons_by_code().get(prison_code)
    if prison is None:
        raise Refused("Diese Haftanstalt kennen wir nicht.", field="prison_code")
    return prison.land or ""


def check_release(
    scenario: str, on: date | None, admitted_on: date | None, *, field: str = "release_on"
) -> None:
    """Refused beside FIELD or `scenario` where a date and what it rests on do not fit."""
    if scenario not in Scenario.values:
        raise Refused("Bitte wählen Sie, worauf der Termin beruht.", field="scenario")
    plausible(on, field)
    if scenario in DATELESS and on is not None:
        raise Refused("Mit einem Datum wählen Sie bitte, worauf es beruht.", field="scenario")
    if scenario not in DATELESS and on is None:
        raise Refused("Zu diesem Termin gehört ein Datum.", field=field)
    if on and admitted_on and on < admitted_on:
        raise Refused(TOO_EARLY, field=field)


def check_stay(values: Mapping[str, Any]) -> None:
    """Refused beside its field where something about a new stay cannot be."""
    if (values.get("custody") or Custody.UNKNOWN) not in Custody.values:
        raise Refused("Bitte wählen Sie die Art der Haft.", field="custody")
    for name in ("admitted_on", "summons_on"):
        plausible(values.get(name), name)
    scenario = values.get("scenario") or Scenario.UNKNOWN
    check_release(scenario, values.get("release_on"), values.get("admitted_on"))


def create_stay(case: Case, values: Mapping[str, Any]) -> Stay:
    """A stay with the scenario that counts; the caller has checked it."""
    given = {name: values[name] for name in STAY_FIELDS if values.get(name)}
    # A code that a prison's list has and we do not know is a return like others, reason unknown.
    if given.get("began") not in Began.values:
        given.pop("began", None)
    scenario, on = values.get("scenario") or Scenario.UNKNOWN, values.get("release_on")
    stay = Stay.objects.create(
        organisation_id=case.organisation_id, case=case, release_on=on, **given
    )
    ReleaseScenario.objects.create(
        organisation_id=case.organisation_id, stay=stay, kind=scenario, on=on, current=True
    )
    return stay


@transaction.atomic
def edit_stay(*, actor: Actor, case: Case, values: Mapping[str, Any], version: str) -> Stay:
    """Change where the person is and the further dates. The date that counts is moved by
    `write_release`, because the plan and the partners move with it. VERSION is that of the stay.
    """
    current = held(actor, case)
    stay = running_stay_of(current)
    if stay is None:
        raise Refused(NO_STAY)
    now = version_of(stay)
    ground = Ground.of(current, stay)
    changed = [
        n for n in STAY_FIELDS if n in values and (values[n] or None) != (getattr(stay, n) or None)
    ]
    _set_stay(current, stay, {name: values[name] for name in changed})
    dates = _set_further(stay, values)
    if not changed and not dates:
        return stay
    if now != version:
        raise Stale
    stay.save()
    refit(current, ground, Ground.of(current, stay))
    detail = {"fields": sorted([*changed, *dates])}
    note_event(actor=actor, case=current, verb="stay_changed", detail=detail)
    audit.record(actor, Verb.CHANGED, "stay", current.code, detail)
    return stay


def _set_stay(case: Case, stay: Stay, values: Mapping[str, Any]) -> None:
    if values.get("custody", stay.custody) not in Custody.values:
        raise Refused("Bitte wählen Sie die Art der Haft.", field="custody")
    for name in ("admitted_on", "summons_on"):
        plausible(values.get(name), name)
    if "prison_code" in values:
        case.land_code = land_of(values["prison_code"]) or case.land_code
    for name, value in values.items():
        setattr(stay, name, value)
    if stay.admitted_on and stay.release_on and stay.release_on < stay.admitted_on:
        raise Refused(
            "Die Aufnahme kann nicht nach der Entlassung liegen. Stimmt die Entlassung noch?",
            field="admitted_on",
        )


def _set_further(stay: Stay, values: Mapping[str, Any]) -> list[str]:
    """Write the dates beside the one that counts; which of them changed."""
    rows = {row.kind: row for row in ReleaseScenario.objects.filter(stay=stay)}
    changed = []
    for kind in FURTHER:
        row = rows.get(kind)
        if kind not in values or values[kind] == (row.on if row else None):
            continue
        if row is not None and row.current:
            raise Refused(
                "Dieser Termin zählt gerade. Bitte verschieben Sie ihn über „Termin verschieben“.",
                field=kind,
            )
        _write_further(stay, kind, values[kind])
        changed.append(str(kind))
    return changed


def _write_further(stay: Stay, kind: str, on: date | None) -> None:
    if on is None:
        ReleaseScenario.objects.filter(stay=stay, kind=kind).delete()
        return
    check_release(kind, on, stay.admitted_on, field=kind)
    ReleaseScenario.objects.update_or_create(
        organisation_id=stay.organisation_id, stay=stay, kind=kind, defaults={"on": on}
    )


@transaction.atomic
def begin_stay(*, actor: Actor, case: Case, values: Mapping[str, Any]) -> Stay:
    """The person comes into a prison again, or into the next one: a further stay of the same case,
    never a second person. Refused while one runs.
    """
    current = held(actor, case)
    if running_stay_of(current) is not None:
        raise Refused("Es läuft schon ein Aufenthalt. Bitte beenden Sie ihn zuerst.")
    check_stay(values)
    ground = Ground.of(current, Stay.objects.filter(case=current).order_by("ended_on").last())
    current.land_code = land_of(values.get("prison_code") or "") or current.land_code
    stay = create_stay(current, values)
    refit(current, ground, Ground.of(current, stay))
    note_event(actor=actor, case=current, verb="stay_begun", detail={"custody": stay.custody})
    audit.record(actor, Verb.CREATED, "stay", current.code, {"custody": stay.custody})
    return stay


@transaction.atomic
def end_stay(*, actor: Actor, case: Case, how: str, on: date) -> Stay:
    """The stay ended ON: released, transferred or otherwise. The case goes on, and its lead stays.
    Steps after the release count from the day it really was. Said twice it is said once.
    """
    current = held(actor, case)
    stay = running_stay_of(current)
    if stay is None:
        return _ended_before(current)
    if how not in StayEnd.values:
        raise Refused("Bitte wählen Sie, wie der Aufenthalt endet.", field="how")
    if on > today():
        raise Refused("Dieser Tag liegt in der Zukunft.", field="on")
    plausible(on, "on")
    if stay.admitted_on and on < stay.admitted_on:
        raise Refused("Das liegt vor der Aufnahme.", field="on")
    ground = Ground.of(current, stay)
    stay.ended_on, stay.ended_by = on, how
    stay.save(update_fields=["ended_on", "ended_by", "changed_at"])
    refit(current, ground, Ground.of(current, stay))
    note_event(actor=actor, case=current, verb="stay_ended", detail={"how": how})
    audit.record(actor, _verb(how), "stay", current.code, {"how": how})
    return stay


def _verb(how: str) -> Verb:
    if how == StayEnd.RELEASED:
        return Verb.RELEASED
    return Verb.TRANSFERRED if how == StayEnd.TRANSFERRED else Verb.ENDED


def _ended_before(case: Case) -> Stay:
    last: Stay | None = Stay.objects.filter(case=case).order_by("ended_on").last()
    if last is None:
        raise Refused(NO_STAY)
    return last
