"""The background service for the drill of requests, with steps to fall at."""

import os

import django
from django.core.management import call_command

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nahtlos.config.settings")
    django.setup()
    from tests.drills.steps import wrap_all

    wrap_all()
    call_command("procrastinate", "worker")
