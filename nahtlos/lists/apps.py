"""The room as a Django app."""

from django.apps import AppConfig


class ListsConfig(AppConfig):
    """Release lists."""

    name = "nahtlos.lists"
    label = "lists"
