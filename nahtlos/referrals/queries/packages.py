"""What stands under a referral's key, opened for the side that asks. A receiver without her copy of
the key, or after the last day, reads nothing.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final, Literal

from nahtlos.foundation.access import Actor
from nahtlos.foundation.ruling import states
from nahtlos.foundation.vault import packages as keys
from nahtlos.referrals.models import Package, Referral, ReferralEvent
from nahtlos.referrals.rules.package import PackageContent, from_json

Side = Literal["from", "to"]
PACKAGES: Final = "referrals_package"
EVENTS: Final = "referrals_referralevent"


@dataclass(frozen=True, slots=True)
class Words:
    """What belongs to an event and is read by both sides only: the sender's or receiver's own
    words, who said it, on which day (ISO), where to come.
    """

    text: str = ""
    who: str = ""
    on: str = ""
    place: str = ""

    def __bool__(self) -> bool:
        return any((self.text, self.who, self.on, self.place))

    def as_text(self) -> str:
        """To be sealed."""
        return json.dumps({k: v for k, v in asdict(self).items() if v}, ensure_ascii=False)


def side_of(actor: Actor, referral: Referral) -> Side:
    """Which side of REFERRAL the actor's organisation is."""
    return "to" if actor.organisation_id == referral.to_organisation_id else "from"


def key_of(side: Side, referral: Referral) -> bytes | None:
    """The key of package and words in the hands of SIDE; None where its copy is gone."""
    copies = {
        "from": (referral.from_organisation_id, referral.key_for_sender),
        "to": (referral.to_organisation_id, referral.key_for_receiver),
    }
    organisation, wrapped = copies[side]
    if wrapped is None:
        return None
    return keys.unwrap(organisation, referral.pk, side, bytes(wrapped))


@states(
    "Widerruf",
    "Nach dem letzten Tag der Einwilligung kann die Empfangsstelle nichts mehr lesen, auch wenn"
    " noch niemand etwas abgeschaltet hat.",
    checked_on=date(2026, 11, 26),
    proven_by=(
        "tests/referrals/test_withdrawing_consent.py::test_after_the_last_day_nothing_is_readable",
    ),
)
def is_readable(side: Side, referral: Referral, today: date) -> bool:
    """Whether SIDE may read package and words TODAY. The sender reads her own always."""
    if side == "from":
        return referral.key_for_sender is not None
    until = referral.readable_until
    return referral.key_for_receiver is not None and (until is None or today <= until)


def package_of(side: Side, referral: Referral, today: date) -> PackageContent | None:
    """The newest version of the package as SIDE reads it TODAY, or None."""
    if not is_readable(side, referral, today):
        return None
    package = Package.objects.filter(referral=referral).order_by("-version").first()
    key = key_of(side, referral)
    if package is None or key is None:
        return None
    text = keys.open_sealed(key, PACKAGES, "content", package.pk, bytes(package.content))
    return from_json(text)


def words_of(
    side: Side, referral: Referral, events: Iterable[ReferralEvent], today: date
) -> dict[object, Words]:
    """{event id: words} of EVENTS as SIDE reads them TODAY; empty where she may not."""
    key = key_of(side, referral) if is_readable(side, referral, today) else None
    if key is None:
        return {}
    return {
        event.pk: Words(
            **json.loads(keys.open_sealed(key, EVENTS, "words", event.pk, bytes(event.words)))
        )
        for event in events
        if event.words is not None
    }
