"""From a question without a name to a case with one: only the person can do that, by a new act of
her own; then the office may begin.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from nahtlos.cases.actions import NewCase, note_event, open_case
from nahtlos.cases.models import CaseKind
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import BERLIN, now
from nahtlos.foundation.ruling import states
from nahtlos.intake import policy
from nahtlos.intake.actions.asking import await_answer, held
from nahtlos.intake.actions.telling import tell_desk
from nahtlos.intake.models import AccompanimentWish, Enquiry

# The words beside the box; whoever changes them gives them a new name.
TEXT_VERSION: Final = "begleitung-2026-1"
LONGEST_NAME: Final = 120
IN_CUSTODY: Final = ("imprisoned", "released")


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants to be accompanied and how she is reached; AGREED is the box she ticked herself."""

    name: str
    phone: str = ""
    other_way: str = ""
    agreed: bool = False


def _wish_of(enquiry: Enquiry) -> AccompanimentWish | None:
    return AccompanimentWish.objects.select_for_update().filter(enquiry=enquiry).first()


def _check(wish: Wish) -> None:
    if not wish.agreed:
        raise Refused(_("Ohne Ihr Häkchen bleibt alles ohne Namen."), field="agree")
    if not wish.name.strip():
        raise Refused(_("Bitte füllen Sie dieses Feld aus."), field="name")
    if not (wish.phone.strip() or wish.other_way.strip()):
        raise Refused(_("Bitte nennen Sie einen Weg, wie wir Sie erreichen."), field="phone")


@states(
    "Erstberatung ohne Namen",
    "Eine Begleitung mit Namen beginnt nur, wenn die Person selbst ihren Namen dafür nennt. Ihr"
    " Gespräch ohne Namen kommt nicht in die Akte.",
    checked_on=date(2026, 11, 27),
    proven_by=(
        "tests/intake/test_wishing.py::test_without_her_own_act_no_case_can_begin",
        "tests/intake/test_wishing.py::test_nothing_of_the_thread_goes_into_the_case",
    ),
)
@transaction.atomic
def give_name(*, actor: Actor, enquiry: Enquiry, wish: Wish) -> AccompanimentWish:
    """The person gives her name, to be accompanied. What she gave before is replaced, until the
    case has begun. The caller has entered the office, because the code led there.
    """
    require(policy.anybody(actor))
    _check(wish)
    current = held(enquiry)
    row = _wish_of(current)
    if row is not None and row.begun_at:
        raise Refused(_("Ihre Begleitung hat schon begonnen."))
    row = row or AccompanimentWish(organisation_id=current.organisation_id, enquiry=current)
    row.name, row.phone = wish.name.strip(), wish.phone.strip()
    row.other_way = wish.other_way.strip()
    row.given_at, row.text_version = now(), TEXT_VERSION
    row.save()
    await_answer(current)
    audit.record(actor, Verb.CONSENTED, "enquiry", current.code, {"text": TEXT_VERSION})
    tell_desk(current, "advice_question", reverse("intake:enquiry", args=[current.code]))
    return row


@transaction.atomic
def take_name_back(*, actor: Actor, enquiry: Enquiry) -> None:
    """The person takes her name back; twice is once. Refused where the case has begun, because
    there somebody is answerable whom she can tell.
    """
    require(policy.anybody(actor))
    current = held(enquiry)
    row = _wish_of(current)
    if row is None:
        return
    if row.begun_at:
        raise Refused(
            _(
                "Ihre Begleitung hat schon begonnen. Bitte sagen Sie es der Person, die Sie"
                " begleitet."
            )
        )
    row.delete()
    audit.record(actor, Verb.REVOKED, "enquiry", current.code)


@transaction.atomic
def begin_case(*, actor: Actor, enquiry: Enquiry) -> str:
    """Begin a case with the name the person gave; its code. Twice is the same case. Refused where
    she gave none, or has taken it back.
    """
    require(policy.can_advise(actor))
    current = held(enquiry)
    row = _wish_of(current)
    if row is None:
        raise Refused("Die Person hat keinen Namen genannt, oder sie hat ihn zurückgenommen.")
    if row.begun_at:
        return str(row.case_code)
    custody = current.asker in IN_CUSTODY
    kind = CaseKind.TRANSITION if custody else CaseKind.FAMILY
    case = open_case(actor=actor, values=NewCase(called=row.name, phone=row.phone, kind=kind))
    wished_on = row.given_at.astimezone(BERLIN).date().isoformat()
    # Without the code of the question: the case must not lead back to what was said without a name.
    note_event(
        actor=actor,
        case=case,
        verb="came_from_advice",
        detail={"wished_on": wished_on, "text": row.text_version},
    )
    row.begun_at, row.case_code = now(), case.code
    row.save(update_fields=["begun_at", "case_code"])
    audit.record(actor, Verb.ACCEPTED, "enquiry", current.code)
    return case.code
