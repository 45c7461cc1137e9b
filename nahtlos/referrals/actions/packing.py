"""What every deed on a referral leaves behind under its key: a version of the package, a line of
the course both sides share.
"""

from uuid import uuid4

from nahtlos.foundation.access import Actor
from nahtlos.foundation.clock import now
from nahtlos.foundation.vault import packages as keys
from nahtlos.referrals.models import Package, Referral, ReferralEvent
from nahtlos.referrals.queries.packages import EVENTS, PACKAGES, Side, Words, key_of, side_of
from nahtlos.referrals.rules.package import PackageContent, to_json

NOTHING = Words()


def give_key(referral: Referral) -> None:
    """A key for REFERRAL alone, one copy for each side."""
    key = keys.new_key()
    referral.key_for_sender = keys.wrap(referral.from_organisation_id, referral.pk, "from", key)
    referral.key_for_receiver = keys.wrap(referral.to_organisation_id, referral.pk, "to", key)


def pack(referral: Referral, content: PackageContent) -> Package:
    """The next version of the package, sealed. The caller saves the referral."""
    key = key_of("from", referral)
    if key is None:
        raise LookupError("a referral without a key cannot be packed")
    referral.package_version += 1
    package = Package(
        id=uuid4(),
        from_organisation_id=referral.from_organisation_id,
        to_organisation_id=referral.to_organisation_id,
        referral=referral,
        version=referral.package_version,
        made_at=now(),
    )
    package.content = keys.seal(key, PACKAGES, "content", package.pk, to_json(content))
    package.save(force_insert=True)
    return package


def note(
    referral: Referral,
    verb: str,
    *,
    side: Side | None,
    actor: Actor,
    channel: str = "",
    words: Words = NOTHING,
) -> ReferralEvent:
    """One line of the course both sides read; SIDE None: it happened by itself. WORDS are sealed
    with the copy of the key that the actor's own side holds.
    """
    event = ReferralEvent(
        id=uuid4(),
        from_organisation_id=referral.from_organisation_id,
        to_organisation_id=referral.to_organisation_id,
        referral=referral,
        at=now(),
        side=side or "system",
        verb=verb,
        channel=channel,
        account_id=actor.account_id,
    )
    if words:
        key = key_of(side_of(actor, referral), referral)
        if key is None:
            raise LookupError("words need a key")
        event.words = keys.seal(key, EVENTS, "words", event.pk, words.as_text())
    event.save(force_insert=True)
    return event
