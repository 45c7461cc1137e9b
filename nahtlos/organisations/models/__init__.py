"""Tables of places and organisations."""

from nahtlos.organisations.models.organisation import (
    ContactDetail,
    ContactPerson,
    Organisation,
    Prison,
    Site,
)
from nahtlos.organisations.models.place import District, Land, Postcode

__all__ = [
    "ContactDetail",
    "ContactPerson",
    "District",
    "Land",
    "Organisation",
    "Postcode",
    "Prison",
    "Site",
]
