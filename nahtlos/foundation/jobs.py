"""Background tasks of the foundation: ids in, functions called, the tenant entered first."""

from uuid import UUID

from procrastinate import App, Blueprint, JobContext, RetryStrategy

from nahtlos.foundation import letters, limits

tasks = Blueprint()


@tasks.task(name="deliver_letter", retry=RetryStrategy(max_attempts=12, exponential_wait=2))
def deliver_letter(organisation_id: str, letter_id: str) -> None:
    """Send one letter; tries again for about two hours while the mail server is away."""
    letters.deliver(UUID(organisation_id), UUID(letter_id))


@tasks.periodic(cron="17 3 * * *")
@tasks.task(name="tidy")
def tidy(timestamp: int) -> None:
    """Forget yesterday's counters."""
    limits.tidy()


@tasks.periodic(cron="* * * * *")
@tasks.task(name="retry_stalled", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Take up again what a killed worker left in the middle of its work."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)


def register(app: App) -> None:
    """Add the foundation's tasks to the installation's queue."""
    app.add_tasks_from(tasks, namespace="foundation")
