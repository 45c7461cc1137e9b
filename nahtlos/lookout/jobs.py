"""Long tables are made by a job; all are forgotten after a day."""

import logging
from uuid import UUID

from procrastinate import App, Blueprint

from nahtlos.lookout import actions
from nahtlos.organisations.queries import organisation_ids

tasks = Blueprint()
log = logging.getLogger(__name__)


@tasks.task(name="make_table", retry=5)
def make_table(organisation_id: str, code: str, account_id: str) -> None:
    """Put a table together."""
    actions.make_table(
        organisation_id=UUID(organisation_id), code=code, account_id=UUID(account_id)
    )


@tasks.periodic(cron="11 * * * *")
@tasks.task(name="forget_tables", queueing_lock="forget_tables")
def forget_tables(timestamp: int) -> None:
    """Erase tables whose day is over."""
    for organisation_id in organisation_ids():
        try:
            actions.forget_tables(organisation_id)
        except Exception:
            log.exception("tables were not forgotten")


def register(app: App) -> None:
    """Add the room's tasks to the installation's queue."""
    app.add_tasks_from(tasks, namespace="lookout")
