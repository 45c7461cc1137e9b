"""Long lists are written by a job, and forgotten a month later."""

import logging
from uuid import UUID

from procrastinate import App, Blueprint

from nahtlos.lists import actions
from nahtlos.organisations.queries import organisation_ids

tasks = Blueprint()
log = logging.getLogger(__name__)


@tasks.task(name="run_list", retry=5)
def run_list(organisation_id: str, code: str, account_id: str) -> None:
    """Write what a list holds."""
    actions.run_list(organisation_id=UUID(organisation_id), code=code, account_id=UUID(account_id))


@tasks.periodic(cron="33 3 * * *")
@tasks.task(name="forget_lists", queueing_lock="forget_lists")
def forget_lists(timestamp: int) -> None:
    """Erase the lines of lists that are a month old."""
    for organisation_id in organisation_ids():
        try:
            actions.forget_old_lists(organisation_id)
        except Exception:
            log.exception("lists were not forgotten")


def register(app: App) -> None:
    """Add the room's tasks to the installation's queue."""
    app.add_tasks_from(tasks, namespace="lists")
