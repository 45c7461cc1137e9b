"""Take a list along: short ones are ready at once, long ones are made by a job."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.http import Http404
from procrastinate.contrib.django import app

from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import now
from nahtlos.foundation.codes import free_code
from nahtlos.foundation.limits import Limit, within_for
from nahtlos.foundation.ruling import states
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.tenancy.context import snapshot
from nahtlos.lookout import policy
from nahtlos.lookout.models import TableState, TakenTable
from nahtlos.lookout.queries import SOURCES, Source, own_table
from nahtlos.lookout.rules.tables import Table
from nahtlos.people.models import Account
from nahtlos.people.queries import own_membership, running_memberships, staff_actor

AT_ONCE: Final = 300  # rows that are put together while somebody waits
LIFE: Final = timedelta(days=1)
TAKEN: Final = Limit("taken_tables", 3, timedelta(days=1))
MAKE_TABLE: Final = "lookout:make_table"
TOO_MANY: Final = (
    "Heute haben Sie schon dreimal eine Liste mitgenommen. Ihre Tabellen stehen unten; morgen geht"
    " es wieder."
)


@states(
    "Begleitung",
    "Eine Tabelle, die jemand mitnimmt, enthält genau die Zeilen, die die Liste zeigt. Sie steht"
    " mit Auswahl und Zahl der Zeilen im Protokoll und ist nach einem Tag gelöscht.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/lookout/test_tables.py::test_export_equals_what_the_list_shows",
        "tests/lookout/test_tables.py::test_taking_a_list_along_stands_in_the_chain",
        "tests/lookout/test_tables.py::test_a_day_later_it_is_gone",
    ),
)
@transaction.atomic
def take_table(*, actor: Actor, word: str, words: Mapping[str, str]) -> TakenTable:
    """Take the list WORD along, looked at as WORDS say. Http404 for a list she does not see;
    Refused where she took enough today.
    """
    require(policy.can_take_along(actor))
    source = SOURCES.get(word)
    if source is None:
        raise Http404
    require(source.may(actor))
    account_id = own_membership(actor).account_id
    if not within_for(TAKEN, account_id):
        raise Refused(TOO_MANY)
    look = source.read(words)
    table = TakenTable(
        organisation_id=actor.organisation,
        code=free_code("T", lambda code: _taken(actor, code)),
        account_id=account_id,
        kind=source.kind,
        look=look,
        said=source.said(actor, look),
        rows=source.size(actor, look),
        wanted_at=now(),
        expires_at=now() + LIFE,
    )
    table.save(force_insert=True)
    if table.rows <= AT_ONCE:
        return _ready(actor, table, source.table(actor, look))
    app.configure_task(MAKE_TABLE).defer(
        organisation_id=str(actor.organisation), code=table.code, account_id=str(account_id)
    )
    return table


def _taken(actor: Actor, code: str) -> bool:
    return TakenTable.objects.filter(organisation_id=actor.organisation, code=code).exists()


def _ready(actor: Actor, table: TakenTable, made: Table) -> TakenTable:
    table.content, table.rows = made.text(), len(made.rows)
    table.state, table.made_at = TableState.READY, now()
    table.save()
    detail = {"list": table.kind, "rows": table.rows, "look": table.said}
    audit.record(actor, Verb.TAKEN_ALONG, "table", table.code, detail)
    return table


def make_table(*, organisation_id: UUID, code: str, account_id: UUID) -> int:
    """What the job does: read the list as it stands at one moment, with the rights its taker has
    now, then keep it; how many rows. Killed and started again it begins anew.
    """
    with snapshot(organisation_id, account_id):
        memberships = running_memberships(account_id).filter(organisation=organisation_id)
        actor = staff_actor(Account.objects.get(pk=account_id), memberships.first())
        table = TakenTable.objects.get(organisation_id=organisation_id, code=code)
        source = _source_of(table)
        may = policy.can_take_along(actor) and source.may(actor)
        made = source.table(actor, table.look) if may else None
    with tenant(organisation_id, account_id):
        rows = TakenTable.objects.select_for_update().filter(pk=table.pk)
        table = rows.get()
        if table.state != TableState.WANTED:
            return 0
        if made is None:
            table.state = TableState.STOPPED
            table.save(update_fields=["state"])
            return 0
        return _ready(actor, table, made).rows


def _source_of(table: TakenTable) -> Source:
    return next(source for source in SOURCES.values() if source.kind == table.kind)


def note_fetched(*, actor: Actor, table: TakenTable, form: str) -> None:
    """A file of TABLE leaves the portal; FORM is its kind."""
    require(policy.can_take_along(actor))
    audit.record(actor, Verb.OPENED, "table", table.code, {"form": form})


@transaction.atomic
def delete_table(*, actor: Actor, code: str) -> None:
    """Put it away before its day is over. TakenTable.DoesNotExist for anybody else's."""
    require(policy.can_take_along(actor))
    table = own_table(actor, code)
    table.delete()
    audit.record(actor, Verb.ENDED, "table", code)


def forget_tables(organisation_id: UUID) -> int:
    """Erase the tables of an organisation whose day is over; how many."""
    with tenant(organisation_id):
        return TakenTable.objects.filter(expires_at__lte=now()).delete()[0]
