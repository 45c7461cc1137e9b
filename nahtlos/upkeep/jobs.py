"""What keeping the directory true needs every night."""

import logging

from django.conf import settings
from procrastinate import App, Blueprint

from nahtlos.foundation.clock import today
from nahtlos.organisations.queries import organisation_ids
from nahtlos.upkeep.actions import ask_addresses, watch, watch_reports

tasks = Blueprint()
log = logging.getLogger(__name__)


@tasks.periodic(cron="37 4 * * *")
@tasks.task(name="watch_entries", queueing_lock="watch_entries")
def watch_entries(timestamp: int = 0) -> None:
    """Ask, remind and hand over to the office; what fails at one organisation is told and tried
    again tomorrow.
    """
    for organisation_id in organisation_ids():
        try:
            watch(organisation_id, today())
            watch_reports(organisation_id, today())
        except Exception:
            log.exception("asking failed")


@tasks.periodic(cron="11 2 * * *")
@tasks.task(name="check_addresses", queueing_lock="check_addresses")
def check_addresses(timestamp: int = 0) -> None:
    """Ask the web addresses of the directory whether they still answer, where the operator wants
    that.
    """
    if settings.ASK_ADDRESSES:
        ask_addresses(today())


def register(app: App) -> None:
    """Add the room's tasks to the installation's queue."""
    app.add_tasks_from(tasks, namespace="upkeep")
