"""A request before it leaves: whom, what about, what goes along. Nobody else sees it."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import IntegrityError, connection, transaction

from nahtlos.cases.models import Case, Step
from nahtlos.consents.models import Consent, ConsentKind
from nahtlos.consents.queries import covering
from nahtlos.consents.rules import scope
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused, require
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import now, today
from nahtlos.foundation.codes import new_code
from nahtlos.foundation.ruling import states
from nahtlos.foundation.versions import require_version
from nahtlos.organisations.models import Organisation
from nahtlos.organisations.queries import own_organisation
from nahtlos.referrals import policy
from nahtlos.referrals.actions.held import held_by_sender, require_draft
from nahtlos.referrals.models import Origin, Referral, Way
from nahtlos.referrals.queries.facts import drafted
from nahtlos.referrals.queries.receivers import contact_for, offer_of
from nahtlos.referrals.rules.package import PERSON, names_in

__all__ = [
    "ConsentMissing",
    "ReferralDraft",
    "check_words",
    "consent_for_draft",
    "discard_draft",
    "draft_referral",
    "draft_text",
    "drafted",
    "edit_draft",
]
MOST_WORDS: Final = 2000
TRIES: Final = 4
NO_CONSENT: Final = (
    "Für {receiver} gibt es zurzeit keine gültige Einwilligung. Sie können eine vorbereiten, oder"
    " die Person gibt das Blatt selbst weiter."
)


class ConsentMissing(Refused):
    """Nothing allows telling this receiver; there are two other ways."""


@dataclass(frozen=True, slots=True)
class ReferralDraft:
    """What a request is made of.

    words: what is asked, in own words. categories: codes ticked for this request, each allowed by
    the consent. topic, offer_slug: codes of the directory. consent_number: on which of several
    consents it rests; empty takes the first that allows all ticked. step_code: the step of the plan
    it serves.
    """

    to_organisation: Organisation
    words: str = ""
    categories: tuple[str, ...] = ()
    topic: str = ""
    offer_slug: str = ""
    pseudonymous: bool = False
    consent_number: str = ""
    step_code: str = ""


def consent_for_draft(case: Case, values: ReferralDraft) -> Consent:
    """The consent or notice the request rests on today. ConsentMissing where there is none, Refused
    where something is ticked that it does not cover.
    """
    receiver = values.to_organisation
    found = covering(case, receiver.pk, today())
    if values.consent_number:
        found = [one for one in found if one.number == values.consent_number]
    if not found:
        raise ConsentMissing(NO_CONSENT.format(receiver=receiver.name), field="to_organisation")
    ticked = set(values.categories)
    fitting = next((one for one in found if ticked <= set(one.categories)), None)
    if fitting is None:
        too_much = scope.in_order(ticked - set(found[0].categories))
        labels = ", ".join(scope.category(code).label for code in too_much) or "diese Angaben"
        raise Refused(f"Dafür fehlt die Einwilligung: {labels}.", field="categories")
    return fitting


@states(
    "Überleitung",
    "Steht bei einer Anfrage ohne Namen der Name im Text, wird sie nicht gesendet.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/referrals/test_sending.py::test_a_request_without_a_name_does_not_tell_it_in_its_words",
    ),
)
def check_words(case: Case, words: str, *, pseudonymous: bool) -> None:
    """Refused where WORDS are too long, or tell the name that the request keeps back."""
    if len(words) > MOST_WORDS:
        raise Refused(f"Bitte höchstens {MOST_WORDS} Zeichen.", field="words")
    client = case.client
    names = (client.given_name, client.family_name, client.called)
    if pseudonymous and names_in(words, names):
        raise Refused(
            "In Ihrem Text steht der Name der Person. Die Anfrage geht aber ohne Namen hinaus."
            " Bitte nehmen Sie ihn heraus.",
            field="words",
        )


def draft_text(words: str, categories: Collection[str]) -> str:
    """As it is kept, sealed, while it is a draft and for the next version."""
    return json.dumps(
        {"words": words.strip(), "categories": scope.in_order(categories)}, ensure_ascii=False
    )


def _fill(actor: Actor, referral: Referral, consent: Consent, values: ReferralDraft) -> None:
    contact = contact_for(values.to_organisation.pk, consent.to_function, values.topic)
    offer = offer_of(values.offer_slug)
    if offer is not None and offer.organisation_id != values.to_organisation.pk:
        raise Refused("Dieses Angebot gehört zu einer anderen Stelle.", field="offer_slug")
    referral.topic = values.topic
    referral.offer_slug = offer.slug if offer else ""
    referral.offer_title = offer.title if offer else ""
    referral.from_function = consent.from_function
    referral.from_phone = own_organisation(actor).phone
    referral.to_function = consent.to_function
    referral.to_contact_code = contact.code if contact else ""
    referral.by_law = consent.kind == ConsentKind.NOTICE
    referral.pseudonymous = values.pseudonymous or PERSON not in values.categories


def _step_of(case: Case, code: str) -> Step | None:
    step = case.steps.filter(code=code).first() if code else None
    if code and step is None:
        raise Refused("Diesen Schritt gibt es im Plan nicht.", field="step_code")
    return step


def draft_referral(*, actor: Actor, case: Case, values: ReferralDraft) -> Referral:
    """A new request out of CASE, which nobody else sees yet. Codes are drawn: where one is taken,
    also by a request of strangers to the same receiver, another one is drawn.
    """
    for left in reversed(range(TRIES)):
        try:
            return _draft(actor, case, values)
        except IntegrityError as error:
            if not left or "referral_code_once" not in str(error):
                raise
    raise AssertionError


@transaction.atomic
def _draft(actor: Actor, case: Case, values: ReferralDraft) -> Referral:
    require(policy.can_refer(actor))
    if actor.account_id is None:
        raise LookupError("a request needs somebody who asks")
    if values.to_organisation.pk == actor.organisation:
        raise Refused(
            "Für ein Angebot der eigenen Organisation braucht es keine Anfrage.",
            field="to_organisation",
        )
    if case.closed_on:
        raise Refused("Diese Begleitung ist abgeschlossen. Zum Anfragen öffnen Sie sie wieder.")
    consent = consent_for_draft(case, values)
    referral = Referral(
        from_organisation_id=actor.organisation,
        to_organisation=values.to_organisation,
        code=new_code("R"),
        way=Way.INBOX,
    )
    _fill(actor, referral, consent, values)
    check_words(case, values.words, pseudonymous=referral.pseudonymous)
    step = _step_of(case, values.step_code)
    referral.save(force_insert=True)
    Origin(
        organisation_id=actor.organisation,
        referral=referral,
        case=case,
        consent=consent,
        step=step,
        draft=draft_text(values.words, values.categories),
        created_by=actor.account_id,
        created_at=now(),
    ).save(force_insert=True)
    audit.record(actor, Verb.CREATED, "referral", referral.code)
    return referral


@transaction.atomic
def edit_draft(
    *, actor: Actor, referral: Referral, values: ReferralDraft, version: str
) -> Referral:
    """Write a draft anew that is still in the state VERSION. Its receiver stays: for another one
    there is another request.
    """
    current = held_by_sender(actor, referral)
    require_draft(current)
    require_version(current, version)
    if values.to_organisation.pk != current.to_organisation_id:
        raise Refused(
            "Die Empfangsstelle lässt sich nicht tauschen. Verwerfen Sie den Entwurf und beginnen"
            " Sie neu.",
            field="to_organisation",
        )
    origin = current.origin
    consent = consent_for_draft(origin.case, values)
    _fill(actor, current, consent, values)
    check_words(origin.case, values.words, pseudonymous=current.pseudonymous)
    current.save()
    origin.consent, origin.step = consent, _step_of(origin.case, values.step_code)
    origin.draft = draft_text(values.words, values.categories)
    origin.save()
    audit.record(actor, Verb.CHANGED, "referral", current.code)
    return current


@transaction.atomic
def discard_draft(*, actor: Actor, referral: Referral) -> None:
    """Throw a draft away; what was never sent leaves no trace but the line in the chain."""
    current = held_by_sender(actor, referral)
    require_draft(current)
    current.origin.delete()
    with connection.cursor() as cursor:
        # Not by the model: it would also delete from the course, which nobody may.
        cursor.execute("DELETE FROM referrals_referral WHERE id = %s", [current.pk])
    audit.record(actor, Verb.WITHDRAWN, "referral", current.code, {"draft": True})
