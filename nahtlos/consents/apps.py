"""The room as a Django app."""

from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    """What a person allows, and how it ends."""

    name = "nahtlos.consents"
    label = "consents"
