"""What kind of table each table is; the catalogue test fails on one that is not declared."""

from enum import StrEnum

from django.apps import apps


class Tenancy(StrEnum):
    """The kinds of tables."""

    TENANT = "tenant"  # rows of one organisation, seen by it alone
    PUBLIC = "public"  # rows of one organisation, read by everybody, written by it alone
    SHARED = "shared"  # rows between two organisations, seen and written by both
    MEMBERSHIP = "membership"  # seen by the organisation and by the account itself
    IDENTITY = "identity"  # accounts and sessions: reached through the one function of each door
    SYSTEM = "system"  # reference data and machinery: the application may only read
    MACHINERY = "machinery"  # no row of a person: counters, queue; the application reads and writes
    SHUT = "shut"  # no grant at all: reached through functions only


# Tables that come with libraries, or that hold machinery without a model of ours.
LIBRARY_TABLES: dict[str, Tenancy] = {
    "account_emailaddress": Tenancy.IDENTITY,
    "account_emailconfirmation": Tenancy.IDENTITY,
    "mfa_authenticator": Tenancy.IDENTITY,
    "usersessions_usersession": Tenancy.IDENTITY,
    "django_session": Tenancy.IDENTITY,
    "auth_group": Tenancy.SHUT,
    "auth_group_permissions": Tenancy.SHUT,
    "auth_permission": Tenancy.SHUT,
    "django_content_type": Tenancy.SYSTEM,
    "django_migrations": Tenancy.SYSTEM,
    "foundation_cache": Tenancy.MACHINERY,
    "procrastinate_events": Tenancy.MACHINERY,
    "procrastinate_jobs": Tenancy.MACHINERY,
    "procrastinate_periodic_defers": Tenancy.MACHINERY,
    "procrastinate_workers": Tenancy.MACHINERY,
}


def declared_tables() -> dict[str, Tenancy]:
    """Every table of the installation with its kind, ours from the models' `tenancy` attribute."""
    tables = dict(LIBRARY_TABLES)
    for model in apps.get_models(include_auto_created=True):
        kind = getattr(model, "tenancy", None)
        if kind is not None:
            tables[model._meta.db_table] = kind
    return tables


def declared_sides() -> dict[tuple[str, str], str]:
    """(table, column) of each key to a shared row, with the side of it that is the own
    organisation's: 'from' or 'to', from the models' `shared_side` attribute.
    """
    return {
        (model._meta.db_table, field.column): getattr(model, "shared_side", {})[field.name]
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if field.name in getattr(model, "shared_side", {})
    }


def append_only_tables() -> set[str]:
    """Tables whose rows nobody alters or removes, from the models' `append_only` attribute."""
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if getattr(model, "append_only", False)
    }
