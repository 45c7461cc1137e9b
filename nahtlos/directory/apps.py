"""The room as a Django app."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Offers and the finder."""

    name = "nahtlos.directory"
    label = "directory"
