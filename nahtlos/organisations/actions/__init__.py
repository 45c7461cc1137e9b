"""What is done with organisations: by themselves, and by the operator who loads places."""

from nahtlos.organisations.actions.own import (
    confirm_contact,
    confirm_organisation,
    confirmed_by_themselves,
    edit_organisation,
    found_organisation,
    hand_over_contacts,
    remove_contact,
    save_contact,
)
from nahtlos.organisations.actions.sites import save_site

__all__ = [
    "confirm_contact",
    "confirm_organisation",
    "confirmed_by_themselves",
    "edit_organisation",
    "found_organisation",
    "hand_over_contacts",
    "remove_contact",
    "save_contact",
    "save_site",
]
