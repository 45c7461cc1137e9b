"""`manage.py load_world`: Musterland and the cast, relative to today; the demonstration only."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nahtlos.desk.actions import load_world
from nahtlos.foundation.clock import today


class Command(BaseCommand):
    """Loads the demonstration world."""

    help = "Richtet das erfundene Musterland ein (nur in der Demonstration)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say how much."""
        try:
            counts = load_world(today())
        except PermissionError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(", ".join(f"{count} {what}" for what, count in counts.items()))
