"""Tables of places and organisations."""

from nahtlos.organisations.models.organisation import (
    ContactDetail,
    ContactPerson,
    HiddenAddress,
    Organisation,
    Prison,
    Site,
)
from nahtlos.organisations.models.place import District, Land, Postcode

__all__ = [
    "ContactDetail",
    "ContactPerson",
    "District",
    "HiddenAddress",
    "Land",
    "Organisation",
    "Postcode",
    "Prison",
    "Site",
]
