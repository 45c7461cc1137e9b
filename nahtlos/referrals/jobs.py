"""What referrals need every night: ids in, actions called, one organisation after the other."""

import logging
from collections.abc import Callable
from datetime import date
from uuid import UUID

from procrastinate import App, Blueprint

from nahtlos.foundation.clock import today
from nahtlos.organisations.queries import organisation_ids
from nahtlos.referrals import actions

tasks = Blueprint()
log = logging.getLogger(__name__)
NIGHTLY: tuple[Callable[[UUID, date], int], ...] = (
    actions.end_consents_on,
    actions.expire_unanswered,
    actions.pursue_silence,
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


@tasks.periodic(cron="7 5 * * *")
@tasks.task(name="watch_referrals", queueing_lock="watch_referrals")
def watch_referrals(timestamp: int) -> None:
    """End what is over, then remind who owes an answer."""
    for_all(today())


def register(app: App) -> None:
    """Add the room's tasks to the installation's queue."""
    app.add_tasks_from(tasks, namespace="referrals")
