"""Everything people do with referrals and hand-overs; the only writers of the room."""

from nahtlos.referrals.actions.agreements import record_agreed_reply
from nahtlos.referrals.actions.answering import (
    INBOX,
    LINK,
    Answered,
    answer_referral,
    see_referral,
)
from nahtlos.referrals.actions.changing import (
    amend_referral,
    reroute_referral,
    withdraw_referral,
)
from nahtlos.referrals.actions.closing import close_case, reopen_case
from nahtlos.referrals.actions.consent import end_consents_on, withdraw_consent
from nahtlos.referrals.actions.door import send_code
from nahtlos.referrals.actions.drafting import (
    ConsentMissing,
    ReferralDraft,
    discard_draft,
    draft_referral,
    edit_draft,
)
from nahtlos.referrals.actions.handover import (
    begin_handover,
    call_off_handover,
    complete_handover,
    confirm_handover,
    tick,
)
from nahtlos.referrals.actions.papers import note_sheet_printed
from nahtlos.referrals.actions.release import move_release, release_case, transfer_case
from nahtlos.referrals.actions.sending import send_referral
from nahtlos.referrals.actions.silence import expire_unanswered, pursue_silence

__all__ = [
    "INBOX",
    "LINK",
    "Answered",
    "ConsentMissing",
    "ReferralDraft",
    "amend_referral",
    "answer_referral",
    "begin_handover",
    "call_off_handover",
    "close_case",
    "complete_handover",
    "confirm_handover",
    "discard_draft",
    "draft_referral",
    "edit_draft",
    "end_consents_on",
    "expire_unanswered",
    "move_release",
    "note_sheet_printed",
    "pursue_silence",
    "record_agreed_reply",
    "release_case",
    "reopen_case",
    "reroute_referral",
    "see_referral",
    "send_code",
    "send_referral",
    "tick",
    "transfer_case",
    "withdraw_consent",
    "withdraw_referral",
]
