"""Imports are written by a job, and forgotten a month later."""

import logging
from uuid import UUID

from procrastinate import App, Blueprint

from nahtlos.exchange import actions
from nahtlos.organisations.queries import organisation_ids

tasks = Blueprint()
log = logging.getLogger(__name__)


@tasks.task(name="run_import", retry=5)
def run_import(organisation_id: str, run_code: str, account_id: str) -> None:
    """Write what a file holds."""
    actions.run_import(
        organisation_id=UUID(organisation_id), run_code=run_code, account_id=UUID(account_id)
    )


@tasks.periodic(cron="23 3 * * *")
@tasks.task(name="forget_imports", queueing_lock="forget_imports")
def forget_imports(timestamp: int) -> None:
    """Erase the lines of imports that are a month old."""
    for organisation_id in organisation_ids():
        try:
            actions.forget_old_runs(organisation_id)
        except Exception:
            log.exception("imports were not forgotten")


def register(app: App) -> None:
    """Add the room's tasks to the installation's queue."""
    app.add_tasks_from(tasks, namespace="exchange")
