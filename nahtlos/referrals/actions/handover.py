"""A case goes from one person to the next. Who led it leads it until the next one said yes; three
confirmations make it warm.
"""

from datetime import date
from typing import Final

from django.db import transaction
from django.http import Http404
from django.urls import reverse

from nahtlos.cases.actions import note_event, reassign
from nahtlos.cases.models import Case, CaseMember, MemberPart, Stay
from nahtlos.cases.policy import can_join_case, can_work_on_cases
from nahtlos.cases.rules.musthaves import MustHave
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import now
from nahtlos.foundation.ruling import states
from nahtlos.people.models import Membership
from nahtlos.referrals.actions.telling import tell_member
from nahtlos.referrals.models import Handover, Occasion, Referral
from nahtlos.referrals.queries.handovers import (
    NOBODY,
    NOT_ACCEPTED,
    TICKS,
    handover_for,
    is_accepted,
    running_handover,
)
from nahtlos.referrals.rules.states import FINAL

SENDER: Final = "sender"
RECEIVER: Final = "receiver"
CLIENT: Final = "client"
_COLUMNS: Final = {
    SENDER: "sender_confirmed_at",
    RECEIVER: "receiver_confirmed_at",
    CLIENT: "client_confirmed_at",
}
NOT_RUNNING: Final = "Diese Übergabe ist schon beendet."


def _case(actor: Actor, case: Case) -> Case:
    require(can_work_on_cases(actor))
    found = (
        Case.objects.visible_to(actor)
        .select_for_update(of=("self",), no_key=True)
        .filter(pk=case.pk)
    )
    current = found.first()
    if current is None:
        raise Http404
    if current.closed_on:
        raise Refused("Diese Begleitung ist abgeschlossen. Zum Übergeben öffnen Sie sie wieder.")
    return current


def _held(actor: Actor, handover: Handover) -> Handover:
    """HANDOVER, locked, for who is on its case; Http404 for others."""
    _case(actor, Case(pk=handover.case_id))
    return _fresh(handover)


def _fresh(handover: Handover) -> Handover:
    row = (
        Handover.objects.select_for_update(of=("self",), no_key=True)
        .select_related("case", "to_membership__account", "referral__to_organisation")
        .get(pk=handover.pk)
    )
    if row.completed_at or row.called_off_at:
        raise Refused(NOT_RUNNING)
    return row


def _check_next(
    actor: Actor, case: Case, to_membership: Membership | None, referral: Referral | None
) -> None:
    if to_membership is not None and referral is not None:
        raise Refused("Bitte wählen Sie eine Person oder eine Stelle.", field="to")
    if to_membership is not None:
        unknown = to_membership.organisation_id != case.organisation_id
        if unknown or not can_join_case(to_membership):
            raise Refused("Diese Person kann den Fall nicht übernehmen.", field="to")
        if to_membership.account_id == actor.account_id and _leads(case, to_membership):
            raise Refused("Sie führen diesen Fall schon.", field="to")
    if referral is not None:
        own = Referral.objects.filter(pk=referral.pk, origin__case=case).first()
        if own is None or own.state in FINAL or own.state == "draft":
            raise Refused("Diese Anfrage läuft nicht.", field="to")


def _leads(case: Case, membership: Membership) -> bool:
    rows = CaseMember.objects.filter(case=case, until=None, part=MemberPart.LEAD)
    return rows.filter(membership_id=membership.pk).exists()


@transaction.atomic
def begin_handover(
    *,
    actor: Actor,
    case: Case,
    occasion: str,
    to_membership: Membership | None = None,
    referral: Referral | None = None,
) -> Handover:
    """Begin a hand-over, or name who goes on in the one that runs: a colleague, or the receiver of
    a running request. Naming somebody else begins the confirmations anew. The same again changes
    nothing.
    """
    current = _case(actor, case)
    if occasion not in Occasion.values:
        raise Refused("Bitte wählen Sie den Anlass.", field="occasion")
    _check_next(actor, current, to_membership, referral)
    handover = running_handover(current, lock=True)
    named = (to_membership.pk if to_membership else None, referral.pk if referral else None)
    if handover is None:
        handover = Handover(
            organisation_id=current.organisation_id,
            case=current,
            stay=Stay.objects.filter(case=current).order_by("ended_on").last(),
            begun_at=now(),
        )
    elif (handover.to_membership_id, handover.referral_id, handover.occasion) == (*named, occasion):
        return handover
    handover.occasion = occasion
    handover.to_membership, handover.referral = to_membership, referral
    for column in _COLUMNS.values():
        setattr(handover, column, None)
    handover.save()
    if to_membership is not None:
        tell_member(to_membership, "hand_over", reverse("referrals:handover", args=[current.code]))
    note_event(actor=actor, case=current, verb="handover_begun", detail={"occasion": occasion})
    audit.record(actor, Verb.CREATED, "handover", current.code, {"occasion": occasion})
    return handover


@transaction.atomic
def tick(*, actor: Actor, handover: Handover, code: str, value: str) -> Handover:
    """Say by hand how a must-have stands: `fine`, `not_needed`, `not_wanted`; '' takes it back."""
    current = _held(actor, handover)
    if code not in list(MustHave) or value not in ("", *TICKS):
        raise Refused("Bitte wählen Sie, wie es darum steht.", field=code)
    if current.ticks.get(code, "") == value:
        return current
    current.ticks = {**current.ticks, code: value} if value else _without(current.ticks, code)
    current.save(update_fields=["ticks", "changed_at"])
    audit.record(
        actor, Verb.CHANGED, "handover", current.case.code, {"must_have": code, "to": value}
    )
    return current


def _without(ticks: dict[str, str], code: str) -> dict[str, str]:
    return {key: value for key, value in ticks.items() if key != code}


@states(
    "Übergabe",
    "Die nächste Person sagt selbst Ja. Niemand bestätigt für sie, und die Annahme einer anderen"
    " Stelle ist ihre Antwort auf die Anfrage.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/referrals/test_handover.py::test_nobody_confirms_for_the_next_person",
        "tests/referrals/test_handover.py::test_another_organisation_confirms_by_accepting",
    ),
)
@transaction.atomic
def confirm_handover(*, actor: Actor, handover: Handover, who: str) -> Handover:
    """One of three confirmations: who hands over (`sender`), who goes on (`receiver`: the colleague
    herself, or the accepted request), the person (`client`, noted by who is on the case). Twice is
    once.
    """
    if who not in _COLUMNS:
        raise Refused("Bitte wählen Sie, wer bestätigt.", field="who")
    current = _named(actor, handover) if who == RECEIVER else _held(actor, handover)
    if getattr(current, _COLUMNS[who]) is not None:
        return current
    if who == RECEIVER:
        _check_acceptance(actor, current)
    setattr(current, _COLUMNS[who], now())
    current.save(update_fields=[_COLUMNS[who], "changed_at"])
    note_event(actor=actor, case=current.case, verb="handover_confirmed", detail={"who": who})
    audit.record(actor, Verb.CONFIRMED, "handover", current.case.code, {"who": who})
    return current


def _named(actor: Actor, handover: Handover) -> Handover:
    """HANDOVER for who is on the case or shall go on with it."""
    require(can_work_on_cases(actor))
    try:
        handover_for(actor, handover.case.code)
    except Handover.DoesNotExist as error:
        raise Http404 from error
    return _fresh(handover)


def _check_acceptance(actor: Actor, handover: Handover) -> None:
    if handover.to_membership is None and handover.referral is None:
        raise Refused(NOBODY)
    colleague = handover.to_membership
    if colleague is not None and colleague.account_id != actor.account_id:
        raise Refused(f"Das bestätigt {colleague.account.name} selbst.")
    if colleague is None and not is_accepted(handover):
        raise Refused(NOT_ACCEPTED)


@states(
    "Übergabe",
    "Die Fallführung wechselt erst, wenn die nächste Person angenommen hat. Bis dahin führt, wer"
    " bisher führt.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/referrals/test_handover.py::test_without_acceptance_nothing_is_handed_over",
        "tests/referrals/test_handover.py::test_a_colleague_leads_once_she_accepted",
    ),
)
@transaction.atomic
def complete_handover(*, actor: Actor, handover: Handover) -> Handover:
    """Finish: a colleague leads from now on; for another organisation the case stays here until it
    is closed. Refused without acceptance, and before whoever hands over has confirmed.
    """
    current = _held(actor, handover)
    if current.to_membership is None and current.referral is None:
        raise Refused(NOBODY)
    if not is_accepted(current):
        raise Refused(NOT_ACCEPTED)
    if current.sender_confirmed_at is None:
        raise Refused("Bitte bestätigen Sie zuerst, dass alles übergeben ist.")
    if current.receiver_confirmed_at is None:
        current.receiver_confirmed_at = current.referral.answered_at if current.referral else now()
    current.completed_at = now()
    current.save()
    if current.to_membership is not None:
        deputy = _deputy(current.case, current.to_membership)
        reassign(actor=actor, case=current.case, lead=current.to_membership, deputy=deputy)
    note_event(actor=actor, case=current.case, verb="handed_over")
    warm = current.client_confirmed_at is not None
    audit.record(actor, Verb.HANDED_OVER, "case", current.case.code, {"warm": warm})
    return current


def _deputy(case: Case, lead: Membership) -> Membership | None:
    """Who deputises stays, unless she leads from now on."""
    row = (
        CaseMember.objects.filter(case=case, until=None, part=MemberPart.DEPUTY)
        .select_related("membership")
        .first()
    )
    return row.membership if row and row.membership_id != lead.pk else None


@transaction.atomic
def call_off_handover(*, actor: Actor, handover: Handover) -> Handover:
    """The hand-over does not take place; everything stays with who has it. Twice is once."""
    _case(actor, Case(pk=handover.case_id))
    current = (
        Handover.objects.select_for_update(no_key=True).select_related("case").get(pk=handover.pk)
    )
    if current.called_off_at is not None:
        return current
    if current.completed_at is not None:
        raise Refused("Diese Übergabe ist schon abgeschlossen.")
    current.called_off_at = now()
    current.save(update_fields=["called_off_at", "changed_at"])
    note_event(actor=actor, case=current.case, verb="handover_called_off")
    audit.record(actor, Verb.ENDED, "handover", current.case.code)
    return current
