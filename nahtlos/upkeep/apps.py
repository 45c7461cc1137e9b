"""The room as a Django app."""

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    """Asking whether the directory is still right."""

    name = "nahtlos.upkeep"
    label = "upkeep"
