"""Fills the demonstration: migrations, places, the invented world, static files, and the list of
sign-ins, in one process because Django takes a second to load. Run by the supervisor as
`python -m nahtlos.foundation.ground.furnish database static`, with only the steps that are due."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

DATABASE_STEPS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("Tabellen werden angelegt ...", "migrate", {"database": "owner", "interactive": False}),
    ("Orte und Haftanstalten werden eingelesen ...", "load_places", {}),
)


def say(sentence: str) -> None:
    print(f"  {sentence}", flush=True)


def furnish_database() -> None:
    for sentence, command, options in DATABASE_STEPS:
        say(sentence)
        call_command(command, verbosity=0, **options)


def furnish_world() -> None:
    say("Das erfundene Musterland wird eingerichtet ...")
    call_command("load_world", verbosity=0)
    write_cast(Path(os.environ["NAHTLOS_CAST_FILE"]))


def write_cast(target: Path) -> None:
    """Keeps the list of sign-ins, so that an unchanged start need not load Django to print it."""
    with target.open("w", encoding="utf-8") as file:
        call_command("cast", stdout=file)


def collect_static() -> None:
    say("Bilder, Schriften und Stile werden bereitgelegt ...")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)


def main(steps: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nahtlos.config.settings")
    django.setup()
    if "static" in steps:
        collect_static()
    if "database" in steps:
        furnish_database()
    if "world" in steps:
        furnish_world()


if __name__ == "__main__":
    main(sys.argv[1:])
