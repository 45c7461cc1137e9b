"""The room as a Django app."""

from django.apps import AppConfig


class LookoutConfig(AppConfig):
    """What lies ahead, and what of it is taken along."""

    name = "nahtlos.lookout"
    label = "lookout"
