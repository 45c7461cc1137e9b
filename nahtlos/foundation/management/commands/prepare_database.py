"""`manage.py prepare_database`: the SQL that the administrator of an existing PostgreSQL runs
once.
"""

import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from nahtlos.foundation.ground import preparation


class Command(BaseCommand):
    """Prints roles, database and extensions as SQL; runs nothing."""

    help = "Gibt das SQL aus, mit dem eine vorhandene PostgreSQL (ab 15) vorbereitet wird."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Names and passwords come from the two addresses."""
        if "owner" not in settings.DATABASES:
            raise CommandError(
                "Bitte DATABASE_URL und DATABASE_OWNER_URL setzen; daraus kommen Namen und"
                " Passwörter."
            )
        app, owner = settings.DATABASES["default"], settings.DATABASES["owner"]
        try:
            roles = preparation.Roles(
                owner=preparation.Role(owner["USER"], owner["PASSWORD"]),
                app=preparation.Role(app["USER"], app["PASSWORD"]),
                # Nobody signs in as the report role yet; a random password keeps it shut until
                # somebody sets one.
                report=preparation.Role("nahtlos_report", secrets.token_urlsafe(32)),
            )
            self.stdout.write(preparation.preparation_sql(roles, database=owner["NAME"]))
        except ValueError as error:
            raise CommandError(str(error)) from error
