"""The room as a Django app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Data in and out."""

    name = "nahtlos.exchange"
    label = "exchange"
