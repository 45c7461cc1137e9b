"""What the papers of this room say: a request for fax, letter or hand, and the sheet somebody
carries herself.
"""

from collections.abc import Collection
from typing import Final

from nahtlos.cases.models import Case
from nahtlos.cases.queries import four_questions, lead_of
from nahtlos.cases.rules.paper import CardAnswer, Office
from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import BERLIN, today
from nahtlos.organisations.models import Organisation
from nahtlos.organisations.queries import own_organisation
from nahtlos.referrals.models import Referral
from nahtlos.referrals.queries.handovers import handover_check
from nahtlos.referrals.queries.packages import package_of
from nahtlos.referrals.rules.paper import HandoverSheet, MustHave, ReferralSheet

# What the person may put on the sheet she carries, in its order; nothing else is ever on it.
PARTS: Final = (
    ("name", "Name"),
    ("bed", "Wo schlafe ich?"),
    ("money", "Wer zahlt?"),
    ("work", "Wohin wegen Arbeit?"),
    ("person", "Wer ist meine Person?"),
    ("missing", "Was noch fehlt"),
)


def office_of(organisation: Organisation, function: str = "", phone: str = "") -> Office:
    """An organisation as a paper names it."""
    town = f"{organisation.postcode} {organisation.city}".strip()
    return Office(
        organisation=organisation.name,
        function=function,
        phone=phone or organisation.phone,
        address=f"{organisation.street}, {town}" if organisation.street else town,
    )


def referral_sheet(referral: Referral) -> ReferralSheet:
    """A request that was sent, as the sender reads it; LookupError for a draft, of which there is
    no package yet.
    """
    package = package_of("from", referral, today())
    if package is None or referral.sent_at is None or referral.reply_due_on is None:
        raise LookupError("a draft has no sheet")
    return ReferralSheet(
        code=referral.code,
        title=referral.offer_title or "Bitte um Antwort",
        request=package.words,
        sender=office_of(referral.from_organisation, referral.from_function, referral.from_phone),
        receiver=office_of(referral.to_organisation, referral.to_function),
        sent_on=referral.sent_at.astimezone(BERLIN).date(),
        reply_by=referral.reply_due_on,
        package=tuple(
            (section.label, "; ".join(_said(line.label, line.value) for line in section.lines))
            for section in package.sections
        ),
        person="" if package.pseudonymous else package.heading,
    )


def _said(label: str, value: str) -> str:
    return value if label in ("Stand", "Name") else f"{label}: {value}"


def _answers(case: Case, parts: Collection[str]) -> tuple[CardAnswer, ...]:
    chosen = [one for one in four_questions(case) if one.question in parts]
    return tuple(
        CardAnswer(
            question=one.question,
            state=one.state,
            answer=one.words,
            place=one.place,
            day=one.at.astimezone(BERLIN).date() if one.at else None,
            at=one.at.astimezone(BERLIN).time() if one.at else None,
            phone=one.phone,
        )
        for one in chosen
    )


def carried_sheet(
    actor: Actor, case: Case, parts: Collection[str], note: str = ""
) -> HandoverSheet:
    """The sheet of CASE that the person takes along, with exactly the PARTS (codes of `PARTS`) that
    were ticked with her.
    """
    lead = lead_of(case)
    home = own_organisation(actor)
    lines = handover_check(case).lines if "missing" in parts else ()
    return HandoverSheet(
        person=case.client.full_name if "name" in parts else "",
        code=case.code,
        day=today(),
        giver=office_of(home, lead.name if lead else ""),
        taker=None,
        answers=_answers(case, parts),
        must_haves=tuple(MustHave(line.label, done=not line.missing) for line in lines),
        note=note,
    )
