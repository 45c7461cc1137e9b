"""What happens when nobody answers: the receiver is reminded, then her organisation, then the
coordination office; after weeks the request ends by itself. Each level is reached once.
"""

from datetime import date
from uuid import UUID

from django.urls import reverse

from nahtlos.foundation import audit, letters
from nahtlos.foundation.access import Actor, Kind
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.ruling import states
from nahtlos.foundation.tenancy import tenant
from nahtlos.organisations.queries import common_mailbox, office_for
from nahtlos.referrals.actions.packing import note
from nahtlos.referrals.actions.telling import (
    inside,
    silence_receiver,
    tell_lead,
    tell_receiver,
    tell_sender,
)
from nahtlos.referrals.models import Referral, ReferralState
from nahtlos.referrals.rules.states import EXPIRY_DAYS, WAITING, escalations

REMINDED, DEPUTY, OFFICE = 1, 2, 3


def _job(organisation_id: UUID) -> Actor:
    return Actor(kind=Kind.JOB, organisation_id=organisation_id)


def _held(referral_id: UUID) -> Referral | None:
    """The request, locked, while it still waits; None where another worker has it in hand."""
    rows = Referral.objects.filter(pk=referral_id, state__in=WAITING)
    held = rows.select_for_update(of=("self",), skip_locked=True, no_key=True)
    return held.select_related("to_organisation__land", "origin__case").first()


@states(
    "Überleitung",
    "Bleibt eine Antwort aus, wird erinnert: zuerst die Empfangsstelle, dann ihre Vertretung, dann"
    " die Koordinierungsstelle. Jede Stufe geschieht einmal.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/referrals/test_silence.py::test_silence_climbs_three_steps_each_once",
        "tests/referrals/test_together.py::test_two_workers_at_once_remind_once",
    ),
)
def pursue_silence(organisation_id: UUID, today: date) -> int:
    """Take every overdue request an organisation sent as far as TODAY says; how many levels were
    reached. A transaction for each request: one that fails does not hold up the others.
    """
    with tenant(organisation_id):
        overdue = list(
            Referral.objects.filter(
                from_organisation_id=organisation_id, state__in=WAITING, reply_due_on__lt=today
            ).values_list("pk", flat=True)
        )
    return sum(_pursue(organisation_id, referral_id, today) for referral_id in overdue)


def _pursue(organisation_id: UUID, referral_id: UUID, today: date) -> int:
    with tenant(organisation_id):
        referral = _held(referral_id)
        if referral is None or referral.reply_due_on is None:
            return 0
        land = referral.to_organisation.land_id or ""
        due = [one.level for one in escalations(referral.reply_due_on, land) if one.on <= today]
        reached = [level for level in due if level > referral.escalation]
        for level in reached:
            _reach(_job(organisation_id), referral, level)
        if reached:
            referral.escalation = max(reached)
            referral.save(update_fields=["escalation", "changed_at"])
    return len(reached)


def _reach(actor: Actor, referral: Referral, level: int) -> None:
    if level == REMINDED:
        tell_receiver(referral, "referral_reminder")
    elif level == DEPUTY:
        # A deputy's own address is nobody's business; the organisation's mailbox reaches her.
        tell_receiver(
            referral, "referral_reminder", address=common_mailbox(referral.to_organisation)
        )
    else:
        _tell_office(referral)
        path = reverse("referrals:sent", args=[referral.code])
        tell_lead(referral.origin.case, "no_answer", path, actor=actor, about=referral.pk)
    note(referral, "escalated" if level == OFFICE else "reminded", side=None, actor=actor)
    verb = Verb.ESCALATED if level == OFFICE else Verb.REMINDED
    audit.record(actor, verb, "referral", referral.code, {"level": level})


def _tell_office(referral: Referral) -> None:
    office = office_for(referral.to_organisation)
    address = common_mailbox(office) if office else ""
    if office is not None and address:
        with inside(office.pk):
            letters.post("escalation", address, reverse("staff:start"), about=referral.pk)


@states(
    "Überleitung",
    "Eine Anfrage ohne Antwort endet nach sechs Wochen von selbst. Die Angaben sind dann nicht mehr"
    " lesbar.",
    checked_on=date(2026, 11, 26),
    proven_by=("tests/referrals/test_silence.py::test_it_expires_once_after_six_weeks",),
)
def expire_unanswered(organisation_id: UUID, today: date) -> int:
    """End the requests of an organisation that nobody answered in six weeks; how many."""
    with tenant(organisation_id):
        waiting = Referral.objects.filter(
            from_organisation_id=organisation_id, state__in=WAITING, reply_due_on__lt=today
        ).values_list("pk", "reply_due_on")
        old = [pk for pk, due in waiting if due and (today - due).days > EXPIRY_DAYS]
    return sum(_expire(organisation_id, referral_id, today) for referral_id in old)


def _expire(organisation_id: UUID, referral_id: UUID, today: date) -> int:
    actor = _job(organisation_id)
    with tenant(organisation_id):
        referral = _held(referral_id)
        if referral is None:
            return 0
        referral.state, referral.closed_on = ReferralState.EXPIRED, today
        referral.key_for_receiver = None
        referral.save()
        note(referral, "expired", side=None, actor=actor)
        silence_receiver(referral, closed=True)
        tell_sender(referral, "no_answer", verb="referral_expired", actor=actor)
        audit.record(actor, Verb.EXPIRED, "referral", referral.code)
    return 1
