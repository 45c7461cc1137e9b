"""Finding a consent to withdraw, for whoever takes the call: number, day and receiver, nothing
else. The search itself is recorded and counted.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from nahtlos.cases.models import Client
from nahtlos.cases.queries.names import register_of
from nahtlos.cases.rules.names import iso
from nahtlos.consents import policy
from nahtlos.consents.models import Consent, ConsentKind
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import today
from nahtlos.foundation.folding import fold
from nahtlos.foundation.limits import PERSON_SEARCH, within_for

_CODE: Final = re.compile(r"^([A-Z])-?([0-9A-Z]{4})-?([0-9A-Z])$")


@dataclass(frozen=True, slots=True)
class WithdrawalSearch:
    """What somebody on the telephone can say: a code (of consent, case or person), or the full name
    with the birth date.
    """

    code: str = ""
    name: str = ""
    born_on: date | None = None


@dataclass(frozen=True, slots=True)
class WithdrawalHit:
    """A consent that can be withdrawn: enough to ask "Ist es diese?", and no more."""

    number: str
    signed_on: date
    receiver: str


def _live(actor: Actor) -> QuerySet[Consent]:
    """Signed consents of the organisation that still allow something, now or later."""
    return Consent.objects.filter(
        organisation_id=actor.organisation,
        kind=ConsentKind.CONSENT,
        signed_on__isnull=False,
        revocation=None,
        valid_until__gte=today(),
    ).select_related("case__client", "to_organisation")


def _code(typed: str) -> str:
    """TYPED as a code, however it was written: "e 7f3m 2" is "E-7F3M-2"; '' where it is none."""
    found = _CODE.match(re.sub(r"\s+", "", typed).upper())
    return "-".join(found.groups()) if found else ""


def _words(name: str) -> list[str]:
    """The words of a name in one order, so that "Kaya, Karim" is "Karim Kaya"."""
    return sorted(word for word in re.split(r"[\s,]+", fold(name)) if word)


def _is(client: Client, search: WithdrawalSearch) -> bool:
    """Whether all that was typed fits: names are sealed, so they are compared here. Who was entered
    twice gave consents under either name, and withdraws them under either.
    """
    if search.born_on is None:
        return False
    entered, words = [client, *client.also.all()], _words(search.name)
    return any(one.born_on == search.born_on.isoformat() for one in entered) and any(
        _words(f"{one.given_name} {one.family_name}") == words for one in entered
    )


def _found(actor: Actor, search: WithdrawalSearch) -> list[Consent]:
    if search.code.strip():
        code = _code(search.code)
        also = Client.objects.filter(code=code, leads_to__isnull=False).values("leads_to")
        named = Q(number=code) | Q(case__code=code) | Q(case__client__code=code)
        named |= Q(case__client__in=also)
        return list(_live(actor).filter(named)) if code else []
    # Opening everybody's name takes long, and the register knows who may be meant.
    meant = register_of(actor).named_alike(search.name, iso(search.born_on))
    rows = _live(actor).filter(case__client__in=meant).prefetch_related("case__client__also")
    return [consent for consent in rows if _is(consent.case.client, search)]


def withdrawable(actor: Actor, typed: WithdrawalSearch) -> list[WithdrawalHit]:
    """The consents that can be withdrawn, of the actor's own organisation, on the case or not.

    Refused where too little was typed to mean one person, and after 30 searches in an hour. Every
    search is recorded, with how many were found and never with what was typed.
    """
    require(policy.can_take_withdrawal(actor))
    if not typed.code.strip() and (len(_words(typed.name)) < 2 or typed.born_on is None):
        raise Refused(
            "Bitte geben Sie ein Kürzel ein, oder Vorname und Nachname mit dem Geburtsdatum."
        )
    if actor.account_id is None or not within_for(PERSON_SEARCH, actor.account_id):
        raise Refused(
            "Sie haben in dieser Stunde schon oft gesucht. Bitte fragen Sie eine Kollegin, einen"
            " Kollegen oder versuchen Sie es später noch einmal."
        )
    found = sorted(_found(actor, typed), key=lambda one: (one.to_organisation.name, one.number))
    by = "code" if typed.code.strip() else "name"
    audit.record(actor, Verb.SEARCHED, "consent", "", {"by": by, "found": len(found)})
    return [
        WithdrawalHit(one.number, one.signed_on, one.to_organisation.name)
        for one in found
        if one.signed_on is not None
    ]


def consent_to_withdraw(actor: Actor, number: str) -> Consent:
    """The consent behind a hit, for the deed; Consent.DoesNotExist for one of another
    organisation, and for whoever takes no withdrawals.
    """
    if not policy.can_take_withdrawal(actor):
        raise Consent.DoesNotExist
    return Consent.objects.filter(
        organisation_id=actor.organisation, kind=ConsentKind.CONSENT, signed_on__isnull=False
    ).get(number=number)
