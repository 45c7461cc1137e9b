"""`manage.py found_organisation`: the operator lets a new organisation in and invites its
administrator.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from nahtlos.foundation.doubles import AlreadyThere
from nahtlos.organisations.actions import found_organisation
from nahtlos.organisations.actions.loading import OPERATOR
from nahtlos.organisations.models import Organisation
from nahtlos.organisations.rules.reference import ORGANISATION_KINDS
from nahtlos.people.actions import found_administration


def _found(options: dict[str, Any]) -> Organisation:
    """A new organisation; CommandError where one of its name is there, unless it was asked for all
    the same.
    """
    told = {"name": options["name"], "kind": options["art"], "city": options["ort"]}
    try:
        return found_organisation(operator=OPERATOR, **told)
    except AlreadyThere as there:
        if options["trotzdem"]:
            return found_organisation(operator=OPERATOR, **told, anyway=there.keys.split())
        pages = ", ".join(one.address for one in there.doubles)
        raise CommandError(
            f"{there.reason} Öffentliche Seite: {pages}. Ist es dieselbe Organisation, nennen Sie"
            f" statt des Namens ihr Kürzel ({there.keys}). Ist es eine andere, wiederholen Sie den"
            " Befehl mit --trotzdem oder nennen Sie mit --ort ihren Ort."
        ) from there


class Command(BaseCommand):
    """Adds a tenant, or hands an organisation of the directory to its own people."""

    help = (
        "Legt eine Organisation an (oder nimmt eine vorhandene aus dem Verzeichnis) und lädt ihre"
        " Verwaltung per Mail ein."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Name, kind, town, administrator."""
        parser.add_argument(
            "name",
            help="Name der Organisation, oder ihr Kürzel in der Adresse ihrer öffentlichen Seite",
        )
        parser.add_argument("--art", default="association", choices=sorted(ORGANISATION_KINDS))
        parser.add_argument("--ort", default="")
        parser.add_argument(
            "--verwaltung", required=True, help="E-Mail-Adresse der ersten Person in der Verwaltung"
        )
        parser.add_argument(
            "--trotzdem", action="store_true", help="auch wenn es den Namen schon gibt"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """One transaction: a failing mail address leaves no half organisation behind."""
        try:
            validate_email(options["verwaltung"])
        except ValidationError as error:
            raise CommandError("Das ist keine vollständige E-Mail-Adresse.") from error
        with transaction.atomic():
            known = Organisation.objects.filter(slug=options["name"]).first()
            organisation = known or _found(options)
            found_administration(
                organisation_id=organisation.pk, address=options["verwaltung"], operator=OPERATOR
            )
        self.stdout.write(
            f"{organisation.name}: Einladung unterwegs. Öffentliche Seite:"
            f" /organisation/{organisation.slug}/"
        )
