"""The room as a Django app."""

from django.apps import AppConfig


class LandsConfig(AppConfig):
    """Profiles of the Länder."""

    name = "nahtlos.lands"
    label = "lands"
