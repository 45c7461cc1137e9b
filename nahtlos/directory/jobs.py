"""What the directory needs every night and after its words changed."""

from procrastinate import App, Blueprint

from nahtlos.directory.actions import reindex

tasks = Blueprint()


@tasks.periodic(cron="43 2 * * *")
@tasks.task(name="reindex_offers")
def reindex_offers(timestamp: int = 0) -> None:
    """Gather the words of all published offers and renew the index by them."""
    reindex()


def register(app: App) -> None:
    """Add the room's tasks to the installation's queue."""
    app.add_tasks_from(tasks, namespace="directory")
