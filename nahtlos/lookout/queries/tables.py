"""Tables that somebody took along, and the files they become."""

from typing import Final

from django.db.models import QuerySet

from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import BERLIN
from nahtlos.lookout.models import TableState, TakenTable
from nahtlos.lookout.rules.tables import Table, Told, csv_file, workbook_file

CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def own_tables(actor: Actor) -> QuerySet[TakenTable]:
    """Those the actor took since yesterday, without what stands in them."""
    return TakenTable.objects.visible_to(actor).defer("content")


def own_table(actor: Actor, code: str) -> TakenTable:
    """One of them; TakenTable.DoesNotExist for anybody else's and for an expired one."""
    return own_tables(actor).get(code=code)


def file_of(actor: Actor, table: TakenTable, form: str) -> tuple[bytes, str]:
    """What a finished TABLE holds and of which type it is: a workbook where FORM is 'xlsx', else
    CSV. TakenTable.DoesNotExist where it is not finished.
    """
    whole = TakenTable.objects.visible_to(actor).get(pk=table.pk, state=TableState.READY)
    made_at = (whole.made_at or whole.wanted_at).astimezone(BERLIN)
    told = Told(
        title=str(whole.get_kind_display()),
        said=whole.said,
        made=f"{made_at:%d.%m.%Y, %H:%M} Uhr",
        house=actor.organisation_name,
    )
    held = Table.of(str(whole.content))
    if form == "xlsx":
        return workbook_file(held, told), XLSX
    return csv_file(held, told), CSV
