"""The room as a Django app."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Organisations and places."""

    name = "nahtlos.organisations"
    label = "organisations"
