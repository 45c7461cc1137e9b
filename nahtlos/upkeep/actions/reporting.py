"""A visitor says that something is wrong: who answers has five working days, then the office takes
over; whoever closes it says how it ended.
"""

from datetime import date
from typing import Final
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from nahtlos.foundation import audit, letters
from nahtlos.foundation.access import Actor, Kind
from nahtlos.foundation.access.actor import VISITOR, Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import today
from nahtlos.foundation.codes import new_code
from nahtlos.foundation.ruling import states
from nahtlos.foundation.tenancy import tenant
from nahtlos.foundation.vault import packages
from nahtlos.organisations.models import Organisation
from nahtlos.organisations.queries import common_mailbox
from nahtlos.upkeep import policy
from nahtlos.upkeep.models import EntryReport
from nahtlos.upkeep.queries.reports import TABLE, Subject, key_of, who_answers
from nahtlos.upkeep.rules import reports as rules
from nahtlos.upkeep.rules.reports import Result

OBJECT: Final = "entry_report"
DONE: Final = "Diesen Hinweis hat inzwischen jemand erledigt. Ihre Eingabe ist nicht gespeichert."
TRIES: Final = 5


@states(
    "Verzeichnis",
    "Sagt jemand, dass eine Angabe nicht stimmt, hat die Stelle, der sie gehört, fünf Werktage."
    " Kann dort niemand sie ändern, antwortet die Koordinierungsstelle.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/upkeep/test_reporting.py::test_the_organisation_of_the_offer_answers_within_five_working_days",
        "tests/upkeep/test_reporting.py::test_where_nobody_can_change_it_the_office_answers",
        "tests/upkeep/test_reporting.py::test_for_a_prison_its_family_officer_answers_or_else_the_office",
    ),
)
@transaction.atomic
def receive_report(*, subject: Subject | None, words: str, reply_to: str) -> EntryReport:
    """Keep what a visitor says is wrong, sealed for whoever answers and for the office. SUBJECT is
    None where the page is not known. Refused where the installation has nobody who answers.
    """
    found = who_answers(subject)
    if found is None:
        raise Refused(
            _(
                "Diese Installation hat noch keine Stelle eingetragen, die Rückmeldungen bekommt."
                " Bitte nutzen Sie das Impressum."
            )
        )
    answering, office = found
    report = _sealed(answering, office, words, reply_to)
    if subject:
        report.kind, report.slug, report.title = subject.kind, subject.slug, subject.title[:160]
    with tenant(answering.pk):
        _keep(report)
        audit.record(VISITOR, Verb.RECEIVED, OBJECT, report.code, {"kind": report.kind})
        _write("report", answering, report)
    return report


def _sealed(answering: Organisation, office: Organisation, words: str, reply: str) -> EntryReport:
    key, pk = packages.new_key(), uuid4()
    return EntryReport(
        pk=pk,
        from_organisation=office,
        to_organisation=answering,
        from_key=packages.wrap(office.pk, pk, "from", key),
        to_key=packages.wrap(answering.pk, pk, "to", key),
        words=packages.seal(key, TABLE, "words", pk, words),
        reply_to=packages.seal(key, TABLE, "reply_to", pk, reply) if reply else None,
        received_on=today(),
        due_on=rules.due_on(today(), answering.land_id or ""),
    )


def _keep(report: EntryReport) -> None:
    """Write it under a code that is free everywhere: an office reads those of many organisations,
    and which are taken there cannot be seen from here.
    """
    for attempt in range(TRIES):
        report.code = new_code("H")
        try:
            with transaction.atomic():
                report.save(force_insert=True)
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
        else:
            return


def _write(kind: str, organisation: Organisation, report: EntryReport) -> None:
    box = common_mailbox(organisation)
    if box:
        letters.post(kind, box, reverse("upkeep:reports"), about=report.pk)


@states(
    "Verzeichnis",
    "Ein Hinweis zu einer Angabe endet mit einem Ergebnis und einem Grund: berichtigt, war richtig"
    " oder nicht zu klären. Er wird einmal erledigt und bleibt danach lesbar.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/upkeep/test_reporting.py::test_it_is_closed_once_with_a_result_and_stays_readable",
        "tests/upkeep/test_reporting.py::test_two_who_close_it_differently_do_not_overwrite_each_other",
    ),
)
@transaction.atomic
def close_report(*, actor: Actor, report: EntryReport, result: Result, reason: str) -> EntryReport:
    """It is dealt with: the address for a reply goes at once, the words later. Closing it again in
    the same way changes nothing; Refused where somebody closed it in another.
    """
    require(policy.can_answer_reports(actor))
    held = EntryReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    key = key_of(held, actor)
    if held.closed_on:
        sealed = bytes(held.reason or b"")
        said = packages.open_sealed(key, TABLE, "reason", held.pk, sealed) if sealed else ""
        if (held.result, said) == (str(result), reason):
            return held
        raise Refused(DONE)
    held.closed_on, held.result = today(), str(result)
    held.reason = packages.seal(key, TABLE, "reason", held.pk, reason)
    held.reply_to = None
    held.save()
    audit.record(actor, Verb.CLOSED, OBJECT, held.code, {"result": str(result)})
    _tell_other_side(actor, held)
    return held


def _tell_other_side(actor: Actor, report: EntryReport) -> None:
    """In both chains stands that it is closed, and no letter about it goes out any more."""
    sides = {report.from_organisation_id, report.to_organisation_id}
    letters.withdraw(report.pk)
    for other in sides - {actor.organisation}:
        with tenant(other):
            job = Actor(kind=Kind.JOB, organisation_id=other)
            audit.record(job, Verb.CLOSED, OBJECT, report.code, {"result": report.result})
            letters.withdraw(report.pk)


@states(
    "Verzeichnis",
    "Ein Hinweis, den bis zu seinem Tag niemand erledigt hat, geht an die Koordinierungsstelle."
    " 90 Tage nach der Erledigung wird gelöscht, was die Person geschrieben hat.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/upkeep/test_reporting.py::test_what_is_late_goes_to_the_office_once",
        "tests/upkeep/test_reporting.py::test_the_words_go_ninety_days_after_it_was_closed",
    ),
)
def watch_reports(organisation_id: UUID, day: date) -> int:
    """What DAY brings to the reports one organisation answers; how many steps were taken."""
    with tenant(organisation_id):
        mine = EntryReport.objects.filter(to_organisation_id=organisation_id)
        late = mine.filter(closed_on=None, escalated_on=None, due_on__lt=day)
        rows = list(late.select_for_update(skip_locked=True, of=("self",)))
        for report in rows:
            _escalate(report, day)
        old = mine.filter(closed_on__lte=day - rules.KEEP_WORDS, words__isnull=False)
        return len(rows) + old.update(words=None)


def _escalate(report: EntryReport, day: date) -> None:
    report.escalated_on = day
    report.save(update_fields=["escalated_on"])
    job = Actor(kind=Kind.JOB, organisation_id=report.to_organisation_id)
    audit.record(job, Verb.ESCALATED, OBJECT, report.code)
    with tenant(report.from_organisation_id):
        office = Organisation.objects.get(pk=report.from_organisation_id)
        if report.from_organisation_id != report.to_organisation_id:
            other = Actor(kind=Kind.JOB, organisation_id=office.pk)
            audit.record(other, Verb.ESCALATED, OBJECT, report.code)
        _write("report_late", office, report)
