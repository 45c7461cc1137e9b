"""A list is received and understood; nothing is written to any file yet."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import now, today
from nahtlos.foundation.codes import free_code
from nahtlos.foundation.folding import bare
from nahtlos.lists import policy
from nahtlos.lists.models import ListColumns, ListLine, ListState, ReleaseList
from nahtlos.lists.queries import headings_of, preview, remembered_columns
from nahtlos.lists.queries.judging import NEW
from nahtlos.lists.rules.columns import BY_CODE, propose
from nahtlos.people.queries import own_membership

OVER: Final = "Diese Liste ist schon übernommen."
WHO: Final = "Bitte sagen Sie, in welcher Spalte der Name oder die Buchnummer steht."
_WHO: Final = frozenset({"nummer", "familienname", "vorname", "name"})


@dataclass(frozen=True, slots=True)
class Received:
    """What somebody pasted or sent. headings: () where the first line is a person already."""

    headings: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]


@transaction.atomic
def receive_list(*, actor: Actor, received: Received, prison_code: str) -> ReleaseList:
    """Keep the lines of a list, sealed, and propose what its columns mean. Where that says who and
    when, the list can be looked at right away.
    """
    require(policy.can_bring_lists(actor))
    cells = [line for _, line in received.lines]
    columns = propose(received.headings, cells, remembered_columns(actor), today())
    moment = now()
    known = _WHO.intersection(columns) and {"entlassung", "strafende"}.intersection(columns)
    run = ReleaseList(
        organisation_id=actor.organisation,
        code=free_code("L", lambda code: _taken(actor, code)),
        account_id=own_membership(actor).account_id,
        state=ListState.CHECKED if known else ListState.COLUMNS,
        prison_code=prison_code,
        headings=json.dumps(received.headings) if received.headings else "",
        columns=columns,
        total=len(received.lines),
        created_at=moment,
        changed_at=moment,
    )
    run.save(force_insert=True)
    ListLine.objects.bulk_create(
        ListLine(organisation_id=actor.organisation, run=run, number=number, cells=json.dumps(line))
        for number, line in received.lines
    )
    audit.record(actor, Verb.RECEIVED, "release_list", run.code, {"lines": run.total})
    return run


def _taken(actor: Actor, code: str) -> bool:
    return ReleaseList.objects.filter(organisation_id=actor.organisation, code=code).exists()


def locked(actor: Actor, run: ReleaseList) -> ReleaseList:
    """RUN as it is now, locked, for who brought it in."""
    require(policy.can_bring_lists(actor))
    return ReleaseList.objects.visible_to(actor).select_for_update().get(pk=run.pk)


def _open(actor: Actor, run: ReleaseList) -> ReleaseList:
    run = locked(actor, run)
    if run.state not in (ListState.COLUMNS, ListState.CHECKED):
        raise Refused(OVER)
    return run


@transaction.atomic
def choose_columns(*, actor: Actor, run: ReleaseList, columns: Sequence[str]) -> ReleaseList:
    """Say what the columns mean, and remember it for the next list. Refused where nothing says who
    is meant, or where two columns are the same.
    """
    run = _open(actor, run)
    chosen = [code for code in columns if code]
    twice = [code for code, count in Counter(chosen).items() if count > 1]
    if twice:
        raise Refused(f"„{BY_CODE[twice[0]].label}“ ist zweimal gewählt. Bitte nur eine Spalte.")
    if _WHO.isdisjoint(chosen):
        raise Refused(WHO)
    run.columns, run.state, run.changed_at = list(columns), ListState.CHECKED, now()
    run.save()
    ListColumns.objects.update_or_create(
        organisation_id=actor.organisation,
        defaults={"columns": remembered_columns(actor) | _said(run, columns)},
    )
    audit.record(actor, Verb.CHANGED, "release_list", run.code)
    return run


def _said(run: ReleaseList, columns: Sequence[str]) -> dict[str, object]:
    headings = headings_of(run)
    if headings:
        return {bare(name): code for name, code in zip(headings, columns, strict=False)}
    return {f"#{len(columns)}": list(columns)}


@transaction.atomic
def choose(*, actor: Actor, run: ReleaseList, choices: Mapping[int, str]) -> None:
    """For lines that may mean somebody known: the code of her file, or NEW."""
    run = _open(actor, run)
    for judged in preview(actor, run).undecided:
        choice = choices.get(judged.line.number, "")
        if choice in (NEW, *(one.known.case.code for one in judged.maybe)):
            judged.line.choice = choice
            judged.line.save(update_fields=["choice"])
    audit.record(actor, Verb.CHANGED, "release_list", run.code)
