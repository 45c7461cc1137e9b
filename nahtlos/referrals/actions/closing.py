"""The end of an accompaniment, which waits until nothing of it runs any more; and taking it up
again.
"""

from datetime import date

from django.db import transaction
from django.http import Http404

from nahtlos.cases.actions import mark_closed, mark_reopened
from nahtlos.cases.models import Case, Closing
from nahtlos.cases.policy import can_work_on_cases
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.ruling import states
from nahtlos.referrals.models import Handover, Referral
from nahtlos.referrals.queries.handovers import running_handover
from nahtlos.referrals.rules.states import RUNNING, WAITING


@states(
    "Übergabe",
    "Eine Begleitung wird erst abgeschlossen, wenn keine Anfrage und keine Übergabe mehr läuft.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/referrals/test_closing.py::test_open_requests_keep_a_case_open_and_are_counted",
        "tests/referrals/test_closing.py::test_a_running_hand_over_keeps_a_case_open",
    ),
)
@transaction.atomic
def close_case(*, actor: Actor, case: Case, closing: str) -> Case:
    """End the accompaniment with CLOSING. Refused while requests or a hand-over run, and as handed
    over where nobody accepted it.
    """
    require(can_work_on_cases(actor))
    if not Case.objects.visible_to(actor).filter(pk=case.pk).exists():
        raise Http404
    open_ones = Referral.objects.filter(origin__case=case, state__in=(*WAITING, *RUNNING)).count()
    if open_ones:
        what = "läuft noch eine Anfrage" if open_ones == 1 else f"laufen noch {open_ones} Anfragen"
        raise Refused(f"Es {what}. Bitte schließen Sie sie zuerst ab oder ziehen Sie sie zurück.")
    if running_handover(case) is not None:
        raise Refused(
            "Es läuft noch eine Übergabe. Bitte schließen Sie sie ab oder brechen Sie ab."
        )
    handed = Handover.objects.filter(case=case, completed_at__isnull=False)
    if closing == Closing.HANDED_OVER and not handed.exists():
        raise Refused(
            "Übergeben heißt: Jemand hat angenommen. Bitte machen Sie zuerst die Übergabe.",
            field="closing",
        )
    return mark_closed(actor=actor, case=case, closing=closing)


@transaction.atomic
def reopen_case(*, actor: Actor, case: Case) -> Case:
    """Take a closed accompaniment up again; its requests stay as they ended."""
    return mark_reopened(actor=actor, case=case)
