"""The background worker: runs queued tasks one after the other, and beside them ticks each minute."""

import gc
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from core.clock import run_due
from core.housekeeping import WORKER
from core.models import Tick

logger = structlog.get_logger("realty.worker")

PULSE_SECONDS = 15
TICK_SECONDS = 60
RETRY_SECONDS = 5


class Command(BaseCommand):
    help = "Runs queued tasks and the clock's jobs until it is told to stop; the task in hand is finished first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="run what is queued and due now, then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        gc.freeze()  # what is loaded by now stays: long work need not look through it again and again
        worker = _queue_worker(once=once)
        beat(worker.worker_id)
        if once:
            run_due(timezone.now())
            worker.run()
        else:
            _run_until_told(worker)
        with suppress(DatabaseError, InterfaceError):  # gone too? Then the row grows old by itself
            Tick.objects.filter(job=WORKER + worker.worker_id).delete()


def beat(worker_id: str) -> None:
    """Say that this worker is alive, so that nobody takes its task for lost (core.housekeeping)."""
    Tick.objects.update_or_create(job=WORKER + worker_id, defaults={"ran_at": timezone.now()})


def _queue_worker(*, once: bool) -> Worker:
    return Worker(
        queue_names=["*"],
        interval=1,
        batch=once,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(24),
        excluded_queue_names=[],
    )


def _run_until_told(worker: Worker) -> None:
    stop = threading.Event()
    threads = [
        _repeat(lambda: beat(worker.worker_id), PULSE_SECONDS, stop, "pulse"),
        _repeat(lambda: run_due(timezone.now()), TICK_SECONDS, stop, "clock"),
    ]
    worker.configure_signals()
    try:
        _outlive_the_database(worker, stop)
    except SystemExit as told:  # how the queue's worker answers a signal between two tasks
        if told.code:
            raise
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=30)


def _repeat(work: Callable[[], Any], seconds: float, stop: threading.Event, name: str) -> threading.Thread:
    """Run `work` at once and then each `seconds` in a thread of its own, whatever becomes of one run."""

    def loop() -> None:
        while True:
            try:
                work()
            except Exception:
                logger.exception("thread_failed", thread=name)
            connection.close()
            if stop.wait(seconds):
                return

    thread = threading.Thread(target=loop, name=name)
    thread.start()
    return thread


def _outlive_the_database(worker: Worker, stop: threading.Event) -> None:
    """The queue's loop, begun again when the database goes away and comes back."""
    while worker.running:
        try:
            worker.run()
        except (DatabaseError, InterfaceError):
            logger.exception("database_unavailable")
            close_old_connections()
            stop.wait(RETRY_SECONDS)
