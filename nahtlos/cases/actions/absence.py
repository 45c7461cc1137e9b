"""Somebody is away for days, and a colleague reads what she leads in the meantime. It begins and
ends by the day, in Berlin; nothing has to be taken back.
"""

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.http import Http404

from nahtlos.cases import policy
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import now, today
from nahtlos.foundation.codes import free_code
from nahtlos.foundation.ruling import states
from nahtlos.people.models import Absence, Membership
from nahtlos.people.queries import absences_from

LONGEST: Final = timedelta(days=366)
UNKNOWN: Final = "Diese Person kennen wir in Ihrem Team nicht."
SAME: Final = "Bitte wählen Sie eine andere Person als Vertretung."
TOO_LONG: Final = (
    "Das ist mehr als ein Jahr. Bitte geben Sie die Fälle dann in andere Hände, statt sie zu"
    " vertreten."
)
THERE: Final = "Vom {} bis {} ist schon eine Abwesenheit eingetragen."
AWAY_TOO: Final = (
    "{} ist vom {} bis {} selbst nicht da. Bitte wählen Sie jemand anderes, oder tragen Sie die"
    " Tage in zwei Teilen ein."
)


def _said(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"


@states(
    "Begleitung",
    "Ist die Fallführung abwesend, liest und handelt die Vertretung in diesen Tagen, und nur in"
    " diesen: Mit dem letzten Tag endet das von selbst.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/cases/test_absence.py::test_the_deputy_reads_and_acts_on_these_days_and_no_longer",
        "tests/cases/test_absence.py::test_what_she_only_takes_part_in_is_not_opened",
    ),
)
@transaction.atomic
def begin_absence(
    *, actor: Actor, member: Membership, deputy: Membership, first: date, last: date
) -> Absence:
    """MEMBER is away from FIRST to LAST, both counted, and DEPUTY stands in. The same again is the
    same one. Refused beside the field where the days or the people cannot be right.
    """
    require(policy.can_note_absence(actor, member.account_id))
    _check_people(actor, member, deputy)
    _check_days(first, last)
    # Whoever enters days of hers waits for whoever does it already.
    Membership.objects.select_for_update(no_key=True).get(pk=member.pk)
    there = list(absences_from(actor, first).filter(first_day__lte=last))
    own = next((one for one in there if one.membership_id == member.pk), None)
    if own is not None:
        if (own.first_day, own.last_day, own.deputy_id) == (first, last, deputy.pk):
            return own
        raise Refused(THERE.format(_said(own.first_day), _said(own.last_day)), field="first_day")
    hers = next((one for one in there if one.membership_id == deputy.pk), None)
    if hers is not None:
        days = _said(hers.first_day), _said(hers.last_day)
        raise Refused(AWAY_TOO.format(deputy.account.name, *days), field="deputy")
    return _enter(actor, member, deputy, first, last)


def _check_people(actor: Actor, member: Membership, deputy: Membership) -> None:
    for one, field in ((member, "member"), (deputy, "deputy")):
        if one.organisation_id != actor.organisation:
            raise Refused(UNKNOWN, field=field)
        if not (decision := policy.can_join_case(one)):
            raise Refused(decision.reason, field=field)
    if member.pk == deputy.pk:
        raise Refused(SAME, field="deputy")


def _check_days(first: date, last: date) -> None:
    if last < first:
        raise Refused("Der letzte Tag kann nicht vor dem ersten liegen.", field="last_day")
    if last < today():
        raise Refused("Diese Tage sind schon vorbei.", field="last_day")
    if last - first > LONGEST:
        raise Refused(TOO_LONG, field="last_day")


def _enter(
    actor: Actor, member: Membership, deputy: Membership, first: date, last: date
) -> Absence:
    if actor.account_id is None:
        raise LookupError("an absence is entered by somebody")
    rows = Absence.objects.filter(organisation_id=actor.organisation)
    absence = Absence.objects.create(
        organisation_id=actor.organisation,
        code=free_code("V", lambda code: rows.filter(code=code).exists()),
        membership=member,
        deputy=deputy,
        first_day=first,
        last_day=last,
        entered_by=actor.account_id,
        entered_at=now(),
    )
    detail = {"member": member.code, "deputy": deputy.code, "from": str(first), "to": str(last)}
    audit.record(actor, Verb.CREATED, "absence", absence.code, detail)
    return absence


@transaction.atomic
def end_absence(*, actor: Actor, absence: Absence) -> None:
    """She is there again, or it was a mistake: nobody stands in from this instant on. Twice is
    once.
    """
    found = Absence.objects.select_for_update(of=("self",), no_key=True).filter(
        organisation_id=actor.organisation, pk=absence.pk
    )
    current = found.select_related("membership").first()
    if current is None:
        raise Http404
    require(policy.can_note_absence(actor, current.membership.account_id))
    if current.ended_at is not None:
        return
    current.ended_at = now()
    current.save(update_fields=["ended_at"])
    audit.record(actor, Verb.ENDED, "absence", current.code)
