"""What first advice needs every night: ids in, actions called, one organisation after the other."""

import logging
from collections.abc import Callable
from datetime import date
from uuid import UUID

from procrastinate import App, Blueprint

from nahtlos.foundation.clock import today
from nahtlos.intake import actions
from nahtlos.organisations.queries import organisation_ids

tasks = Blueprint()
log = logging.getLogger(__name__)
NIGHTLY: tuple[Callable[[UUID, date], int], ...] = (
    actions.delete_expired,
    actions.forget_numbers,
    actions.forget_old_advice,
    actions.warn_before_the_end,
    actions.pursue_unanswered,
)


def for_all(day: date) -> None:
    """Every nightly deed for every organisation; what fails at one is told and tried again
    tomorrow.
    """
    for organisation_id in organisation_ids():
        for deed in NIGHTLY:
            try:
                deed(organisation_id, day)
            except Exception:
                log.exception("nightly deed failed: %s", deed.__name__)


@tasks.periodic(cron="27 4 * * *")
@tasks.task(name="keep_advice", queueing_lock="keep_advice")
def keep_advice(timestamp: int) -> None:
    """Delete what is over, then say what is about to be, then ask for answers."""
    for_all(today())


def register(app: App) -> None:
    """Add the room's tasks to the installation's queue."""
    app.add_tasks_from(tasks, namespace="intake")
