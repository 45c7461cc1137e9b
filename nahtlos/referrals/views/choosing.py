"""To whom a request can go, as it stands on the page: receivers the person has already allowed,
offers that fit, one that is typed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from nahtlos.cases.models import Case
from nahtlos.consents.models import Consent
from nahtlos.consents.queries import consents_of, match_receiver, receiver_organisation
from nahtlos.consents.queries import receivers as known_receivers
from nahtlos.consents.rules import scope
from nahtlos.foundation.access import Actor
from nahtlos.foundation.shell.tags import datum
from nahtlos.organisations.models import Organisation
from nahtlos.organisations.queries import own_organisation
from nahtlos.referrals import queries
from nahtlos.referrals.queries.matching import matched_offers
from nahtlos.referrals.queries.receivers import offer_of

OFFER: Final = "offer:"
ORGANISATION: Final = "org:"
MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Option:
    """One line of the choice. value: "org:<slug>" or "offer:<slug>"."""

    value: str
    label: str
    note: str = ""
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    consent: str = ""
    consent_tone: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """What was typed, and the receivers it may mean."""

    slug: str
    name: str


def in_force(case: Case, on: date) -> list[Consent]:
    """What allows telling somebody something ON this day."""
    return [one for one in consents_of(case) if one.is_in_force(on)]


def sole_receiver(case: Case, allowed: Iterable[Consent]) -> str:
    """Of those whom the person allows telling the one whom nobody has asked yet, as a chosen line;
    '' where there is none or several.
    """
    asked = {one.to_organisation_id for one in queries.running_of_case(case)}
    open_ones = {
        consent.to_organisation.slug
        for consent in allowed
        if consent.to_organisation_id not in asked
    }
    return f"{ORGANISATION}{open_ones.pop()}" if len(open_ones) == 1 else ""


def _consent_words(consent: Consent | None) -> tuple[str, str]:
    if consent is None:
        return "noch keine Einwilligung", "open"
    until = f" bis {datum(consent.valid_until)}" if consent.valid_until else ""
    return f"Einwilligung{until}", "ok"


def _of_consents(found: Iterable[Consent], chosen: str) -> list[Option]:
    options: dict[str, Option] = {}
    for consent in found:
        value = f"{ORGANISATION}{consent.to_organisation.slug}"
        words, tone = _consent_words(consent)
        options.setdefault(
            value,
            Option(
                value=value,
                label=consent.to_organisation.name,
                note=consent.to_function,
                consent=words,
                consent_tone=tone,
                chosen=value == chosen,
            ),
        )
    return list(options.values())


def _of_offers(
    actor: Actor, case: Case, topic: str, found: Sequence[Consent], chosen: str
) -> list[Option]:
    allowed = {consent.to_organisation_id: consent for consent in found}
    sample = own_organisation(actor).is_sample
    # Who works with invented organisations asks invented ones only.
    fitting = [
        match
        for match in matched_offers(actor, case, topic)
        if match.offer.organisation.is_sample == sample
    ]
    options = []
    for match in fitting[:MOST]:
        value = f"{OFFER}{match.offer.slug}"
        words, tone = _consent_words(allowed.get(match.offer.organisation_id))
        options.append(
            Option(
                value=value,
                label=match.offer.title,
                note=match.offer.organisation.name,
                reasons=tuple(match.reasons),
                warnings=tuple(match.warnings),
                consent=words,
                consent_tone=tone,
                chosen=value == chosen,
            )
        )
    return options


def options_for(
    actor: Actor, case: Case, found: Sequence[Consent], topic: str, chosen: str
) -> list[Option]:
    """The receivers to choose from: with a TOPIC the offers that fit it come first. One that was
    typed before stays among them.
    """
    options = _of_offers(actor, case, topic, found, chosen) if topic else []
    options += _of_consents(found, chosen)
    if chosen.startswith(ORGANISATION) and not any(one.value == chosen for one in options):
        receiver = organisation_of(chosen)
        if receiver is not None and receiver.pk != actor.organisation:
            words, tone = _consent_words(None)
            options.append(
                Option(chosen, receiver.name, consent=words, consent_tone=tone, chosen=True)
            )
    return options


def organisation_of(value: str) -> Organisation | None:
    """The organisation behind a chosen line."""
    try:
        if value.startswith(OFFER):
            offer = offer_of(value.removeprefix(OFFER))
            return offer.organisation if offer else None
        return receiver_organisation(value.removeprefix(ORGANISATION))
    except Organisation.DoesNotExist:
        return None


def matches(actor: Actor, typed: str) -> list[Match]:
    """The organisations that TYPED may mean."""
    found = match_receiver(known_receivers(actor), typed)
    return [Match(one.slug, one.label) for one in found]


def allowed_by(consent: Consent) -> tuple[list[tuple[str, str]], frozenset[str]]:
    """(code, label) of what CONSENT covers, and which of it is special."""
    kinds = [scope.category(code) for code in scope.in_order(consent.categories)]
    labels = [(kind.code, kind.label) for kind in kinds]
    return labels, frozenset(kind.code for kind in kinds if kind.special)


def widest(found: Sequence[Consent]) -> Consent | None:
    """Of several that cover a receiver the one that allows most; what goes along is chosen from
    it.
    """
    ordered = sorted(found, key=lambda one: one.number)
    return max(
        ordered, key=lambda one: (len(one.categories), one.valid_until or date.max), default=None
    )
