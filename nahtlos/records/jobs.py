"""What records need every night: drafts that nobody took up again are forgotten."""

import logging

from procrastinate import App, Blueprint

from nahtlos.organisations.queries import organisation_ids
from nahtlos.records.actions import forget_drafts

tasks = Blueprint()
log = logging.getLogger(__name__)


@tasks.periodic(cron="41 3 * * *")
@tasks.task(name="forget_old_drafts", queueing_lock="forget_old_drafts")
def forget_everywhere(timestamp: int) -> None:
    """Forget old drafts; what fails at one organisation is told and made up for tomorrow."""
    for organisation_id in organisation_ids():
        try:
            forget_drafts(organisation_id)
        except Exception:
            log.exception("forgetting drafts failed")


def register(app: App) -> None:
    """Add the room's tasks to the installation's queue."""
    app.add_tasks_from(tasks, namespace="records")
