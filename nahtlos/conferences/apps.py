"""The room as a Django app."""

from django.apps import AppConfig


class ConferencesConfig(AppConfig):
    """Conferences of cases."""

    name = "nahtlos.conferences"
    label = "conferences"
