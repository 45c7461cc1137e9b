"""What happens every night: what is over goes, who answers is warned before it, and the deputy is
told where no answer came in time.
"""

from datetime import date
from typing import Final
from uuid import UUID

from django.urls import reverse

from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor, Kind
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.ruling import states
from nahtlos.foundation.tenancy import tenant
from nahtlos.intake.actions.asking import delete_enquiry
from nahtlos.intake.actions.telling import deputies, responsible, tell
from nahtlos.intake.models import Enquiry, EnquiryState
from nahtlos.intake.rules.keeping import WARNINGS, is_over, warning_due

SOON: Final = max(WARNINGS)


def _job(organisation_id: UUID) -> Actor:
    return Actor(kind=Kind.JOB, organisation_id=organisation_id)


def _held(enquiry_id: UUID) -> Enquiry | None:
    """The question, locked; None where another worker has it in hand or it is gone."""
    rows = Enquiry.objects.filter(pk=enquiry_id).select_for_update(skip_locked=True)
    return rows.first()


def _each(organisation_id: UUID, **which: object) -> list[UUID]:
    with tenant(organisation_id):
        rows = Enquiry.objects.filter(organisation_id=organisation_id, **which)
        return list(rows.values_list("pk", flat=True))


@states(
    "Erstberatung ohne Namen",
    "90 Tage nach der letzten Nachricht von einer der beiden Seiten ist alles gelöscht.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/intake/test_keeping.py::test_ninety_days_after_the_last_message_of_either_side_it_is_gone",
        "tests/intake/test_rules.py::test_it_is_kept_ninety_days_and_not_one_more",
    ),
)
def delete_expired(organisation_id: UUID, today: date) -> int:
    """Take away every question whose time is over on TODAY; how many. A transaction for each."""
    gone = 0
    for enquiry_id in _each(organisation_id, expires_on__lt=today):
        with tenant(organisation_id):
            enquiry = _held(enquiry_id)
            if enquiry is not None and is_over(enquiry.expires_on, today):
                delete_enquiry(actor=_job(organisation_id), enquiry=enquiry)
                gone += 1
    return gone


def warn_before_the_end(organisation_id: UUID, today: date) -> int:
    """Tell whoever answers, 14 and 3 days before a question goes; how many were told of."""
    told = 0
    soon = date.fromordinal(today.toordinal() + SOON)
    for enquiry_id in _each(organisation_id, expires_on__range=(today, soon)):
        with tenant(organisation_id):
            enquiry = _held(enquiry_id)
            if enquiry is None:
                continue
            mark = warning_due(enquiry.expires_on, today, enquiry.warned)
            if mark is None:
                continue
            enquiry.warned = mark
            enquiry.save(update_fields=["warned"])
            path = reverse("intake:enquiry", args=[enquiry.code])
            tell(responsible(enquiry), enquiry, "advice_ends", path)
            audit.record(
                _job(organisation_id), Verb.REMINDED, "enquiry", enquiry.code, {"days": mark}
            )
            told += 1
    return told


@states(
    "Erstberatung ohne Namen",
    "Ist der versprochene Tag vorbei und keine Antwort da, erfährt es die Vertretung, einmal.",
    checked_on=date(2026, 11, 27),
    proven_by=("tests/intake/test_keeping.py::test_the_deputy_is_told_once_when_the_day_is_over",),
)
def pursue_unanswered(organisation_id: UUID, today: date) -> int:
    """Tell the deputy of every question whose day is over on TODAY; how many."""
    told = 0
    late = {"state": EnquiryState.OPEN, "reply_due_on__lt": today, "escalated": False}
    for enquiry_id in _each(organisation_id, **late):
        with tenant(organisation_id):
            enquiry = _held(enquiry_id)
            if enquiry is None or enquiry.escalated or enquiry.state != EnquiryState.OPEN:
                continue
            enquiry.escalated = True
            enquiry.save(update_fields=["escalated"])
            path = reverse("intake:enquiry", args=[enquiry.code])
            tell(deputies(enquiry), enquiry, "advice_due", path)
            audit.record(_job(organisation_id), Verb.ESCALATED, "enquiry", enquiry.code)
            told += 1
    return told
