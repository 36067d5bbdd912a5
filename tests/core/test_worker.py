"""The clock and the worker: what is due is done once, and nothing is lost with a worker that dies."""

import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult
from knox.models import AuthToken

from core import clock, housekeeping
from core.housekeeping import ATTEMPTS, LOST_AFTER, WORKER, recover_lost_tasks
from core.management.commands import worker as commands
from core.management.commands.worker import beat
from core.models import IdempotencyKey, Tick, User

pytestmark = pytest.mark.django_db

MONDAY_8 = datetime(2026, 11, 23, 8, 0, tzinfo=ZoneInfo("Asia/Riyadh"))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@task
def rename(pk: int, name: str) -> None:
    User.objects.filter(pk=pk).update(first_name=name)


@task
def fail() -> None:
    raise ValueError("on purpose")


@pytest.fixture
def jobs(monkeypatch):
    """A clock with no jobs yet."""
    monkeypatch.setattr(clock, "jobs", {})
    return clock.jobs


@pytest.fixture
def hourly(jobs, now):
    ran = []

    @clock.every(HOUR)
    def hourly(at):
        ran.append(at)
        return False

    return ran


def test_a_job_runs_once_a_period(hourly, now):
    clock.run_due(now)
    clock.run_due(now + HOUR / 2)
    clock.run_due(now + HOUR)
    assert hourly == [now, now + HOUR]


def test_a_job_goes_on_while_more_is_left(jobs, now):
    left = [True, True, False]

    @clock.every(HOUR)
    def sweep(at):
        return left.pop(0)

    assert clock.run_due(now) == ["sweep"]
    assert left == []


def test_a_job_that_fails_leaves_nothing_done_and_is_tried_again(jobs, now, agent):
    @clock.every(HOUR)
    def half(at):
        User.objects.update(first_name="نصف")
        raise ValueError

    assert clock.run_due(now) == []
    agent.refresh_from_db()
    assert agent.first_name == "سارة"
    assert Tick.objects.get(job="half").ran_at == clock.NEVER


def test_a_job_that_fails_does_not_stop_the_others(jobs, now):
    clock.every(HOUR)(lambda _at: 1 / 0)

    @clock.every(HOUR)
    def other(at):
        return False

    assert clock.run_due(now) == ["other"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_run_a_job_once(jobs, now):
    ran, together = [], threading.Barrier(8)

    @clock.every(HOUR)
    def once(at):
        ran.append(at)
        return False

    def worker():
        together.wait()
        clock.run_due(now)
        connection.close()

    threads = [threading.Thread(target=worker) for _each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ran == [now]


@pytest.mark.parametrize(
    ("at", "runs"),
    [
        (MONDAY_8 - timedelta(minutes=1), False),
        (MONDAY_8, True),
        (MONDAY_8 + HOUR * 3, True),  # the worker started late
        (MONDAY_8 + HOUR * 4, False),  # no morning any more
        (MONDAY_8 + DAY * 3, True),  # Thursday
        (MONDAY_8 + DAY * 4, False),  # Friday
        (MONDAY_8 + DAY * 5, False),  # Saturday
        (MONDAY_8 + DAY * 6, True),  # Sunday
    ],
)
def test_the_mornings_work_is_for_working_mornings(jobs, at, runs):
    @clock.each_working_morning
    def morning(at):
        return False

    assert bool(clock.run_due(at)) is runs
    assert clock.run_due(at + timedelta(minutes=1)) == (["morning"] if at == MONDAY_8 - timedelta(minutes=1) else [])


def test_tick_says_what_ran(capsys, jobs, hourly):
    call_command("tick")
    call_command("tick")
    assert capsys.readouterr().out.splitlines() == ["Ran: hourly.", "Nothing was due."]


def test_what_has_expired_is_forgotten_and_the_rest_kept(agent, now):
    for age in (HOUR * 25, HOUR):
        IdempotencyKey.objects.create(user=agent, key=str(age), fingerprint="", created_at=now - age)
        Session.objects.create(session_key=str(age), session_data="", expire_date=now + HOUR * 2 - age)
        AuthToken.objects.create(user=agent, expiry=HOUR * 2 - age)
        attempt = AccessAttempt.objects.create(username=str(age), failures_since_start=1)
        AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=now - age)
    clock.run_due(now)
    left = [model.objects.count() for model in (IdempotencyKey, Session, AuthToken, AccessAttempt)]
    assert left == [1, 1, 1, 1]


def test_clearing_goes_in_batches(agent, now, monkeypatch):
    monkeypatch.setattr(housekeeping, "BATCH", 2)
    for number in range(5):
        IdempotencyKey.objects.create(user=agent, key=number, fingerprint="", created_at=now - DAY * 2)
    assert housekeeping.forget_idempotency_keys(now)
    assert IdempotencyKey.objects.count() == 3
    clock.run_due(now)
    assert not IdempotencyKey.objects.exists()


def test_finished_tasks_are_forgotten_after_two_weeks(agent, now):
    for days in (15, 13):
        made = rename.enqueue(agent.pk, "x")
        DBTaskResult.objects.filter(pk=made.id).update(status="SUCCESSFUL", finished_at=now - DAY * days)
    rename.enqueue(agent.pk, "x")
    housekeeping.forget_finished_tasks(now)
    assert DBTaskResult.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_worker_runs_queued_tasks_and_due_jobs(agent):
    rename.enqueue(agent.pk, "هند")
    result = fail.enqueue()
    call_command("worker", once=True)
    agent.refresh_from_db()
    result.refresh()
    assert (agent.first_name, result.status) == ("هند", TaskResultStatus.FAILED)
    assert Tick.objects.filter(job="recover_lost_tasks").exists()
    assert not Tick.objects.filter(job__startswith=WORKER).exists()


@pytest.fixture
def running(agent, now):
    """A task that a worker took up three minutes ago."""
    made = rename.enqueue(agent.pk, "هند")
    row = DBTaskResult.objects.get(pk=made.id)
    row.claim("ward")
    DBTaskResult.objects.filter(pk=row.pk).update(started_at=timezone.now() - timedelta(minutes=3))
    return row


def test_the_task_of_a_worker_that_died_is_put_back(running, now):
    Tick.objects.create(job=WORKER + "ward", ran_at=now - LOST_AFTER * 1.1)
    recover_lost_tasks(now)
    running.refresh_from_db()
    assert running.status == TaskResultStatus.READY


def test_the_task_of_a_worker_that_lives_is_left_to_it(running):
    beat("ward")
    recover_lost_tasks(timezone.now())
    running.refresh_from_db()
    assert running.status == TaskResultStatus.RUNNING


def test_a_worker_that_lost_the_database_lets_go_of_its_task(monkeypatch):
    """It lives on under another name, so its former task is taken for lost, and put back."""
    monkeypatch.setattr(commands, "RETRY_SECONDS", 0)
    worker, names = commands._queue_worker(once=True), []

    def run():
        names.append(worker.worker_id)
        if len(names) == 1:
            raise OperationalError
        worker.running = False

    monkeypatch.setattr(worker, "run", run)
    commands._outlive_the_database(worker, threading.Event())
    assert len(set(names)) == 2


def test_a_task_that_took_its_workers_with_it_has_failed_and_says_so(running, now):
    DBTaskResult.objects.update(worker_ids=["one", "two", "three"][:ATTEMPTS])
    recover_lost_tasks(now)
    running.refresh_from_db()
    assert running.status == TaskResultStatus.FAILED
    assert "started 3 times" in running.traceback
