"""The room as a Django app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """People accompanied over the threshold of the prison."""

    name = "nahtlos.cases"
    label = "cases"
