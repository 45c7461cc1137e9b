"""A list is written: files begin, dates move; and the whole of it is taken back."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.http import Http404
from procrastinate.contrib.django import app

from nahtlos.cases.actions import (
    Listed,
    NewCase,
    begin_stay,
    open_listed,
    take_back_listed,
)
from nahtlos.cases.models import Case, ReleaseScenario, Stay
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import now
from nahtlos.foundation.ruling import states
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.versions import version_of
from nahtlos.lists import policy
from nahtlos.lists.actions.receiving import OVER, locked
from nahtlos.lists.models import LineEnd, ListLine, ListState, ReleaseList
from nahtlos.lists.queries import own_list, preview, stands_still
from nahtlos.lists.queries.judging import Judged, becomes
from nahtlos.people.models import Account
from nahtlos.people.queries import running_memberships, staff_actor
from nahtlos.referrals.actions import move_release, reopen_case

AT_ONCE: Final = 200  # lines written in one transaction; what a killed job repeats at most
KEPT_FOR: Final = timedelta(days=30)
RUN_LIST: Final = "lists:run_list"


@states(
    "Entlassungsliste",
    "Eine Liste ist ein Vorgang: ein Eintrag im Protokoll, und sie lässt sich als Ganzes"
    " zurücknehmen. Woran seitdem jemand gearbeitet hat, das bleibt.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/lists/test_lists.py::test_one_list_is_one_entry_in_the_chain",
        "tests/lists/test_lists.py::test_undo_erases_what_nobody_touched_and_names_what_stays",
    ),
)
@transaction.atomic
def start_list(*, actor: Actor, run: ReleaseList) -> ReleaseList:
    """Write it: a short list at once, a long one by a job. Asked twice, or from two tabs, it is
    written once; one that stands still goes on where it stood.
    """
    run = locked(actor, run)
    if run.state == ListState.COLUMNS:
        raise Refused("Bitte sagen Sie zuerst, was die Spalten bedeuten.")
    if run.state != ListState.CHECKED and not stands_still(run, now()):
        return run
    run.state, run.changed_at = ListState.RUNNING, now()
    run.save()
    audit.record(actor, Verb.IMPORTED, "release_list", run.code, {"lines": run.total})
    if run.total <= AT_ONCE:
        _write(actor, run, preview(actor, run).lines)
        return _finish(actor, run)
    app.configure_task(RUN_LIST).defer(
        organisation_id=str(run.organisation_id), code=run.code, account_id=str(run.account_id)
    )
    return run


def run_list(*, organisation_id: UUID, code: str, account_id: UUID) -> int:
    """What the job does: write the lines that are not written yet, some at a time; how many. Killed
    and started again it goes on.
    """
    with tenant(organisation_id, account_id):
        actor = _bringer(organisation_id, account_id)
        run = own_list(actor, code)
        if run.state != ListState.RUNNING:
            return 0
        if not policy.can_bring_lists(actor):
            _hand_back(actor, run)
            return 0
        lines = [line for line in preview(actor, run).lines if not line.line.end]
    for first in range(0, len(lines), AT_ONCE):
        with tenant(organisation_id, account_id):
            _write(actor, run, lines[first : first + AT_ONCE])
    with tenant(organisation_id, account_id):
        _finish(actor, run)
    return len(lines)


def _bringer(organisation_id: UUID, account_id: UUID) -> Actor:
    """Who brought it in, with the roles she has now."""
    memberships = running_memberships(account_id).filter(organisation=organisation_id)
    return staff_actor(Account.objects.get(pk=account_id), memberships.first())


def _hand_back(actor: Actor, run: ReleaseList) -> None:
    run.state, run.changed_at = ListState.CHECKED, now()
    run.save(update_fields=["state", "changed_at"])
    audit.record(actor, Verb.STOPPED, "release_list", run.code)


def _write(actor: Actor, run: ReleaseList, lines: Sequence[Judged]) -> None:
    """Write LINES and what became of them."""
    run = ReleaseList.objects.select_for_update().get(pk=run.pk)
    fresh = [line for line in lines if line.end == LineEnd.NEW]
    cases = open_listed(actor=actor, wanted=[_wanted(run, line) for line in fresh])
    for judged, case in zip(fresh, cases, strict=True):
        judged.line.case = case
    for judged in lines:
        judged.line.end = judged.end
        if judged.end in (LineEnd.MOVED, LineEnd.RETURNED):
            _write_known(actor, run, judged)
    ListLine.objects.bulk_create(
        [judged.line for judged in lines],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["end", "case", "former"],
        batch_size=AT_ONCE,
    )
    run.done += len(lines)
    run.changed_at = now()
    run.save(update_fields=["done", "changed_at"])


def _wanted(run: ReleaseList, judged: Judged) -> Listed:
    read = judged.read
    values = NewCase(
        given_name=read.given_name,
        family_name=read.family_name,
        born_on=read.born_on,
        external_code=read.number,
        prison_code=run.prison_code,
        custody=str(read.custody),
        admitted_on=read.admitted_on,
        scenario=str(read.scenario),
        release_on=read.release_on,
    )
    return Listed(values, read.further)


def _write_known(actor: Actor, run: ReleaseList, judged: Judged) -> None:
    """Move the date of somebody known, or begin her next stay. What cannot be stays as it was, and
    its line says why.
    """
    known, line = judged.known, judged.line
    if known is None:
        return
    line.case = known.case
    try:
        with transaction.atomic():
            if judged.end == LineEnd.RETURNED:
                _take_up_again(actor, run, judged, known.case)
            else:
                scenario, on = becomes(judged.read, known)
                line.former = {
                    "was": [known.scenario, _iso(known.on)],
                    "became": [scenario, _iso(on)],
                }
                _move(actor, known.case, scenario, on)
    except Refused as refused:
        line.end, line.former = LineEnd.BAD, {"reason": refused.reason}


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _move(actor: Actor, case: Case, scenario: str, on: date | None) -> None:
    case.refresh_from_db(fields=["changed_at"])
    move_release(
        actor=actor,
        case=case,
        scenario=scenario,
        on=on,
        approved=(),
        version=version_of(case),
    )


def _take_up_again(actor: Actor, run: ReleaseList, judged: Judged, case: Case) -> None:
    if case.closed_on:
        reopen_case(actor=actor, case=case)
    read = judged.read
    values: dict[str, Any] = {
        "prison_code": run.prison_code,
        "custody": str(read.custody),
        "admitted_on": read.admitted_on,
        "scenario": str(read.scenario),
        "release_on": read.release_on,
    }
    begin_stay(actor=actor, case=case, values=values)


def _finish(actor: Actor, run: ReleaseList) -> ReleaseList:
    run = locked(actor, run)
    run.counts = dict(Counter(run.lines.values_list("end", flat=True)))
    run.state, run.done, run.changed_at = ListState.DONE, run.total, now()
    run.save()
    return run


@transaction.atomic
def undo_list(*, actor: Actor, run: ReleaseList) -> ReleaseList:
    """Take a whole list back: files that nobody touched go, dates that nobody moved since go back.
    What stays is named.
    """
    run = locked(actor, run)
    if run.state == ListState.UNDONE:
        return run
    if run.state != ListState.DONE:
        raise Refused(
            OVER if run.state == ListState.RUNNING else "Hier ist noch nichts geschrieben."
        )
    lines = list(run.lines.exclude(case=None).select_related("case"))
    back = [line for line in lines if line.end == LineEnd.MOVED]
    left = [code for line in back if (code := _move_back(actor, line))]
    left += [line.case.code for line in lines if line.case and line.end == LineEnd.RETURNED]
    fresh = [line.case_id for line in lines if line.end == LineEnd.NEW and line.case_id]
    # The files go and take nothing with them but their line's tie.
    run.lines.filter(end=LineEnd.NEW).update(case=None)
    left += take_back_listed(actor=actor, cases=fresh)
    run.refused = left
    run.state, run.changed_at = ListState.UNDONE, now()
    run.save()
    audit.record(actor, Verb.WITHDRAWN, "release_list", run.code, {"left": len(left)})
    return run


def _move_back(actor: Actor, line: ListLine) -> str:
    """Let the date count that counted before the list; the code of the file where somebody moved it
    since or nobody may.
    """
    case = line.case
    if case is None:
        return ""
    stay = Stay.objects.filter(case=case, ended_on=None).first()
    counts = ReleaseScenario.objects.filter(stay=stay, current=True).first() if stay else None
    was, became = line.former["was"], line.former["became"]
    if counts is None or [counts.kind, _iso(counts.on)] != became:
        return str(case.code)
    try:
        with transaction.atomic():
            _move(actor, case, was[0], date.fromisoformat(was[1]) if was[1] else None)
    except (Refused, Http404):
        return str(case.code)
    return ""


def forget_old_lists(organisation_id: UUID) -> int:
    """Erase lists that are a month old with all their lines; how many. The files stay."""
    with tenant(organisation_id):
        old = ReleaseList.objects.filter(
            organisation_id=organisation_id, changed_at__lt=now() - KEPT_FOR
        ).exclude(state=ListState.RUNNING)
        found = old.count()
        if found:
            ListLine.objects.filter(run__in=old).delete()
            old.delete()
    return found
