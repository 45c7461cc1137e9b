"""The room as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Accounts and memberships."""

    name = "nahtlos.people"
    label = "people"
