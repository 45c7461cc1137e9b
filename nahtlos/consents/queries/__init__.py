"""What is seen of consents: of one case, on paper, and by whoever takes a withdrawal down."""

from nahtlos.consents.queries.of_case import (
    WhoMayKnow,
    consent_for,
    consents_of,
    covering,
    own_kind,
    standing_of,
    who_may_know,
)
from nahtlos.consents.queries.paper import birth_date, consent_paper, paper_hash
from nahtlos.consents.queries.receivers import (
    Receiver,
    match_receiver,
    receiver_organisation,
    receivers,
)
from nahtlos.consents.queries.withdrawing import (
    WithdrawalHit,
    WithdrawalSearch,
    consent_to_withdraw,
    withdrawable,
)

__all__ = [
    "Receiver",
    "WhoMayKnow",
    "WithdrawalHit",
    "WithdrawalSearch",
    "birth_date",
    "consent_for",
    "consent_paper",
    "consent_to_withdraw",
    "consents_of",
    "covering",
    "match_receiver",
    "own_kind",
    "paper_hash",
    "receiver_organisation",
    "receivers",
    "standing_of",
    "who_may_know",
    "withdrawable",
]
