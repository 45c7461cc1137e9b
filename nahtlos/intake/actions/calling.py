"""Somebody wants to be called: the number is kept apart, sealed, and no longer than needed."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from nahtlos.foundation import audit, letters, vault
from nahtlos.foundation.access import Actor, Kind
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import now, today
from nahtlos.foundation.codes import free_code
from nahtlos.foundation.ruling import states
from nahtlos.foundation.tenancy import tenant
from nahtlos.intake import policy
from nahtlos.intake.actions.telling import desk_of, post_to
from nahtlos.intake.models import COMPARTMENT, CallBack
from nahtlos.intake.queries.offices import Office
from nahtlos.intake.rules.keeping import call_back_until, tries_are_over

FEWEST_DIGITS = 5
LONGEST_NUMBER = 40
LONGEST_NOTE = 200


def ask_for_call(
    *, actor: Actor, office: Office, number: str, reachable: str = "", spoken: str = ""
) -> CallBack:
    """Somebody of OFFICE is to call NUMBER; REACHABLE says when, SPOKEN in which language."""
    require(policy.anybody(actor))
    if sum(sign.isdigit() for sign in number) < FEWEST_DIGITS or len(number) > LONGEST_NUMBER:
        raise Refused(_("Das ist keine vollständige Telefonnummer."), field="number")
    with tenant(office.organisation.pk):
        vault.ensure_key(office.organisation.pk, COMPARTMENT)
        call = CallBack(
            organisation=office.organisation,
            code=free_code("T", lambda one: CallBack.objects.filter(code=one).exists()),
            number=number.strip(),
            reachable=reachable.strip()[:LONGEST_NOTE],
            spoken=spoken.strip()[:LONGEST_NOTE],
            asked_at=now(),
            expires_on=call_back_until(today()),
        )
        call.save(force_insert=True)
        audit.record(actor, Verb.RECEIVED, "call_back", call.code)
        path = reverse("intake:call_backs")
        post_to(desk_of(office.organisation.pk), "advice_question", path, call.pk)
    return call


def note_numbers_read(*, actor: Actor, how_many: int) -> None:
    """Somebody of the office has the numbers on her page."""
    require(policy.can_advise(actor))
    audit.record(actor, Verb.OPENED, "call_backs", "", {"count": how_many})


def _held(call: CallBack) -> CallBack | None:
    return CallBack.objects.select_for_update().filter(pk=call.pk).first()


def _forget(actor: Actor, call: CallBack, verb: Verb) -> None:
    letters.withdraw(call.pk)
    audit.record(actor, verb, "call_back", call.code, {"tries": call.tries})
    call.delete()


@states(
    "Erstberatung ohne Namen",
    "Eine Nummer für den Rückruf wird gelöscht, sobald angerufen ist, nach drei Versuchen oder nach"
    " 14 Tagen.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/intake/test_calling.py::test_the_number_goes_when_the_call_is_made",
        "tests/intake/test_calling.py::test_after_three_tries_the_number_goes",
        "tests/intake/test_calling.py::test_after_fourteen_days_the_number_goes",
    ),
)
@transaction.atomic
def mark_called(*, actor: Actor, call: CallBack) -> None:
    """The call was made; the number goes. Twice is once."""
    require(policy.can_advise(actor))
    current = _held(call)
    if current is not None:
        _forget(actor, current, Verb.ENDED)


@transaction.atomic
def mark_missed(*, actor: Actor, call: CallBack) -> bool:
    """Nobody answered. False where that was the last try and the number is gone."""
    require(policy.can_advise(actor))
    current = _held(call)
    if current is None:
        return False
    current.tries += 1
    current.tried_at = now()
    if tries_are_over(current.tries):
        _forget(actor, current, Verb.EXPIRED)
        return False
    current.save(update_fields=["tries", "tried_at"])
    audit.record(actor, Verb.CHANGED, "call_back", current.code, {"tries": current.tries})
    return True


def forget_numbers(organisation_id: UUID, today: date) -> int:
    """Take away every number whose time is over on TODAY; how many."""
    actor = Actor(kind=Kind.JOB, organisation_id=organisation_id)
    with tenant(organisation_id):
        rows = CallBack.objects.filter(organisation_id=organisation_id, expires_on__lt=today)
        over = list(rows.select_for_update(skip_locked=True))
        for call in over:
            _forget(actor, call, Verb.EXPIRED)
    return len(over)
