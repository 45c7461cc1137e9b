"""The room as a Django app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Composed pages."""

    name = "nahtlos.desk"
    label = "desk"
