"""The room as a Django app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """First advice without a name."""

    name = "nahtlos.intake"
    label = "intake"
