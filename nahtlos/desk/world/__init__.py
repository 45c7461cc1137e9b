"""Musterland: the invented Land of the demonstration, with places, prisons, organisations, offers,
contact persons and visiting information. All of it is made up, told in files beside this one, and
counted from the day it is asked for, so that nothing grows old; pure, no Django."""

from nahtlos.desk.world.musterland import musterland
from nahtlos.desk.world.shapes import (
    CONTACT_FIELDS,
    CUSTODY_STATUSES,
    Hours,
    OfferDate,
    World,
    WorldContact,
    WorldOffer,
)

__all__ = [
    "CONTACT_FIELDS",
    "CUSTODY_STATUSES",
    "Hours",
    "OfferDate",
    "World",
    "WorldContact",
    "WorldOffer",
    "musterland",
]
