"""What somebody without a name does: ask, write again, delete everything."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from nahtlos.foundation import audit, letters, vault
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import BERLIN, now, today
from nahtlos.foundation.codes import free_code
from nahtlos.foundation.ruling import states
from nahtlos.foundation.tenancy import tenant
from nahtlos.intake import policy
from nahtlos.intake.actions import receipts
from nahtlos.intake.actions.telling import tell_desk
from nahtlos.intake.models import (
    COMPARTMENT,
    Enquiry,
    EnquiryMessage,
    EnquiryState,
    EnquiryTrace,
    Side,
)
from nahtlos.intake.queries.offices import Office, reply_workdays
from nahtlos.intake.rules.keeping import is_over, kept_until, reply_due
from nahtlos.intake.rules.vocabulary import ASKERS, TOPICS

LONGEST_TEXT = 4000
# More than a hundred messages under one code are no advice any more.
MOST_MESSAGES = 100


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """What somebody asks: codes of `rules.vocabulary`, and her own words."""

    topic: str
    text: str
    asker: str = "unsaid"
    land_code: str = ""
    language: str = "de"


@states(
    "Erstberatung ohne Namen",
    "Wer fragt, bleibt unbekannt: Gespeichert werden die Frage, das Thema, die Rolle und das Land,"
    " sonst nichts.",
    checked_on=date(2026, 11, 27),
    proven_by=("tests/intake/test_asking.py::test_nothing_of_who_asks_is_kept",),
)
def ask_question(*, actor: Actor, office: Office, question: NewQuestion, code: str) -> Enquiry:
    """Put a question into the inbox of OFFICE. CODE is what the person will read the answer by; it
    is shown to her and kept by nobody.
    """
    require(policy.anybody(actor))
    text = _checked(question.text)
    if question.topic not in TOPICS or question.asker not in ASKERS:
        raise Refused(_("Bitte wählen Sie, worum es geht."), field="topic")
    with tenant(office.organisation.pk):
        vault.ensure_key(office.organisation.pk, COMPARTMENT)
        moment = now()
        enquiry = Enquiry(
            organisation=office.organisation,
            code=free_code("E", lambda one: Enquiry.objects.filter(code=one).exists()),
            topic=question.topic,
            asker=question.asker,
            land_code=question.land_code,
            language=question.language[:8],
            received_at=moment,
            last_message_at=moment,
            reply_due_on=reply_due(today(), office.reply_workdays, office.land),
            expires_on=kept_until(today()),
        )
        enquiry.save(force_insert=True)
        add_message(enquiry, Side.PERSON, text, actor)
        receipts.issue(code, enquiry.pk)
        detail = {"topic": enquiry.topic, "land": enquiry.land_code}
        audit.record(actor, Verb.RECEIVED, "enquiry", enquiry.code, detail)
        tell_desk(enquiry, "advice_question", reverse("intake:enquiry", args=[enquiry.code]))
    return enquiry


def _checked(text: str) -> str:
    if not text.strip():
        raise Refused(_("Bitte füllen Sie dieses Feld aus."), field="text")
    if len(text) > LONGEST_TEXT:
        raise Refused(_("Das ist zu lang. Bitte schreiben Sie kürzer."), field="text")
    return text.strip()


def add_message(enquiry: Enquiry, side: Side, text: str, actor: Actor) -> None:
    """One more message; the days until it is deleted begin anew. Saves nothing but the message."""
    moment = now()
    EnquiryMessage(
        organisation_id=enquiry.organisation_id,
        enquiry=enquiry,
        side=side,
        text=text,
        at=moment,
        account_id=actor.account_id,
    ).save(force_insert=True)
    enquiry.last_message_at = moment
    enquiry.expires_on = kept_until(moment.astimezone(BERLIN).date())
    enquiry.warned = None


def held(enquiry: Enquiry) -> Enquiry:
    """ENQUIRY as it is now, locked; Refused where it is gone or its time is over."""
    rows = Enquiry.objects.select_for_update(of=("self",)).select_related("organisation")
    current = rows.filter(pk=enquiry.pk).first()
    if current is None or is_over(current.expires_on, today()):
        raise Refused(_("Diese Frage gibt es nicht mehr."))
    return current


def await_answer(enquiry: Enquiry) -> bool:
    """An answer is due, from today where none was: True. Saves the question."""
    anew = enquiry.state != EnquiryState.OPEN
    if anew:
        days = reply_workdays(enquiry.organisation)
        enquiry.state = EnquiryState.OPEN
        enquiry.reply_due_on = reply_due(today(), days, enquiry.organisation.land_id or "")
        enquiry.escalated = False
    enquiry.save()
    return anew


@transaction.atomic
def write_again(*, actor: Actor, enquiry: Enquiry, text: str) -> Enquiry:
    """The person writes once more under her code; an answer is due again. The caller has entered
    the office, because the code led there.
    """
    require(policy.anybody(actor))
    text = _checked(text)
    current = held(enquiry)
    if current.messages.count() >= MOST_MESSAGES:
        raise Refused(_("Hier ist kein Platz mehr. Bitte stellen Sie eine neue Frage."))
    add_message(current, Side.PERSON, text, actor)
    anew = await_answer(current)
    audit.record(actor, Verb.AMENDED, "enquiry", current.code)
    # Who owes an answer already knows that something waits.
    if anew:
        tell_desk(current, "advice_question", reverse("intake:enquiry", args=[current.code]))
    return current


@states(
    "Erstberatung ohne Namen",
    "Wer gefragt hat, kann alles sofort löschen. Danach öffnet der Code nichts mehr, und es bleibt"
    " nur: Tag, Thema, Land.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/intake/test_reading.py::test_deleting_takes_everything_but_day_topic_and_land",
    ),
)
@transaction.atomic
def delete_enquiry(*, actor: Actor, enquiry: Enquiry) -> None:
    """Take a question away with all its messages and its code; twice is once. The caller has
    entered the office.
    """
    require(policy.anybody(actor))
    current = Enquiry.objects.select_for_update().filter(pk=enquiry.pk).first()
    if current is None:
        return
    EnquiryTrace.objects.create(
        organisation_id=current.organisation_id,
        on=current.received_at.astimezone(BERLIN).date(),
        topic=current.topic,
        land_code=current.land_code,
    )
    receipts.revoke(current.pk)
    letters.withdraw(current.pk)
    audit.record(actor, Verb.ENDED, "enquiry", current.code)
    current.delete()
