"""What the clock clears away, and what it picks up after a worker that died.

Each run deletes at most BATCH rows of a kind, so that no lock is held for long; what is left follows at once.
"""

from datetime import datetime, timedelta

from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from knox.models import AuthToken

from core.clock import every
from core.models import IdempotencyKey, Tick

BATCH = 1000
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

WORKER = "worker "  # the name of a worker's own row among the ticks: this and its id
LOST_AFTER = timedelta(minutes=2)  # a worker says that it is alive every few seconds (core.management.commands.worker)
ATTEMPTS = 3
LOST = "The worker that ran this task ended before the task did; it was started {attempts} times."


@every(HOUR)
def forget_idempotency_keys(at: datetime) -> bool:
    """Keys live 24 hours (api: Concurrency and retries)."""
    return _delete(IdempotencyKey.objects.filter(created_at__lt=at - timedelta(hours=settings.IDEMPOTENCY_HOURS)))


@every(HOUR)
def forget_expired_tokens(at: datetime) -> bool:
    return _delete(AuthToken.objects.filter(expiry__lt=at))


@every(HOUR)
def forget_expired_sessions(at: datetime) -> bool:
    return _delete(Session.objects.filter(expire_date__lt=at))


@every(HOUR)
def forget_failed_logins(at: datetime) -> bool:
    """A failure counts for minutes; its row holds an address, which is personal data."""
    return _delete(AccessAttempt.objects.filter(attempt_time__lt=at - DAY))


@every(DAY)
def forget_old_logins(at: datetime) -> bool:
    return _delete(AccessLog.objects.filter(attempt_time__lt=at - settings.LOGIN_LOG_DAYS * DAY))


@every(DAY)
def forget_finished_tasks(at: datetime) -> bool:
    return _delete(DBTaskResult.objects.finished().filter(finished_at__lt=at - settings.FINISHED_TASK_DAYS * DAY))


@every(timedelta(minutes=1))
def recover_lost_tasks(at: datetime) -> bool:
    """Put a task back whose worker is gone, so that another runs it again; after three attempts it has failed.

    The queue itself never does: a worker that is killed leaves its task «running» for ever. A task may thus start
    twice, and is written so that this does no harm.
    """
    silent_since = at - LOST_AFTER
    alive = set(Tick.objects.filter(job__startswith=WORKER, ran_at__gte=silent_since).values_list("job", flat=True))
    tasks = DBTaskResult.objects.select_for_update(skip_locked=True).running().filter(started_at__lt=silent_since)
    for task in tasks[:BATCH]:
        if not task.worker_ids or WORKER + task.worker_ids[-1] not in alive:
            _put_back(task, at)
    Tick.objects.filter(job__startswith=WORKER, ran_at__lt=at - DAY).delete()
    return False


def _put_back(task: DBTaskResult, at: datetime) -> None:
    attempts = len(task.worker_ids)
    if attempts < ATTEMPTS:
        task.status = TaskResultStatus.READY
    else:
        task.status, task.finished_at = TaskResultStatus.FAILED, at
        task.traceback = LOST.format(attempts=attempts)
    task.save(update_fields=["status", "finished_at", "traceback"])


def _delete(rows: QuerySet) -> bool:
    """Delete up to BATCH of these rows; whether there may be more."""
    keys = list(rows.order_by().values_list("pk", flat=True)[:BATCH])
    rows.model._default_manager.filter(pk__in=keys).delete()
    return len(keys) == BATCH
