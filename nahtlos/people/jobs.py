"""Nightly tidying of the room: ids in, actions called."""

from procrastinate import App, Blueprint

from nahtlos.organisations.queries import organisation_ids
from nahtlos.people import actions

tasks = Blueprint()


@tasks.periodic(cron="37 3 * * *")
@tasks.task(name="tidy_people")
def tidy_people(timestamp: int) -> None:
    """Forget dead sessions, and the addresses of invitations nobody accepted in time."""
    actions.forget_dead_sessions()
    for organisation_id in organisation_ids():
        actions.forget_expired(organisation_id)


def register(app: App) -> None:
    """Add the room's tasks to the installation's queue."""
    app.add_tasks_from(tasks, namespace="people")
