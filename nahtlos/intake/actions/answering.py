"""What the office does: read, answer, hand on, put aside, say who answers and how soon."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from nahtlos.foundation import audit, letters
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.ruling import states
from nahtlos.foundation.versions import Stale, require_version
from nahtlos.intake import policy
from nahtlos.intake.actions.asking import LONGEST_TEXT, MOST_MESSAGES, add_message, held
from nahtlos.intake.actions.telling import tell
from nahtlos.intake.models import AdviceDesk, Enquiry, EnquiryState, Side
from nahtlos.intake.rules.keeping import LONGEST_REPLY
from nahtlos.organisations.models import Organisation
from nahtlos.people.models import Membership
from nahtlos.people.queries import own_membership


@states(
    "Erstberatung ohne Namen",
    "Jedes Lesen einer Frage durch die Stelle steht im Protokoll, ohne ein Wort daraus.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/intake/test_inbox.py::test_every_opening_writes_one_line_without_a_word_of_it",
    ),
)
def note_read(*, actor: Actor, enquiry: Enquiry) -> None:
    """Somebody of the office opened the thread."""
    require(policy.can_advise(actor))
    audit.record(actor, Verb.OPENED, "enquiry", enquiry.code)


@transaction.atomic
def answer_enquiry(*, actor: Actor, enquiry: Enquiry, text: str, version: str) -> Enquiry:
    """Answer, made from the state VERSION: Stale where somebody was faster, so that nobody answers
    what she has not read. Letters that still wait are not sent.
    """
    require(policy.can_advise(actor))
    if not text.strip():
        raise Refused("Bitte schreiben Sie eine Antwort.", field="text")
    if len(text) > LONGEST_TEXT:
        raise Refused("Das ist zu lang. Bitte schreiben Sie kürzer.", field="text")
    current = held(enquiry)
    require_version(current, version)
    if current.messages.count() >= MOST_MESSAGES:
        raise Refused("In diesem Gespräch ist kein Platz mehr.")
    add_message(current, Side.OFFICE, text.strip(), actor)
    current.held_by = own_membership(actor)
    _settle(current, EnquiryState.ANSWERED)
    audit.record(actor, Verb.ANSWERED, "enquiry", current.code)
    return current


def _settle(enquiry: Enquiry, state: EnquiryState) -> None:
    """No answer is due any more."""
    enquiry.state, enquiry.reply_due_on, enquiry.escalated = state, None, False
    letters.withdraw(enquiry.pk)
    enquiry.save()


@transaction.atomic
def mark_done(*, actor: Actor, enquiry: Enquiry) -> Enquiry:
    """Nothing is left to do; twice is once. It stays readable until its time is over."""
    require(policy.can_advise(actor))
    current = held(enquiry)
    if current.state != EnquiryState.DONE:
        _settle(current, EnquiryState.DONE)
        audit.record(actor, Verb.CLOSED, "enquiry", current.code)
    return current


@transaction.atomic
def hand_on(*, actor: Actor, enquiry: Enquiry, to: Membership) -> Enquiry:
    """From now on TO answers, and is told so. Refused for somebody who may not read it."""
    require(policy.can_advise(actor))
    roles = {str(role) for role in policy.ADVISERS}
    if to.ended_on is not None or roles.isdisjoint(to.roles):
        raise Refused("Diese Person beantwortet keine Fragen.", field="member")
    current = held(enquiry)
    if current.held_by_id == to.pk:
        return current
    current.held_by = to
    current.save()
    if to.account_id != actor.account_id:
        path = reverse("intake:enquiry", args=[current.code])
        tell([to], current, "advice_question", path)
    audit.record(actor, Verb.REASSIGNED, "enquiry", current.code, {"to": to.code})
    return current


@transaction.atomic
def save_desk(
    *,
    actor: Actor,
    lead: Membership | None,
    deputy: Membership | None,
    reply_workdays: int,
    version: str,
) -> AdviceDesk:
    """Who answers, who stands in, within how many working days; made from the state VERSION (''
    where nothing was set yet). Days that were promised already stay.
    """
    require(policy.can_keep_desk(actor))
    if lead is not None and deputy is not None and lead.pk == deputy.pk:
        raise Refused("Die Vertretung ist jemand anderes.", field="deputy")
    if not 1 <= reply_workdays <= LONGEST_REPLY:
        raise Refused(f"Bitte nennen Sie 1 bis {LONGEST_REPLY} Werktage.", field="reply_workdays")
    # The organisation's row stands for the desk that is not there yet.
    home = Organisation.objects.select_for_update().get(pk=actor.organisation)
    desk = AdviceDesk.objects.filter(organisation=home).first()
    if desk is None and version:
        raise Stale
    if desk is not None:
        require_version(desk, version)
    desk = desk or AdviceDesk(organisation=home)
    desk.lead, desk.deputy, desk.reply_workdays = lead, deputy, reply_workdays
    desk.save()
    audit.record(actor, Verb.CHANGED, "advice_desk", home.slug, {"workdays": reply_workdays})
    return desk
