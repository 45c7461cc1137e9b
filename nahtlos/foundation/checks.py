"""Refuses to start where a page has no policy, a secret is missing or the database role could see
more than it should.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

from nahtlos.foundation.access.page import mounted_pages, rule_of


@register(Tags.security)
def every_page_has_a_policy(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """A view without @page must not be mounted."""
    return [
        Error(f"{mounted.route}: the view {mounted.name} has no @page", id="nahtlos.E001")
        for mounted in mounted_pages()
        if rule_of(mounted.view) is None
    ]


@register(Tags.security)
def secrets_are_set(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Master key and secret key come from the environment; there are no defaults."""
    problems: list[CheckMessage] = []
    if len(settings.MASTER_KEY) != 64:
        problems.append(
            Error("NAHTLOS_MASTER_KEY must be 64 hexadecimal digits", id="nahtlos.E002")
        )
    if len(settings.SECRET_KEY) < 32:
        problems.append(
            Error("NAHTLOS_SECRET_KEY must have at least 32 characters", id="nahtlos.E003")
        )
    return problems


@register(Tags.database)
def the_application_is_no_master_of_the_database(
    app_configs: Sequence[AppConfig] | None,
    databases: Sequence[str] | None = None,
    **kwargs: Any,
) -> list[CheckMessage]:
    """The runtime role is no superuser, does not bypass row security and owns no table. Run with
    `check --database default`.
    """
    if "default" not in (databases or []):
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls, EXISTS(SELECT 1 FROM pg_class c WHERE c.relowner ="
            " r.oid AND relkind = 'r') FROM pg_roles r WHERE rolname = current_user"
        )
        too_strong, owns = cursor.fetchone()
    if too_strong or owns:
        return [
            Error(
                "DATABASE_URL names a role that is superuser, bypasses row security or owns tables",
                id="nahtlos.E004",
            )
        ]
    return []
