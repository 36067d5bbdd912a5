"""The clock: jobs that come due by themselves. A worker looks each minute and runs what is due.

Any number of workers may look at once. A job runs in one transaction with the `Tick` row that says when it last
ran, locked: another worker passes it by, and one that is killed half way leaves nothing done and the job still due.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from django.conf import settings

from core.dates import local_date, local_time
from core.models import Tick
from core.transactions import in_one_transaction

logger = structlog.get_logger("realty.clock")

NEVER = datetime(2000, 1, 1, tzinfo=UTC)
MORNING = timedelta(hours=4)  # how late the morning's work may still start when no worker ran at its hour

# What one run of a job does, as of a moment: a bounded piece of work, and True when more of it is left.
Work = Callable[[datetime], bool]
IsDue = Callable[[datetime, datetime], bool]  # (when it last ran, now)


@dataclass(frozen=True)
class Job:
    name: str
    is_due: IsDue
    work: Work


jobs: dict[str, Job] = {}


def every(period: timedelta) -> Callable[[Work], Work]:
    """Make a function a job that runs once each `period`."""
    return _job(lambda ran_at, at: at - ran_at >= period)


def each_working_morning(work: Work) -> Work:
    """Make a function a job that runs once each working day, from `settings.DIGEST_HOUR` on and before noon or so."""
    return _job(_is_morning_due)(work)


def _is_morning_due(ran_at: datetime, at: datetime) -> bool:
    opens = local_time(at).replace(hour=settings.DIGEST_HOUR, minute=0, second=0, microsecond=0)
    works_today = opens.weekday() in settings.WORKING_DAYS
    return works_today and opens <= at < opens + MORNING and local_date(ran_at) < local_date(at)


def _job(is_due: IsDue) -> Callable[[Work], Work]:
    def register(work: Work) -> Work:
        jobs[work.__name__] = Job(work.__name__, is_due, work)
        return work

    return register


def run_due(at: datetime) -> list[str]:
    """Run every job that is due at `at`; the names of those that ran. One that fails is logged and tried next time."""
    return [job.name for job in jobs.values() if _run(job, at)]


def _run(job: Job, at: datetime) -> bool:
    try:
        Tick.objects.get_or_create(job=job.name, defaults={"ran_at": NEVER})
        is_left = in_one_transaction(lambda: _run_once(job, at, job.is_due))
        has_run = is_left is not None
        while is_left:
            is_left = in_one_transaction(lambda: _run_once(job, at, _always))
    except Exception:
        logger.exception("job_failed", job=job.name)
        return False
    return has_run


def _run_once(job: Job, at: datetime, is_due: IsDue) -> bool | None:
    """One piece of the job's work; None when it is not due, or when another worker has it."""
    tick = Tick.objects.select_for_update(skip_locked=True).filter(job=job.name).first()
    if tick is None or not is_due(tick.ran_at, at):
        return None
    is_left = job.work(at)
    tick.ran_at = at
    tick.save(update_fields=["ran_at"])
    return is_left


def _always(ran_at: datetime, at: datetime) -> bool:
    return True
