"""`manage.py cast`: who can sign in to the demonstration, and with which password."""

from typing import Any

from django.core.management.base import BaseCommand

from nahtlos.desk.actions import PASSWORD
from nahtlos.desk.cast import CAST


class Command(BaseCommand):
    """Prints the sign-ins of the demonstration."""

    help = "Zeigt die Anmeldungen der Demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a person."""
        for member in CAST:
            self.stdout.write(f"  {member.email:<28} {member.name}, {member.does}")
        self.stdout.write(f"  Passwort für alle: {PASSWORD}")
