"""What is done with offers: by their organisation, by visitors who report something, and by the
operator who loads them.
"""

from nahtlos.directory.actions.bulk import Wanted, Written, take_back, write_offers
from nahtlos.directory.actions.indexing import forget_what_is_known, index_offers, reindex
from nahtlos.directory.actions.offers import (
    close_feedback,
    confirm_offer,
    create_offer,
    edit_offer,
    end_offer,
    publish_offer,
    receive_feedback,
    set_capacity,
)

__all__ = [
    "Wanted",
    "Written",
    "close_feedback",
    "confirm_offer",
    "create_offer",
    "edit_offer",
    "end_offer",
    "forget_what_is_known",
    "index_offers",
    "publish_offer",
    "receive_feedback",
    "reindex",
    "set_capacity",
    "take_back",
    "write_offers",
]
