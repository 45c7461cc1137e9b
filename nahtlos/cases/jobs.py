"""What cases need every night: ids in, actions called, one organisation after the other."""

import logging

from procrastinate import App, Blueprint

from nahtlos.cases.actions import bring_passed, gather_names, remind_of_steps
from nahtlos.foundation.clock import today
from nahtlos.organisations.queries import organisation_ids

tasks = Blueprint()
log = logging.getLogger(__name__)


@tasks.periodic(cron="27 5 * * *")
@tasks.task(name="remind_of_steps", queueing_lock="remind_of_steps")
def remind_everybody(timestamp: int) -> None:
    """Bring what comes again, and remind of steps; what fails at one organisation is told and made
    up for tomorrow.
    """
    for organisation_id in organisation_ids():
        try:
            bring_passed(organisation_id, today())
            remind_of_steps(organisation_id, today())
        except Exception:
            log.exception("reminding failed")


@tasks.periodic(cron="51 2 * * *")
@tasks.task(name="gather_names", queueing_lock="gather_names")
def gather_everywhere(timestamp: int) -> None:
    """Fill the registers of names that do not hold everybody, such as after a restored backup."""
    for organisation_id in organisation_ids():
        try:
            gather_names(organisation_id)
        except Exception:
            log.exception("gathering names failed")


def register(app: App) -> None:
    """Add the room's tasks to the installation's queue."""
    app.add_tasks_from(tasks, namespace="cases")
