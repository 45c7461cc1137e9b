"""Background tasks of the foundation: ids in, functions called, the tenant entered first."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from procrastinate import App, BaseRetryStrategy, Blueprint, JobContext, RetryDecision
from procrastinate.jobs import Job

from nahtlos.foundation import letters, limits

tasks = Blueprint()
LONGEST_WAIT: Final = timedelta(minutes=30)
PATIENCE: Final = timedelta(days=7)


class Patience(BaseRetryStrategy):
    """Waits twice as long after each failure, but never longer than half an hour, and gives up
    after a week: a mail server may be away for days, and what waits is sent soon after it is back.
    """

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to try again; None where it was tried for a week."""
        longest = int(LONGEST_WAIT.total_seconds())
        growing = longest.bit_length() - 1
        if job.attempts > growing + PATIENCE // LONGEST_WAIT:
            return None
        wait = longest if job.attempts >= growing else 2 ** (job.attempts + 1)
        return RetryDecision(retry_in={"seconds": min(wait, longest)})


@tasks.task(name="deliver_letter", retry=Patience())
def deliver_letter(organisation_id: str, letter_id: str) -> None:
    """Send one letter; tries again for a week while the mail server is away."""
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
