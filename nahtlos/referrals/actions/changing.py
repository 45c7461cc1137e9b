"""A request that is on its way is added to, taken back, or goes to somebody else."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Final

from django.db import transaction

from nahtlos.cases.models import Case
from nahtlos.consents.queries import covering
from nahtlos.foundation import audit
from nahtlos.foundation.access import Actor
from nahtlos.foundation.access.actor import Refused
from nahtlos.foundation.audit import Verb
from nahtlos.foundation.clock import today
from nahtlos.foundation.ruling import states
from nahtlos.referrals.actions.drafting import (
    ReferralDraft,
    check_words,
    consent_for_draft,
    draft_referral,
    draft_text,
)
from nahtlos.referrals.actions.held import held_by_sender, lock_consents, require_running
from nahtlos.referrals.actions.packing import note, pack
from nahtlos.referrals.actions.sending import require_consent_now
from nahtlos.referrals.actions.telling import silence_receiver, tell_receiver, tell_sender
from nahtlos.referrals.models import Origin, Referral, ReferralState
from nahtlos.referrals.queries.facts import content_of, drafted
from nahtlos.referrals.queries.packages import Words
from nahtlos.referrals.rules.package import PERSON
from nahtlos.referrals.rules.states import FINAL

AGAIN: Final = "\n\nErgänzt: "


def repack(referral: Referral, origin: Origin) -> None:
    """The next version of the package from what is known now, within the consent. The caller holds
    the referral and saves it.
    """
    consent = require_consent_now(origin.consent, today())
    words, ticked = drafted(origin)
    content = content_of(origin.case, referral, consent, words=words, ticked=ticked)
    referral.pseudonymous = content.pseudonymous
    referral.readable_until = consent.valid_until
    pack(referral, content)


@states(
    "Überleitung",
    "Eine Anfrage ohne Namen lässt sich annehmen wie jede andere. Der Name kommt nur dazu, wenn die"
    " Person es erlaubt.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/referrals/test_changing.py::test_a_nameless_request_is_accepted_and_later_lifted_with_consent",
    ),
)
@transaction.atomic
def amend_referral(
    *,
    actor: Actor,
    referral: Referral,
    words: str,
    categories: Collection[str] | None = None,
) -> Referral:
    """Add WORDS and send what is known by now; the receiver sees "ergänzt am". CATEGORIES ticks
    anew what goes along, where a consent covers it; the name comes along once PERS is among them.
    Refused once the request is over.
    """
    case = Case.objects.visible_to(actor).filter(referrals__referral=referral).first()
    if case is not None:
        lock_consents(case)
    current = held_by_sender(actor, referral)
    require_running(current)
    origin = current.origin
    before, ticked = drafted(origin)
    if not words.strip() and categories is None:
        raise Refused("Bitte schreiben Sie, was neu ist.", field="words")
    wanted = ticked if categories is None else list(categories)
    if set(wanted) != set(ticked):
        values = ReferralDraft(current.to_organisation, categories=tuple(wanted))
        origin.consent = consent_for_draft(origin.case, values)
        current.pseudonymous = PERSON not in wanted
    text = f"{before}{AGAIN}{words.strip()}".strip() if words.strip() else before
    check_words(origin.case, text, pseudonymous=current.pseudonymous)
    origin.draft = draft_text(text, wanted)
    origin.save()
    repack(current, origin)
    current.save()
    note(current, "amended", side="from", actor=actor, words=Words(text=words.strip()))
    tell_receiver(current, "referral_changed")
    audit.record(
        actor, Verb.AMENDED, "referral", current.code, {"version": current.package_version}
    )
    return current


@transaction.atomic
def withdraw_referral(*, actor: Actor, referral: Referral) -> Referral:
    """Take a request back, also from a receiver without anybody who could read it. From now on she
    reads nothing. Twice is once.
    """
    current = held_by_sender(actor, referral)
    if current.state == ReferralState.WITHDRAWN:
        return current
    require_running(current)
    current.state, current.closed_on = ReferralState.WITHDRAWN, today()
    current.key_for_receiver = None
    current.save()
    note(current, "withdrawn", side="from", actor=actor)
    silence_receiver(current, closed=True)
    tell_sender(current, "referral_closed", verb="referral_withdrawn", actor=actor)
    audit.record(actor, Verb.WITHDRAWN, "referral", current.code)
    return current


@transaction.atomic
def reroute_referral(*, actor: Actor, referral: Referral, values: ReferralDraft) -> Referral:
    """Ask somebody else instead: the former request is taken back where it still runs, a draft to
    the other one begins with the same words. ConsentMissing where nothing allows telling her; then
    the former request stays as it is.
    """
    current = held_by_sender(actor, referral)
    if current.state == ReferralState.DRAFT:
        raise Refused(
            "Ein Entwurf ist noch bei niemandem. Bitte verwerfen Sie ihn und beginnen Sie neu."
        )
    origin = current.origin
    words, ticked = drafted(origin)
    fresh = _carried(origin, values, words, ticked)
    drawn = draft_referral(actor=actor, case=origin.case, values=fresh)
    if current.state not in FINAL:
        withdraw_referral(actor=actor, referral=current)
    audit.record(actor, Verb.CHANGED, "referral", current.code, {"rerouted": drawn.code})
    return drawn


def _carried(origin: Origin, values: ReferralDraft, words: str, ticked: list[str]) -> ReferralDraft:
    """VALUES, with what the former request said where they leave it out: of its ticks those that
    the other receiver's consents allow.
    """
    found = covering(origin.case, values.to_organisation.pk, today())
    allowed = {code for consent in found for code in consent.categories}
    return replace(
        values,
        words=values.words or words,
        topic=values.topic or origin.referral.topic,
        categories=values.categories or tuple(code for code in ticked if code in allowed),
        step_code=values.step_code or (origin.step.code if origin.step else ""),
    )
