"""What is seen of referrals: on both sides, in packages, on paper."""

from nahtlos.referrals.queries.course import EventLine, events_of, meeting_place, versions_of
from nahtlos.referrals.queries.facts import category_labels, content_of, drafted, facts_of
from nahtlos.referrals.queries.finding import received, referral_of, sent_referral
from nahtlos.referrals.queries.handovers import (
    HandoverCheck,
    MustHaveLine,
    PersonBefore,
    SiteLines,
    handover_check,
    handover_for,
    handovers_for,
    musthaves_by_site,
    running_handover,
)
from nahtlos.referrals.queries.lists import (
    RequestList,
    inbox,
    inbox_count,
    of_case,
    running_of_case,
    sent,
    sent_count,
)
from nahtlos.referrals.queries.matching import OfferMatch, matched_offers
from nahtlos.referrals.queries.packages import Words, is_readable, package_of, side_of, words_of
from nahtlos.referrals.queries.receivers import contact_for, mailbox_of, offer_of
from nahtlos.referrals.queries.waiting import Owed, WaitingBoard, waiting

__all__ = [
    "EventLine",
    "HandoverCheck",
    "MustHaveLine",
    "OfferMatch",
    "Owed",
    "PersonBefore",
    "RequestList",
    "SiteLines",
    "WaitingBoard",
    "Words",
    "category_labels",
    "contact_for",
    "content_of",
    "drafted",
    "events_of",
    "facts_of",
    "handover_check",
    "handover_for",
    "handovers_for",
    "inbox",
    "inbox_count",
    "is_readable",
    "mailbox_of",
    "matched_offers",
    "meeting_place",
    "musthaves_by_site",
    "of_case",
    "offer_of",
    "package_of",
    "received",
    "referral_of",
    "running_handover",
    "running_of_case",
    "sent",
    "sent_count",
    "sent_referral",
    "side_of",
    "versions_of",
    "waiting",
    "words_of",
]
