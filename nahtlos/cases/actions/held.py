"""How every deed begins: the case as it is now, locked, for somebody who is on it."""

from datetime import date
from typing import Final

from django.http import Http404

from nahtlos.cases import policy
from nahtlos.cases.models import Case, Stay
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.ruling import states

OVER: Final = "Diese Begleitung ist abgeschlossen. Zum Ändern öffnen Sie sie bitte wieder."
EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2100, 12, 31)


@states(
    "Begleitung",
    "Eine Akte lesen und ändern nur die, die den Fall führen, vertreten oder daran beteiligt sind.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/cases/test_opening.py::test_nobody_reads_anothers_case",
        "tests/cases/test_opening.py::test_strangers_and_colleagues_change_nothing",
    ),
)
def held(actor: Actor, case: Case, *, closed_too: bool = False) -> Case:
    """CASE as it is now, locked. Http404 for everybody who is not on it; Refused where it is
    closed, unless CLOSED_TOO.
    """
    require(policy.can_work_on_cases(actor))
    found = (
        Case.objects.visible_to(actor)
        .select_for_update(of=("self",), no_key=True)
        .select_related("client")
    )
    current = found.filter(pk=case.pk).first()
    if current is None:
        raise Http404
    if current.closed_on and not closed_too:
        raise Refused(OVER)
    return current


def running_stay_of(case: Case) -> Stay | None:
    """The stay that runs now, locked; None before the first and after the last."""
    return Stay.objects.select_for_update(no_key=True).filter(case=case, ended_on=None).first()


def touch(case: Case, *fields: str) -> None:
    """Save FIELDS, and say that something about the case is new: whoever decides from the former
    state is told so.
    """
    case.save(update_fields=[*fields, "changed_at"])


def plausible(day: date | None, field: str) -> None:
    """Refused beside FIELD where DAY is outside every human life."""
    if day is not None and not EARLIEST <= day <= LATEST:
        raise Refused("Bitte prüfen Sie das Jahr.", field=field)
