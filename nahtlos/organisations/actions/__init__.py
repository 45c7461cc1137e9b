"""What is done with organisations: by themselves, and by the operator who loads places."""

from nahtlos.organisations.actions.caring import (
    add_site_looked_after,
    found_by,
    found_looked_after,
    remove_looked_after,
    standing_in,
    withdraw_looked_after,
)
from nahtlos.organisations.actions.own import (
    BY_THEMSELVES,
    confirm_contact,
    confirm_organisation,
    confirmed_by_themselves,
    edit_organisation,
    found_organisation,
    hand_over_contacts,
    put_on_map,
    remove_contact,
    save_contact,
)
from nahtlos.organisations.actions.sites import remove_sites, save_site

__all__ = [
    "BY_THEMSELVES",
    "add_site_looked_after",
    "confirm_contact",
    "confirm_organisation",
    "confirmed_by_themselves",
    "edit_organisation",
    "found_by",
    "found_looked_after",
    "found_organisation",
    "hand_over_contacts",
    "put_on_map",
    "remove_contact",
    "remove_looked_after",
    "remove_sites",
    "save_contact",
    "save_site",
    "standing_in",
    "withdraw_looked_after",
]
