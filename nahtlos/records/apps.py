"""The room as a Django app."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """What is written down while somebody is accompanied."""

    name = "nahtlos.records"
    label = "records"
